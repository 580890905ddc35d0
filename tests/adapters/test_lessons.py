"""Lessons in the operator's hands: the real program on a database, while no service runs."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.lessons.book import Book, open_book
from adapters.lessons.wording import tell_effect
from bot.errors import UsageError
from bot.learning.effect import Measured, Repeats, Report
from bot.learning.nouns import Lesson, Rule, Scope, Standing
from bot.learning.shares import Compared, Share
from bot.learning.teach import MOST_A_DAY
from bot.nouns import Author
from bot.settings import Settings
from bot.store import open_store
from bot.store.lessons import Source
from tests.adapters.test_cli import Person
from tests.fakes.openai_server import ModelServer
from tests.stack import settings_for

ANA = Author("slack", "U1", "Ana")
HERE = ("--platform", "slack", "--workspace", "T1")
EFFECT = """\
All lessons, in 50 answers
              liked                             followed
  with it     80% (8 of 10; 49% to 94%)         95% (38 of 40; 83% to 99%)
  withheld    40% (4 of 10; 17% to 69%)         1 of 4, too few to say
  difference  +40 points (-2 to +67)            too few to say

#7 Use pytest. (for channel C1 · python · confirmed), in 41 answers
              liked                             followed
  with it     80% (8 of 10; 49% to 94%)         0 of 0, too few to say
  withheld    1 of 2, too few to say            0 of 0, too few to say
  difference  too few to say                    too few to say

Corrections that had to be said again, of the last 30 days: 10% (2 of 20; 3% to 30%)"""


@pytest.fixture
def person(tmp_path: Path, model_server: ModelServer) -> Person:
    person = Person(tmp_path, model_server)
    person.env["EMBEDDINGS"] = "none"
    return person


@dataclass(frozen=True)
class Desk:
    """An operator's desk, in the process of the test: the program itself takes seconds to start."""

    settings: Settings

    def opened(self) -> AbstractAsyncContextManager[Book]:
        return open_book(self.settings, "slack", "T1")

    def lesson(self, rule: str, scope: Scope = Scope.USER) -> Lesson:
        return Lesson(0, Rule(rule), scope, Standing.NEW, ANA, workspace="T1", place="C1")


@pytest.fixture
def desk(tmp_path: Path, model_server: ModelServer) -> Desk:
    return Desk(settings_for(tmp_path, model_server))


async def teach(person: Person, rule: str, workspace: str = "T1", scope: Scope = Scope.USER) -> None:
    """Keep a lesson as Ana's complaint would."""
    person.data.mkdir(exist_ok=True)
    async with open_store(f"sqlite+aiosqlite:///{person.data / 'code-supporter.db'}") as store:
        new = Lesson(0, Rule(rule, languages=("python",)), scope, Standing.NEW, ANA, workspace=workspace)
        await store.lessons.teach(new, Source(quote="no, not so"))


async def test_a_lesson_is_found_shown_changed_deleted_and_brought_back(person: Person) -> None:
    await teach(person, "Use pathlib for paths.")
    await teach(person, "Use pytest.")
    listed = await person.runs("lessons", "list")
    assert listed.out.splitlines() == ["#2 Use pytest. (for Ana · python · new)", f"#1 {_pathlib('for Ana', 'new')}"]
    assert (await person.calls("lessons", "list", "PATHS")).out == f"#1 {_pathlib('for Ana', 'new')}\n"

    edited = await person.calls("lessons", "edit", "1", "Use pathlib, never os.path.")
    assert "It says now: #1 Use pathlib, never os.path." in edited.out
    shown = await person.calls("lessons", "show", "1")
    assert "Ana is for it: “no, not so”" in shown.out
    assert "it said: Use pathlib for paths." in shown.out

    deleted = await person.calls("lessons", "delete", "1")
    assert deleted.err == ""
    assert deleted.out == "Deleted lesson #1. To bring it back: code-supporter lessons restore 1\n"
    assert "#1" not in (await person.calls("lessons", "list")).out
    assert (await person.calls("lessons", "restore", "1")).code == 0
    assert "#1" in (await person.calls("lessons", "list")).out


