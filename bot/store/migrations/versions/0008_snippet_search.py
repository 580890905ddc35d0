"""Substrings of snippets: their texts, folded, with an index of trigrams; indexes for lists."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 500
_SNIPPET = sa.table(
    "snippet",
    sa.column("id", _ID),
    *(sa.column(name, sa.Text) for name in ("key", "name", "language", "code", "tags", "note")),
    sa.column("files", sa.JSON),
)
_TEXT = sa.table("snippet_text", sa.column("id", _ID), sa.column("head", sa.Text), sa.column("body", sa.Text))
# Which rows hold a trigram is enough: where it stands would make the index four times as large.
_SQLITE = tuple(
    statement.format(name=name)
    for name in ("head", "body")
    for statement in (
        """
        CREATE VIRTUAL TABLE snippet_index_{name} USING fts5(
            {name}, content = 'snippet_text', content_rowid = 'id',
            tokenize = 'trigram case_sensitive 1', detail = 'none', columnsize = 0
        )
        """,
        """
        CREATE TRIGGER snippet_{name}_added AFTER INSERT ON snippet_text BEGIN
            INSERT INTO snippet_index_{name} (rowid, {name}) VALUES (new.id, new.{name});
        END
        """,
        """
        CREATE TRIGGER snippet_{name}_removed AFTER DELETE ON snippet_text BEGIN
            INSERT INTO snippet_index_{name} (snippet_index_{name}, rowid, {name})
            VALUES ('delete', old.id, old.{name});
        END
        """,
        """
        CREATE TRIGGER snippet_{name}_changed AFTER UPDATE OF {name} ON snippet_text
        WHEN old.{name} != new.{name} BEGIN
            INSERT INTO snippet_index_{name} (snippet_index_{name}, rowid, {name})
            VALUES ('delete', old.id, old.{name});
            INSERT INTO snippet_index_{name} (rowid, {name}) VALUES (new.id, new.{name});
        END
        """,
    )
)
# Three bytes that follow one another, as a number. The trigrams of pg_trgm know no signs, and with them only letters
# of the database's locale; and who may not create extensions could not have them.
_POSTGRES = (
    """
    CREATE FUNCTION snippet_trigrams(text) RETURNS integer[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT ARRAY(
            SELECT get_byte(bytes, at) * 65536 + get_byte(bytes, at + 1) * 256 + get_byte(bytes, at + 2)
            FROM (SELECT convert_to($1, 'UTF8') AS bytes OFFSET 0) AS folded,
                generate_series(0, octet_length(bytes) - 3) AS at
        )
    $$
    """,
    # What waits to be sorted in is read through by every search, so it is kept short.
    *(
        f"""
        CREATE INDEX snippet_index_{name} ON snippet_text USING gin (snippet_trigrams({name}))
        WITH (fastupdate = on, gin_pending_list_limit = 256)
        """
        for name in ("head", "body")
    ),
)


def upgrade() -> None:
    op.create_table(
        "snippet_text",
        sa.Column("id", _ID, sa.ForeignKey("snippet.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        sa.Column("head", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        _run(_SQLITE)
    for batch in _texts(connection):
        connection.execute(sa.insert(_TEXT), batch)
    if not is_sqlite:
        _run(_POSTGRES)
    place, order = ["platform", "workspace"], ["pinned", "updated", "id"]
    living = sa.text("deleted IS NULL")
    seen = ["author_id", "channel", "open"]
    op.create_index("ix_snippet_all", "snippet", [*place, *order, *seen], sqlite_where=living, postgresql_where=living)
    for name, whose, is_living in (
        ("own", "author_id", True),
        ("here", "channel", True),
        ("open", "open", True),
        ("bin", "author_id", False),
    ):
        where = living if is_living else sa.text("deleted IS NOT NULL")
        columns = [*place, whose, *order]
        op.create_index(f"ix_snippet_{name}", "snippet", columns, sqlite_where=where, postgresql_where=where)


def _run(statements: tuple[str, ...]) -> None:
    for statement in statements:
        op.execute(statement)


def _texts(connection: sa.Connection) -> Iterator[list[dict[str, object]]]:
    last = 0
    some = sa.select(_SNIPPET).order_by(_SNIPPET.c.id).limit(_BATCH)
    while rows := connection.execute(some.where(_SNIPPET.c.id > last)).all():
        yield [{"id": row.id, "head": _head(row), "body": _body(row)} for row in rows]
        last = rows[-1].id


def _head(row: Any) -> str:
    tags = "".join(f"\n#{tag}\n" for tag in row.tags.split())
    return f"\n{row.key}\n\n{row.name}\n{tags}".casefold()


def _body(row: Any) -> str:
    tags = (f"#{tag}" for tag in row.tags.split())
    files = [part for file in row.files for part in (file["name"], file["text"])]
    body = "\n".join([row.key, row.name, *tags, row.language, row.note, row.code, *files])
    return f"{body}\n\1{row.language}\n".casefold()
