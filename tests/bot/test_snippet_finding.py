"""Finding snippets in the book: the best first, with the line that holds it, page after page."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.nouns import Attachment, Author, Snippet
from bot.snippets import SnippetBook
from bot.snippets.editing import Edit
from bot.snippets.finding import PAGE
from bot.snippets.matches import Match, match_of
from bot.snippets.query import Query, parse_query
from bot.snippets.ranking import best_place
from bot.store import open_store
from bot.store.snippets import Viewer
from tests.fresh import lay

HERE = Viewer(Author("web", "u1", "Ann"), "T1", "C1")
BEN = Viewer(Author("web", "u2", "Ben"), "T1", "C1")


@pytest.fixture
async def book(tmp_path: Path) -> AsyncIterator[SnippetBook]:
    async with open_store(lay(tmp_path / "store.db")) as store:
        yield SnippetBook(store.snippets)


async def keep(book: SnippetBook, code: str, name: str = "x", viewer: Viewer = HERE, **more: object) -> Snippet:
    (kept,) = await book.keep_code(code, viewer, name=name)
    if more:
        _, kept = await book.editing.edit(viewer, kept.key, Edit(**more))  # type: ignore[arg-type]
    return kept


async def test_what_is_called_so_goes_before_what_defines_it_and_that_before_what_only_holds_it(
    book: SnippetBook,
) -> None:
    named = await keep(book, "a = 1", "retry")
    tagged = await keep(book, "b = 1", tags=("retry",))
    defined = await keep(book, "import os\n\ndef retry(times):\n    ...")
    whole = await keep(book, "await retry(3)")
    await keep(book, "retrying = True", viewer=BEN)
    inside = await keep(book, "retries, retry_all = 1, 2")
    found = await book.search(HERE, "RETRY")
    assert [each.key for each in found.snippets[:4]] == [named.key, defined.key, tagged.key, whole.key]
    assert found.snippets[4].key == inside.key, "of two that are alike one's own goes first"
    assert found.matches[defined.key] == Match("def retry(times):", 3)
    assert found.matches[defined.key].where == "line 3"
    assert named.key not in found.matches, "its name shows why it was found"
    assert (await book.search(HERE, named.key)).snippets == [named]
    assert (await book.search(HERE, f'"{named.key}"')).total == 1


async def test_the_line_that_holds_the_words_is_shown_wherever_it_stands() -> None:
    long = f"{'x = 1; ' * 40}needle = 2; {'y = 3; ' * 40}"
    snippet = Snippet(
        "s-a",
        "x",
        "",
        f"a\n  Straße(1)\n{long}",
        HERE.author,
        note="why\nSo that",
        files=(Attachment("b.py", "z\nq()"),),
    )
    assert match_of(snippet, ["STRASSE("]) == Match("Straße(1)", 2)
    assert match_of(snippet, ["q()"]) == Match("q()", 2, "b.py")
    assert (match_of(snippet, ["q()"]) or Match("")).where == "b.py, line 2"
    assert match_of(snippet, ["so that"]) == Match("So that", 0)
    assert match_of(snippet, ["s-a"]) is None
    match = match_of(snippet, ["needle"])
    assert match
    assert "needle = 2" in match.text
    assert match.text[0] == match.text[-1] == "…"
    assert len(match.text) == 120
    assert match_of(snippet, ["a\n  straße"]) == Match("a", 1)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("retries retry_all", 1),
        ("retry(x)", 2),
        ("x.retry", 2),
        ("retrying\nfunc (s *server) retry(n int)", 3),
        ("export const retry = 1", 3),
        ("create table if not exists retry (", 3),
        ("undef retry", 2),
        ("nothing", 0),
    ],
)
def test_a_word_fits_best_where_it_is_defined(text: str, fits: int) -> None:
    assert best_place(text, "retry")[0] == fits


async def test_pages_reach_as_far_as_there_is_anything(book: SnippetBook) -> None:
    for number in range(2 * PAGE + 1):
        await keep(book, f"line {number:02}")
    found = await book.search(HERE, "line", page=3)
    assert [each.code for each in found.snippets] == ["line 00"]
    assert (found.total, found.pages, found.is_more, found.how_many) == (21, 3, False, "21")
    assert [each.code for each in (await book.search(HERE, page=3)).snippets] == ["line 00"]
    for query in ("line", "", "lang:py"):
        with pytest.raises(UsageError, match="no page 9 "):
            await book.search(HERE, query, page=9)


async def test_a_shelf_goes_on_where_the_last_one_ended(book: SnippetBook) -> None:
    for number in range(5):
        await keep(book, f"line {number}")
    await book.editing.pin(HERE, (await book.search(HERE, "line 2")).snippets[0].key, pinned=True)
    codes, after = list[str](), ""
    while True:
        shelf = await book.shelf(HERE, parse_query("line"), limit=2, after=after)
        codes += [each.code for each in shelf.snippets]
        if not (after := shelf.after):
            break
    assert codes == ["line 2", "line 4", "line 3", "line 1", "line 0"]
    assert (await book.facets(HERE)).languages == {"": 5}


@pytest.mark.parametrize(
    "after", ["x", "🦊", "bnVsbA", "WzEsMiwzXQ", "W3RydWUsTmFOLDFd", "W3RydWUsMSx0cnVlXQ", "[" * 5000]
)
async def test_a_cursor_that_is_none_is_refused_in_words(book: SnippetBook, after: str) -> None:
    with pytest.raises(UsageError, match="begin again at its start"):
        await book.shelf(HERE, Query(), limit=2, after=after)
