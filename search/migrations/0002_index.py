"""The full-text index, which Django's models cannot describe: a table of its own on SQLite, columns on PostgreSQL."""

from django.db import migrations

CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_words USING fts5("
        "title_exact, title, names, summary, body,"
        " tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")"
    ],
    "postgresql": [
        "ALTER TABLE search_document ADD COLUMN words tsvector, ADD COLUMN name_words tsvector",
        # Without fastupdate: every search would read through what was put in since the last vacuum.
        "CREATE INDEX search_words ON search_document USING gin (words) WITH (fastupdate = off)",
        "CREATE INDEX search_name_words ON search_document USING gin (name_words) WITH (fastupdate = off)",
    ],
}
DROP = {
    "sqlite": ["DROP TABLE search_words"],
    "postgresql": ["ALTER TABLE search_document DROP COLUMN words, DROP COLUMN name_words"],
}


def run(statements):
    def on_this_database(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return on_this_database


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(run(CREATE), run(DROP))]
