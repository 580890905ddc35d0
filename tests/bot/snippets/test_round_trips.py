"""Whatever a snippet holds, it comes back just so: from our JSON and our ZIP all of it, from VS Code's the code."""

import itertools
import json
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.nouns import Attachment, Author, Snippet
from bot.snippets import SnippetBook, our_json, vscode
from bot.snippets.carried import Carried
from bot.snippets.unpacking import unpack
from bot.snippets.zipping import zip_up
from bot.store import Store
from bot.store.snippets import Viewer
from bot.text import bare
from tests.bot.snippets.test_carrying import ANN

NUMBERS = itertools.count()
ANY = st.characters(codec="utf-8", exclude_characters="\0")
CODE = st.builds(
    "".join, st.tuples(st.text("\\$}{1:x\n\r\t\"'/*,] \u2028", max_size=9), st.just("é"), st.text(ANY, max_size=9))
)
NAME = st.builds("".join, st.tuples(st.just("a"), st.text("/\\.\"'$é😀 ~#", max_size=9), st.just("z")))
CONTENT: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "name": NAME.map(bare),
        "language": st.sampled_from(["", "python", "c++", "objective-c"]),
        "code": CODE,
        "files": st.lists(st.builds(Attachment, NAME, CODE), max_size=2).map(tuple),
        "tags": st.sets(st.sampled_from(["http", "c++", "ünïcode"])).map(lambda tags: tuple(sorted(tags))),
        "note": st.just("") | CODE,
        "editor": st.just("") | NAME,
        "updated": st.floats(1, 1.7e9),
    }
)


@st.composite
def carried(draw: st.DrawFn) -> Carried:
    """A snippet of Ann's with up to three versions."""
    count = draw(st.integers(1, 3))
    key = f"s-{draw(st.integers(1000, 10**9))}"
    this = Snippet(key, "", "", "", ANN, workspace="T1", at=draw(st.floats(1, 1.7e9)), pinned=draw(st.booleans()))
    this = replace(this, source=draw(st.sampled_from(["", "https://x.example/a(b)?c=[d]&e='"])))
    versions = [replace(this, version=count - back, **draw(CONTENT)) for back in range(count)]
    return Carried(versions[0], tuple(versions[1:]))


MANY = st.lists(
    carried(), min_size=1, max_size=3, unique_by=(lambda each: each.snippet.key, lambda each: each.snippet.code)
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MANY)
def test_our_json_and_our_zip_hold_all_of_it(many: list[Carried]) -> None:
    said = our_json.write(many)
    for file in (Attachment("a.json", said), Attachment("b.zip", data=zip_up(many, said))):
        load = unpack(file)
        assert load.refused == []
        assert our_json.write(load.carried) == said
    for before, after in zip(
        sorted(many, key=lambda each: each.snippet.key),
        sorted(load.carried, key=lambda each: each.snippet.key),
        strict=True,
    ):
        assert [_bare(each) for each in before.all] == [_bare(each) for each in after.all]
        assert abs(before.snippet.at - after.snippet.at) < 1e-6


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MANY)
def test_vs_code_gets_code_that_stands_for_itself(many: list[Carried]) -> None:
    files = [file for each in many for file in each.snippet.files]
    load = unpack(Attachment("x.code-snippets", said := vscode.write(many)))
    assert len(json.loads(said)) == len(many) + len(files)
    codes = [each.snippet.code for each in many] + [file.text for file in files]
    assert sorted(each.snippet.code for each in load.carried) == sorted(codes)


def _bare(snippet: Snippet) -> Snippet:
    """Return it without what another house, or rounding, changes."""
    return replace(snippet, author=Author("", "", snippet.author.name), workspace="", at=0.0, updated=0.0)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(many=MANY, form=st.sampled_from(["json", "zip"]))
async def test_what_a_database_gives_back_is_exported_byte_for_byte(
    store: Store, many: list[Carried], form: str
) -> None:
    book = SnippetBook(store.snippets)
    here, there = Viewer(ANN, f"T{next(NUMBERS)}"), Viewer(ANN, f"T{next(NUMBERS)}")
    first = await book.carrying.plan(here, Attachment("x.json", our_json.write(many)))
    assert len((await book.carrying.bring(here, first)).new) == len(many)
    file = await book.carrying.export(here, form=form)
    await book.carrying.bring(there, await book.carrying.plan(there, file))
    assert await book.carrying.export(there, form=form) == file
    assert file.text == our_json.write(many) or form == "zip"
