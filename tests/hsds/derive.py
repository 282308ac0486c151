"""Derives the fixtures of this folder from a copy of HSDS 3.0: its facts, and its examples in words of our own.

python tests/hsds/derive.py FOLDER, where FOLDER has `schema/`, `datapackage.json` and `examples/`.
"""

import csv
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
# What says something about data. Whatever is said to people stays where it is.
KEYWORDS = {"type", "format", "enum", "required", "items", "$ref"}
FIELD = ("name", "type", "format", "constraints")
KEPT_AS_IT_IS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\d(T.*)?|\d\d:\d\d(:\d\d)?|[\d,.]+|[A-Z]{2}(,[A-Z]{2})*|[a-z]{2,3}",
    re.ASCII,
)
# Words that stand for a choice, and are facts.
CHOICES = {
    "active",
    "physical",
    "postal",
    "WEEKLY",
    "voice",
    "geojson",
    "location",
    "update",
    "ASCII",
    "UPRN",
    "GB-COH",
}


def facts(schema):
    """A schema without a word for people. Below `properties` the keys are columns, whatever they are called."""
    kept = {key: value for key, value in schema.items() if key in KEYWORDS}
    if "properties" in schema:
        kept["properties"] = {name: facts(one) for name, one in schema["properties"].items()}
    if isinstance(kept.get("items"), dict):
        kept["items"] = facts(kept["items"])
    return kept


def resource(one):
    """A table of the datapackage without a word for people."""
    fields = [{key: field[key] for key in FIELD if key in field} for field in one["schema"]["fields"]]
    keys = [{"fields": key["fields"], "reference": key["reference"]} for key in one["schema"].get("foreignKeys", [])]
    return {
        "name": one["name"],
        "path": one["path"],
        "schema": {"primaryKey": one["schema"]["primaryKey"], "fields": fields, "foreignKeys": keys},
    }


def in_own_words(value, column="", row_id=""):
    """The same ids, numbers, dates, choices and shape; every other text in our own words, the same for the same row."""
    if isinstance(value, dict):
        here = str(value.get("id", row_id))
        return {key: in_own_words(one, key, here) for key, one in value.items()}
    if isinstance(value, list):
        return [in_own_words(one, column, row_id) for one in value]
    if not isinstance(value, str) or KEPT_AS_IT_IS.fullmatch(value) or value in CHOICES:
        return value
    return _words(value, column, row_id)


def _words(text, column, row_id):
    if "@" in text:
        return "someone@example.org"
    if text.startswith("http"):
        return f"https://example.org/{column}"
    if column == "postal_code":
        return "ABC 1234"
    if column == "number":
        # In quotation marks, as it stands in the source.
        return '"+1 204 555-0123"'
    # A space at the end is one of the things that must come back.
    return f"Some {column.replace('_', ' ')} ({row_id[:4]})" + (" " if text.endswith(" ") else "")


def derive(source):
    schemas = {path.name: facts(json.loads(path.read_text())) for path in sorted((source / "schema").glob("*.json"))}
    del schemas["openapi.json"]
    _write(HERE / "schemas.json", schemas)
    package = json.loads((source / "datapackage.json").read_text())
    _write(HERE / "datapackage.json", {"resources": [resource(one) for one in package["resources"]]})
    for path in sorted((source / "examples").glob("*.json")):
        _write(HERE / "examples" / path.name, in_own_words(json.loads(path.read_text())))
    for path in sorted((source / "examples" / "csv").glob("*.csv")):
        _derive_csv(path)


def _derive_csv(path):
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    target = HERE / "examples" / "csv" / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(in_own_words(row) for row in rows)


def _write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    derive(Path(sys.argv[1]))
