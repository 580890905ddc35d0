"""Snippets are found by any part of them, by all ways alike: walking, by the index, and as a plain scan would."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.nouns import Attachment, Snippet
from bot.store import Store, open_store
from bot.store.dialect import connect
from bot.store.dialect.trigrams import are_among, go_by_index
from bot.store.snippet_query import Query
from bot.store.snippet_scope import Viewer, row_by_row, scope_of
from bot.store.snippet_search import Place, matching, settle
from bot.store.snippet_tables import snippet as rows
from bot.store.snippet_text import snippet_text
from bot.store.snippet_wanted import Wanted
from bot.text import clean
from tests.bot.store.test_migrate import insert, upgrade
from tests.bot.store.test_snippets import BEN, HERE, keep, snippet
from tests.bot.store.world import ANN, World

LETTERS = "aABb_%/\\'\"() :ßéЖж\U0001f98a"
WORDS = st.text(LETTERS, min_size=1, max_size=5).filter(str.strip)
TAGS = st.lists(st.sampled_from(["http", "c++", "a"]), unique=True, max_size=2).map(sorted)
KEPT = st.builds(
    Snippet,
    key=st.just(""),
    name=WORDS,
    language=st.sampled_from(["py", "python", "c++", ""]),
    code=st.lists(WORDS, min_size=1, max_size=4).map(" ".join),
    author=st.sampled_from([ANN, BEN]),
    workspace=st.sampled_from(["T1", "T1", "T2"]),
    channel=st.sampled_from(["C1", "C2", ""]),
    tags=TAGS.map(tuple),
    note=st.sampled_from(["", "ab Note"]),
    files=st.sampled_from([(), (Attachment("B_a.txt", "more é"),)]),
    pinned=st.booleans(),
    is_open=st.booleans(),
    deleted=st.booleans(),
)
QUERIES = st.builds(
    Query,
    words=st.lists(WORDS, max_size=2).map(tuple),
    tags=TAGS.map(tuple),
    languages=st.sampled_from([(), (), ("py",), ("cpp", "python3")]),
    mine=st.booleans(),
    pinned=st.booleans(),
    deleted=st.booleans(),
)
LANGUAGES = {"py": {"py", "python"}, "cpp": {"c++"}, "python3": {"py", "python"}}


def is_found(each: Snippet, query: Query) -> bool:
    """Tell as a plain scan would whether Ann, in channel C1 of T1, finds a snippet."""
    is_own = each.author == ANN
    sees = each.workspace == "T1" and (is_own or each.channel == "C1" or each.is_open)
    parts = [each.key, each.name, each.language, each.note, each.code, *(f"#{tag}" for tag in each.tags)]
    whole = clean("\n".join([*parts, *(part for file in each.files for part in (file.name, file.text))])).casefold()
    has_words = all(clean(word).casefold() in whole for word in query.words)
    languages = {name for language in query.languages for name in LANGUAGES[language]}
    return (
        sees
        and has_words
        and set(query.tags) <= set(each.tags)
        and (not languages or each.language in languages)
        and (is_own or not query.mine)
        and (each.pinned or not query.pinned)
        and each.deleted == query.deleted
        and (is_own or not query.deleted)
    )


def find(tx: Connection, query: Query, walk: int, limit: int = 100) -> list[str]:
    """Return the keys that are found where ``walk`` snippets are looked through before a way is chosen.

    Where three are seen for one reason, all that are in reach are read.
    """
    scope = settle(tx, scope_of(HERE, query), 3)
    places: list[Place] = matching(tx, scope, Wanted(query), limit, walk)
    keys = {row.id: row.key for row in tx.execute(select(rows.c.id, rows.c.key))}
    return [keys[place.id] for place in places]


def explain(tx: Connection, query: Query) -> str:
    """Return how the database goes about what is found by the index."""
    wanted = Wanted(query)
    found = select(snippet_text.c.id).where(*wanted.index(tx), wanted.held)
    statement = select(rows.c.id).where(row_by_row(scope_of(HERE, query).whole), are_among(tx, rows.c.id, found))
    go_by_index(tx)
    sql = str(statement.compile(tx, compile_kwargs={"literal_binds": True}))
    explained = tx.exec_driver_sql(f"{'EXPLAIN' if tx.dialect.name == 'postgresql' else 'EXPLAIN QUERY PLAN'} {sql}")
    return "".join(f"{row[-1]}\n" for row in explained)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(KEPT, min_size=1, max_size=10), st.lists(QUERIES, min_size=1, max_size=5))
async def test_every_way_finds_what_a_plain_scan_finds(store: Store, made: list[Snippet], asked: list[Query]) -> None:
    await store.database.write(lambda tx: tx.execute(rows.delete()))
    kept = dict[tuple[str, str], Snippet]()
    for each in made:
        (there,) = await store.snippets.keep([each])
        if each.deleted:
            there = await store.snippets.delete(Viewer(each.author, each.workspace), there.key) or there
        kept[there.workspace, there.key] = there
    places = {key: (each.pinned, each.updated, number) for number, (key, each) in enumerate(kept.items())}
    in_order = [kept[key] for key in sorted(places, key=places.__getitem__, reverse=True)]
    for query in asked:
        found = [each.key for each in in_order if is_found(each, query)]
        assert [each.key for each in (await store.snippets.look(HERE, query, limit=100)).snippets] == found
        for walk in (1, 2):
            assert await store.database.read(find, query, walk) == found, f"walking {walk}"
            assert await store.database.read(find, query, walk, 2) == found[:2], f"walking {walk}, two wanted"


async def test_what_is_edited_is_found_as_it_is_now_and_what_is_removed_never_again(store: Store) -> None:
    kept = await keep(store, "before_it", name="Größe")
    assert await store.snippets.named(HERE, "GRÖSSE") == [kept], "capitals make no difference in any script"
    edited = await store.snippets.edit(HERE, kept.key, ANN, {"code": "after_it", "name": "Größer"})
    found = [await store.snippets.search(HERE, words, limit=9) for words in ("before_it", "after_it", "GRÖSSER")]
    assert found == [([], 0), ([edited], 1), ([edited], 1)]
    await store.snippets.delete(HERE, kept.key)
    assert await store.snippets.remove(HERE, kept.key)
    again = await keep(store, "something else")
    assert await store.snippets.search(HERE, "after_it", limit=9) == ([], 0)
    assert await store.snippets.search(HERE, "something", limit=9) == ([again], 1)


async def test_a_list_is_gone_along_without_missing_anything_whatever_changes_meanwhile(store: Store) -> None:
    kept = await store.snippets.keep([snippet(f"line {number}", channel="") for number in range(7)])
    await store.snippets.mark(HERE, kept[2].key, pinned=True, open=True)
    page, place = await store.snippets.shelve(HERE, Query(), limit=3)
    assert [each.code for each in page] == ["line 2", "line 6", "line 5"]
    await keep(store, "line 7")
    page, place = await store.snippets.shelve(HERE, Query(("line",)), limit=3, after=place)
    assert [each.code for each in page] == ["line 4", "line 3", "line 1"]
    page, place = await store.snippets.shelve(HERE, Query(), limit=3, after=place)
    assert ([each.code for each in page], place) == (["line 0"], None)
    assert await store.snippets.shelve(HERE, Query(), limit=3, after=Place(False, -1.0, 2**70)) == ([], None)


async def test_languages_and_tags_are_counted_whichever_name_a_language_goes_by(store: Store) -> None:
    for number, (language, tags) in enumerate((("py", ("http",)), ("python", ("http", "io")), ("go", ()), ("", ()))):
        await keep(store, f"code {number}", language=language, tags=tags)
    await keep(store, "theirs", author=BEN, channel="", language="rust")
    facets = await store.snippets.facets(HERE, Query())
    assert facets.languages == {"python": 2, "go": 1, "": 1}
    assert (facets.tags, facets.is_more) == ({"http": 2, "io": 1}, False)


async def test_snippets_of_before_are_found_once_the_database_is_brought_up_to_date(empty_url: str) -> None:
    database = connect(empty_url)
    await database.write(lambda tx: upgrade(tx, "0007"))
    whose = {"platform": "web", "workspace": "T1", "channel": "C1", "author_id": "u1", "author_name": "Ann"}
    files = '[{"name": "more.py", "text": "im_port", "image": ""}]'
    what = {"key": "s-old1", "name": "Größe", "language": "py", "code": "task_done(1)", "digest": "", "tags": " io "}
    await database.write(lambda tx: insert(tx, "snippet", {"id": 5, **whose, **what, "files": files, "at": 1.0}))
    await database.close()
    async with open_store(empty_url) as store:
        for query in (Query(("k_done(",)), Query(("IM_PORT",)), Query(("GRÖSS",), ("io",), ("python",))):
            assert [each.key for each in (await store.snippets.look(HERE, query, limit=9)).snippets] == ["s-old1"]
            assert await store.database.read(find, query, 1) == ["s-old1"], "by the index, too"
        assert len(await store.snippets.named(HERE, "grösse")) == 1


async def test_the_way_by_the_index_reads_no_table_from_end_to_end(world: World, store: Store) -> None:
    await store.snippets.keep([snippet(f"line {number}") for number in range(50)])
    plan = await store.database.read(explain, Query(("line 49",)))
    assert ("Bitmap Index Scan on snippet_index_body" if "->" in plan else "SCAN snippet_index_body VIRTUAL") in plan
    assert "Seq Scan" not in plan
