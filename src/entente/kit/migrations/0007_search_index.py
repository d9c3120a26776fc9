"""The index itself, in each database's own words."""

from django.db import migrations

SQLITE = [
    # The ascii tokenizer cuts at blanks and keeps every other script as it is: the words come cut
    # and folded. The signs begin tokens of other kinds.
    """
    CREATE VIRTUAL TABLE kit_searchindex USING fts5(
        words, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '=~^@'"
    )
    """,
    "CREATE INDEX kit_searchword_sound ON kit_searchword (sound, word)",
    "CREATE INDEX kit_searchword_word ON kit_searchword (word)",
]
SQLITE_BACK = [
    "DROP INDEX kit_searchword_word",
    "DROP INDEX kit_searchword_sound",
    "DROP TABLE kit_searchindex",
]
POSTGRES = [
    # With its list of pending words (the default) writing costs half.
    "CREATE INDEX kit_searchentry_words ON kit_searchentry USING gin (words)",
    # How often a word stands decides between the index and a walk from the newest entry on.
    "ALTER TABLE kit_searchentry ALTER COLUMN words SET STATISTICS 1000",
    'CREATE INDEX kit_searchword_sound ON kit_searchword (sound COLLATE "C", word)',
    "CREATE INDEX kit_searchword_word ON kit_searchword (word)",
]
POSTGRES_BACK = [
    "DROP INDEX kit_searchword_word",
    "DROP INDEX kit_searchword_sound",
    "DROP INDEX kit_searchentry_words",
]


def make(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRES if postgres else SQLITE:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRES_BACK if postgres else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("kit", "0006_search_tables")]

    operations = [migrations.RunPython(make, unmake)]