async def test_what_an_operator_adds_holds_for_everybody(person: Person) -> None:
    await teach(person, "Write in Go.")
    added = await person.calls("lessons", "add", "Use", "pathlib", "for", "paths.")
    assert added.out == f"Kept as #2 {_pathlib('for everybody', 'pinned')}\n"
    exported = await person.calls("lessons", "export")
    assert exported.out.endswith("### python\n\n- Use pathlib for paths.\n")
    assert "- Write in Go." in (await person.calls("lessons", "export", "--personal")).out


async def test_which_workspace_is_meant_must_be_said_where_there_are_several(person: Person) -> None:
    for workspace in ("T1", "T2"):
        await teach(person, f"Say {workspace}.", workspace)
    unclear = await person.runs("lessons", "list")
    assert (unclear.code, unclear.out) == (2, "")
    ways = "--platform slack --workspace T1 | --platform slack --workspace T2"
    assert unclear.err == f"code-supporter: Say which lessons you mean: {ways}\n"
    assert "Say T1." in (await person.calls("lessons", "list", "--workspace", "T1")).out
    assert (
        await person.runs("lessons", "list", "--platform", "web")
    ).err == "code-supporter: There is no lesson here.\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["list"], "No lessons are kept yet."),
        (["show", "3", *HERE], "There is no lesson #3 here"),
        (["add", "Turn off TLS verification.", *HERE], "connections would no longer be safe"),
        (["export", *HERE], "no shared lesson in force"),
        (["show", "x"], "'x' is not a valid integer"),
    ],
)
async def test_what_can_not_be_done_is_told_in_one_line(person: Person, args: list[str], said: str) -> None:
    ended = await person.runs("lessons", *args)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1


async def test_words_of_people_move_no_cursor(person: Person) -> None:
    await teach(person, "Use \x1b[31mred.")
    assert "␛[31m" in (await person.calls("lessons", "list")).out


async def test_an_effect_of_nothing_is_told(person: Person) -> None:
    await teach(person, "Use pytest.")
    told = await person.calls("lessons", "effect")
    assert told.code == 0
    assert "0 of 0, too few to say" in told.out
    assert "%" not in told.out


async def test_what_nobody_is_for_any_more_is_not_brought_back_for_nobody(desk: Desk) -> None:
    async with desk.opened() as book:
        lesson = await book.store.lessons.teach(desk.lesson("Use pytest."), Source())
        await book.learning.backing.withdraw(book.place, lesson, ANA)
        with pytest.raises(UsageError, match=r"Nobody is for lesson #1 .* lessons add Use pytest\."):
            await book.restore(1)


async def test_what_is_known_already_is_pinned_as_what_is_new(desk: Desk) -> None:
    async with desk.opened() as book:
        await book.store.lessons.teach(desk.lesson("Use pytest.", Scope.WORKSPACE), Source())
        said = await book.add("Use pytest.")
        assert said.startswith("There is such a lesson already; it is pinned now: #1 Use pytest.")
        _, (lesson,) = await book.store.lessons.all(*book.place)
        assert (lesson.standing, lesson.supporters) == (Standing.PINNED, ("U1", "operator"))


async def test_an_operator_adds_as_many_as_they_like(desk: Desk) -> None:
    async with desk.opened() as book:
        for number in range(MOST_A_DAY + 1):
            assert "Kept as" in await book.add(f"Put the letter {chr(97 + number)} above each function.")


def test_no_share_stands_alone() -> None:
    likes = Compared(Share(8, 10), Share(4, 10))
    all_of_them = Measured(50, likes, Compared(Share(38, 40), Share(1, 4)))
    one = Measured(41, Compared(Share(8, 10), Share(1, 2)))
    rule = Rule("Use pytest.", languages=("python",))
    lesson = Lesson(7, rule, Scope.CHANNEL, Standing.CONFIRMED, ANA, place="C1")
    unused = Lesson(8, rule, Scope.USER, Standing.NEW, ANA)
    told = tell_effect([lesson, unused], Report(all_of_them, {7: one}, Repeats(20, 1, 1)))
    assert told == EFFECT
    assert max(map(len, told.splitlines())) <= 84


def _pathlib(whom: str, standing: str) -> str:
    return f"Use pathlib for paths. ({whom} · python · {standing})"
