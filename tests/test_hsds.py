"""HSDS without a database: its facts, nested documents, packages, hostile files."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.casing import title_case
from locator.hsds.csv_safety import defused, for_spreadsheet, restored
from locator.hsds.csv_tables import read_table
from locator.hsds.faults import NotHsds, Unreadable
from locator.hsds.nesting import Index, documents, flatten, nest, root_table
from locator.hsds.package_writing import page, write_zip
from locator.hsds.packages import read, read_bytes
from locator.hsds.rows import by_id, differences
from locator.hsds.tables import ENUMS, TABLES, Type, type_of

FIXTURES = Path(__file__).parent / "hsds"
EXAMPLES = FIXTURES / "examples"
JSON_EXAMPLES = sorted(path.name for path in EXAMPLES.glob("*.json") if path.name not in ("base.json", "tabular.json"))
SERVICE = "ac148810-d857-441c-9679-408f346de14b"


def example(name):
    return json.loads((EXAMPLES / name).read_text(encoding="utf-8"))


def zipped(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def one_file(name, content):
    return read_bytes(zipped(**{name: content}), name="partner.zip")


def test_the_table_of_facts_is_that_of_the_datapackage():
    resources = json.loads((FIXTURES / "datapackage.json").read_text())["resources"]

    for resource in resources:
        table = TABLES[resource["name"]]
        fields = resource["schema"]["fields"]
        assert resource["path"] == table.path
        assert [field["name"] for field in fields] == list(table.columns)
        assert {field["name"] for field in fields if field["constraints"]["required"]} == table.required
        for field in fields:
            kind = Type.IDENTITY.value if field.get("format") == "uuid" else field["type"]
            assert type_of(field["name"]).value == kind
            assert tuple(field["constraints"].get("enum", ())) == ENUMS.get((table.name, field["name"]), ())
    assert len(resources) == len(TABLES) == 21


def test_what_is_nested_is_what_the_schemas_nest():
    schemas = json.loads((FIXTURES / "schemas.json").read_text())

    for table in TABLES.values():
        properties = schemas[f"{table.name}.json"]["properties"]
        nested = {
            key: (one.get("$ref") or one["items"]["$ref"]).removesuffix(".json")
            for key, one in properties.items()
            if "$ref" in one or "items" in one
        }
        ours = {key: link.table for key, link in table.links.items()}
        assert nested.items() <= ours.items()


@pytest.mark.parametrize("name", JSON_EXAMPLES)
def test_a_document_becomes_rows_and_the_same_document_again(name):
    for document in documents(example(name)):
        table = root_table(document)
        is_full = any(link.is_many and key in document for key, link in TABLES[table].links.items())

        rows, conflicts = flatten(document)
        again = nest(Index(rows), table, document["id"], is_full=is_full)

        assert again == document
        assert conflicts == []


def test_an_object_that_stands_in_many_places_is_one_row_with_all_its_links():
    rows, _conflicts = flatten(example("service_full.json"))

    (phone,) = rows["phone"]

    links = {column for column in phone if column.endswith("_id")}
    assert links == {"service_id", "location_id", "organization_id", "contact_id", "service_at_location_id"}
    assert phone["service_id"] == SERVICE


def test_the_same_id_with_another_value_is_told():
    document = example("service_full.json")
    document["service_at_locations"][0]["phones"][0]["number"] = "204 555-0199"

    rows, conflicts = flatten(document)

    assert rows["phone"][0]["number"] == '"+1 204 555-0123"'
    assert [(column, other) for _row, column, other in conflicts] == [("number", "204 555-0199")]


@pytest.mark.parametrize("document", [None, 3, "x", [], {}, {"id": "x", "colour": 1, "size": 2, "weight": 3}], ids=str)
def test_what_is_no_hsds_document_is_refused(document):
    with pytest.raises(NotHsds):
        root_table(document)


def test_a_document_nested_without_end_is_refused():
    document = {"id": "x", "name": "x", "status": "active"}
    for _ in range(60):
        document = {"id": "x", "name": "x", "status": "active", "organization": {"id": "y", "services": [document]}}

    with pytest.raises(NotHsds):
        flatten(document, "service")


def test_a_folder_of_tables_is_read_even_if_its_description_is_broken(tmp_path):
    for path in (EXAMPLES / "csv").glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "datapackage.json").write_text("../../datapackage.json")

    package = read(tmp_path)

    assert set(package.rows) == set(TABLES)
    assert [note.file for note in package.notes] == ["datapackage.json"]


def test_the_tabular_example_and_the_csv_examples_say_the_same():
    tables = read(EXAMPLES / "csv").rows

    assert differences(tables, read(EXAMPLES / "tabular.json").rows) == []


def test_a_written_package_reads_back_the_same_and_describes_itself():
    rows = read(EXAMPLES / "csv").rows
    rows["service"][0]["colour"] = "red"
    stream = io.BytesIO()

    write_zip(lambda table: rows.get(table, []), stream)

    assert differences(rows, read_bytes(stream.getvalue(), name="x.zip").rows) == []
    with zipfile.ZipFile(stream) as package:
        described = {one["path"]: one for one in json.loads(package.read("datapackage.json"))["resources"]}
        for name in package.namelist():
            if name != "datapackage.json":
                header = next(csv.reader(io.TextIOWrapper(package.open(name), encoding="utf-8")))
                assert header == [field["name"] for field in described[name]["schema"]["fields"]]


def test_the_same_rows_make_the_same_bytes():
    rows = read(EXAMPLES / "csv").rows
    streams = [io.BytesIO(), io.BytesIO()]

    for stream in streams:
        write_zip(lambda table: rows.get(table, []), stream)

    assert streams[0].getvalue() == streams[1].getvalue()


HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+SUM(A1)",
    "-2+3+cmd|x",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    ' "=1',
    "＝1+1",
    "＋1+A1",
    "－1+A1",
    "＠SUM",
    "\ufeff=1",
    "'=1",
    "''=1",
    '"=1"',
    "\tplain",
]


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_a_formula_is_defused_and_comes_back_as_it_was(text):
    cell = defused(text)

    assert cell.startswith("'")
    assert restored(cell) == text
    assert for_spreadsheet(text).startswith("'")


@pytest.mark.parametrize("text", ["+1 204 555-0123", "-79.38", "+33 1 23 45 67 89", "-5", '"+1 204 555-0123"', "12"])
def test_numbers_and_phone_numbers_leave_as_they_are(text):
    assert defused(text) == text
    assert restored(text) == text


@pytest.mark.parametrize("text", ["'tis", "it's", "'", "", "a=b", "1+1", "l’été", "'quoted'"])
def test_plain_words_are_left_alone(text):
    assert defused(text) == restored(text) == for_spreadsheet(text) == text


def test_a_spreadsheet_gets_phone_numbers_as_text_and_numbers_as_numbers():
    assert for_spreadsheet("+1 204 555-0123") == "'+1 204 555-0123"
    assert for_spreadsheet("-79.38") == "-79.38"


@given(st.text(alphabet="=+-@'\" \t\r\n\ufeff＝1aé", max_size=8))
def test_whatever_is_defused_is_restored(text):
    assert restored(defused(text)) == text


@given(st.lists(st.text(max_size=20).filter(lambda text: "\0" not in text), min_size=1, max_size=5))
def test_any_text_survives_a_package(texts):
    rows = [{"id": str(number), "name": text} for number, text in enumerate(texts)]
    stream = io.BytesIO()

    write_zip(lambda table: rows if table == "service" else [], stream)

    again = by_id(read_bytes(stream.getvalue(), name="x.zip").rows)
    assert [again["service", row["id"]].get("name", "") for row in rows] == texts


REFUSED_FILES = {
    "no zip": (b"PK\x03\x04 not really", "not a zip file"),
    "an empty zip": (zipped(), "no table of HSDS"),
    "a zip of something else": (zipped(**{"photo.png": b"x"}), "no table of HSDS"),
    "a name that leads out": (zipped(**{"../services.csv": "id\n"}), "leads out"),
    "an absolute name": (zipped(**{"/etc/services.csv": "id\n"}), "leads out"),
    "a name of Windows": (zipped(**{"C:\\services.csv": "id\n"}), "leads out"),
    "a name that leads out of Windows": (zipped(**{"..\\services.csv": "id\n"}), "leads out"),
    "a bomb": (zipped(**{"services.csv": b"0" * 30_000_000}), "cannot be real"),
    "the same file twice": (zipped(**{"a/services.csv": "id\n", "b/services.csv": "id\n"}), "twice"),
    "too many files": (zipped(**{f"{number}.csv": "" for number in range(201)}), "more than 200"),
    "not UTF-8": (zipped(**{"services.csv": "id,name\n1,a\n2,é\n".encode("latin-1")}), "line 3"),
    "a quote left open": (zipped(**{"services.csv": 'id,name\n1,"a\n'}), "line"),
    "a huge cell": (zipped(**{"services.csv": "id,name\n1," + "".join(map(str, range(250_000)))}), "too long"),
    "too many columns": (zipped(**{"services.csv": ",".join(map(str, range(600))) + "\n"}), "more than 500"),
    "a column twice": (zipped(**{"services.csv": "id,name,name\n"}), "twice"),
    "no header": (zipped(**{"services.csv": ""}), "names of its columns"),
}


@pytest.mark.parametrize("content,words", REFUSED_FILES.values(), ids=REFUSED_FILES)
def test_a_hostile_or_broken_zip_is_refused_in_a_sentence(content, words):
    with pytest.raises(Unreadable, match=words):
        read_bytes(content, name="partner.zip")


@pytest.mark.parametrize(
    "content",
    [b"{", b"[" * 100_000, b'{"version": "3.0"}', b'"text"', b"[1]", b"\xff\xfe{}", b"{'id': 1}", b'{"id": NaN}', b""],
    ids=lambda content: repr(content[:12]),
)
def test_broken_json_is_refused_in_a_sentence(content):
    with pytest.raises(Unreadable, match="partner.json"):
        read_bytes(content, name="partner.json")


def test_a_file_of_an_unknown_kind_is_refused_in_a_sentence():
    with pytest.raises(Unreadable, match="needs a mapping"):
        read_bytes(b"a,b\n1,2\n", name="ours.csv")


def test_marks_line_ends_quotes_and_many_columns_are_read():
    extra = ",".join(f"column_{number}" for number in range(100))
    text = f'\ufeffid,name,{extra}\r\n1,"a ""quoted"", name\r\non two lines",x\r\n\r\n2,b\r\n'

    package = one_file("services.csv", text.encode())

    first, second = package.rows["service"]
    assert first["name"] == 'a "quoted", name\r\non two lines'
    assert first["column_0"] == "x"
    assert (second["name"], second.line) == ("b", 5)


def test_a_line_with_too_many_cells_is_marked():
    rows = read_table(b"id,name\n1,a,b,c\n", file="services.csv")

    assert rows[0][""] == "b | c"


def test_numbers_of_csv_are_numbers_unless_their_writing_would_be_lost():
    rows = read_table(b"id,latitude,minimum_age,longitude,name\n1,45.5,12,-75.50,12\n", file="locations.csv")

    assert rows[0] == {"id": "1", "latitude": 45.5, "minimum_age": 12, "longitude": "-75.50", "name": "12"}


def test_a_page_of_results_validates():
    found = page([{"id": "x"}])

    assert (found["total_items"], found["empty"], found["contents"]) == (1, False, [{"id": "x"}])


def test_the_fixtures_hold_no_sentence_of_the_specification():
    schemas = (FIXTURES / "schemas.json").read_text()

    assert '"title"' not in schemas.replace('"title": {', "")
    assert "must have" not in schemas


@pytest.mark.parametrize(
    "before,language,after",
    [
        ("HÔPITAL DE TRACADIE-SHEILA", "fr", "Hôpital de Tracadie-Sheila"),
        ("CLSC DE CÔTE-DES-NEIGES", "fr", "CLSC de Côte-des-Neiges"),
        ("CENTRE D'ACCUEIL DE L'ÎLE", "fr", "Centre d'Accueil de l'Île"),
        ("20 rue de la villa", "fr", "20 rue de la Villa"),
        ("7e rue", "fr", "7e rue"),
        ("LAC LA BICHE HEALTH CENTRE", "en", "Lac La Biche Health Centre"),
        ("12935 96th ave nw", "en", "12935 96th Ave NW"),
        ("robert's arm", "en", "Robert's Arm"),
        ("mcgill street", "en", "McGill Street"),
        ("Foyer St. Thomas", "en", "Foyer St. Thomas"),
        ("", "en", ""),
    ],
)
def test_capitals_are_given_to_names_that_have_none_of_their_own(before, language, after):
    assert title_case(before, language) == after
