"""The index over the words of `SearchEntry`, as plain SQL: FTS5 on SQLite, a GIN index on PostgreSQL.

The words come folded and stemmed (`rules.searching`), so neither engine has a dictionary to differ by. Both
indexes follow the table by themselves, also when `restore` fills it. They are put in place after every
`migrate`, like guards: a change of schema that remakes the table drops SQLite's triggers silently.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from assemblies.rules.searching import in_fts5, in_tsquery

TABLE = "assemblies_searchentry"
_NEW = "NEW.id, NEW.title_words, NEW.text_words"
_OLD = "'delete', OLD.id, OLD.title_words, OLD.text_words"
_INTO = "INSERT INTO assemblies_words (rowid, title_words, text_words) VALUES"
_OUT_OF = "INSERT INTO assemblies_words (assemblies_words, rowid, title_words, text_words) VALUES"

TRIGGERS = {
    "words_follow_new_entries": f"AFTER INSERT ON {TABLE} BEGIN {_INTO} ({_NEW}); END",
    "words_follow_changed_entries": (
        f"AFTER UPDATE ON {TABLE} BEGIN {_OUT_OF} ({_OLD}); {_INTO} ({_NEW}); END"
    ),
    "words_follow_deleted_entries": f"AFTER DELETE ON {TABLE} BEGIN {_OUT_OF} ({_OLD}); END",
}
_OF_TITLE = "array_to_tsvector(string_to_array(title_words, ' '))"
_OF_ALL = f"{_OF_TITLE} || array_to_tsvector(string_to_array(text_words, ' '))"
_ON_POSTGRESQL = (
    # The model does not know these columns: PostgreSQL fills them, and nothing else reads them.
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS in_title tsvector GENERATED ALWAYS AS ({_OF_TITLE}) STORED",
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS in_all tsvector GENERATED ALWAYS AS ({_OF_ALL}) STORED",
    f"CREATE INDEX IF NOT EXISTS words_of_titles ON {TABLE} USING gin (in_title)",
    f"CREATE INDEX IF NOT EXISTS words_of_entries ON {TABLE} USING gin (in_all)",
)


def asking(vendor: str, query: list[list[str]], *, in_title: bool = False) -> tuple[str, list[str]]:
    """The SQL, with its parameters, that gives the ids of the entries which say every word."""
    if vendor == "sqlite":
        words = in_fts5(query, column="title_words" if in_title else "")
        return "SELECT rowid FROM assemblies_words WHERE assemblies_words MATCH %s", [words]
    where = "in_title" if in_title else "in_all"
    return f"SELECT id FROM {TABLE} WHERE {where} @@ CAST(%s AS tsquery)", [in_tsquery(query)]  # noqa: S608 - names of ours


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the index in place where its table exists. Safe to call again."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        if connection.vendor != "sqlite":
            for statement in _ON_POSTGRESQL:
                cursor.execute(statement)
        elif _missing(connection):
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS assemblies_words USING fts5("
                f"title_words, text_words, content='{TABLE}', content_rowid='id', prefix='3 4')"
            )
            for name, rest in TRIGGERS.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(f"CREATE TRIGGER {name} {rest}")
            cursor.execute("INSERT INTO assemblies_words (assemblies_words) VALUES ('rebuild')")


def _missing(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'words_follow_%%'")
        return {row[0] for row in cursor.fetchall()} < set(TRIGGERS)
