"""Style sheets as they are published."""

from django.core.files.base import ContentFile

from publishing.static_files import SmallStaticFilesStorage

SHEET = b"""/* Words. */
.word :is(a, button) {
    color: red;
}
"""


def saved(folder, name, *, is_read=False):
    content = ContentFile(SHEET)
    if is_read:
        content.read()
    storage = SmallStaticFilesStorage(location=folder, base_url="/static/")
    return storage.path(storage.save(name, content))


def test_a_sheet_is_published_without_comments_and_spaces_whether_or_not_it_was_read_before(tmp_path):
    paths = [saved(tmp_path, "css/a.css"), saved(tmp_path, "css/b.css", is_read=True)]

    for path in paths:
        with open(path, encoding="utf-8") as file:
            assert file.read() == ".word :is(a,button){color: red;}"


def test_sheets_of_others_stay_as_they_came(tmp_path):
    with open(saved(tmp_path, "admin/css/a.css"), "rb") as file:
        assert file.read() == SHEET
