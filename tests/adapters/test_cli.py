"""The real program, as people call it: at a terminal, in a pipe, from a script."""

import asyncio
import getpass
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, chdir, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.cli import main
from bot.nouns import Exchange, State
from bot.store import open_store
from tests.fakes.openai_server import ModelServer
from tests.fakes.terminal_session import PATIENCE, Session, at_terminal

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "adapters.cli")
ANSWER = "Use **sorted**:\n\n```python\nprint(sorted(x))\n```\n\nThat is *all*."


@dataclass(frozen=True, slots=True)
class Ended:
    """What a program left behind."""

    code: int
    out: str
    err: str


class Person:
    """Someone with a home folder, who calls the program."""

    def __init__(self, home: Path, model_server: ModelServer) -> None:
        self.home = home
        self.data = home / "data"
        self.env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "DATA_DIR": str(self.data),
            "OPENAI_BASE_URL": model_server.url,
            "EMBEDDINGS": "none",
            "LESSONS_WITHHELD": "0",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
        }

    @asynccontextmanager
    async def starts(self, *args: str, stdin: int = DEVNULL, stdout: int = PIPE) -> AsyncIterator[Process]:
        """Run the program between two pipes."""
        process = await asyncio.create_subprocess_exec(
            *PROGRAM,
            *args,
            stdin=stdin,
            stdout=stdout,
            stderr=PIPE,
            env=self.env,
            cwd=self.home,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    async def runs(self, *args: str, pipes: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
        """Run the program to its end."""
        self.env |= env or {}
        async with self.starts(*args, stdin=PIPE) as process, asyncio.timeout(PATIENCE):
            out, err = await process.communicate(pipes)
        assert process.returncode is not None
        return Ended(process.returncode, out.decode(), err.decode())

    async def calls(self, *args: str, pipes: bytes = b"") -> Ended:
        """Run what does not fail to its end in this process, which takes a small part of the time of ``runs``."""
        return await asyncio.to_thread(self._call, args, pipes)

    def _call(self, args: Sequence[str], pipes: bytes) -> Ended:
        hook = sys.excepthook
        with chdir(self.home), CliRunner().isolation(pipes, self.env) as (out, err, _):
            with pytest.raises(SystemExit) as ended:
                main(args)
            sys.excepthook = hook  # the program sets its own
            return Ended(int(ended.value.code or 0), out.getvalue().decode(), err.getvalue().decode())

    def at_terminal(self, *args: str, width: int = 80, height: int = 24) -> AbstractAsyncContextManager[Session]:
        """Run the program in a terminal."""
        return at_terminal([*PROGRAM, *args], env=self.env, cwd=self.home, width=width, height=height)

    async def last_exchange(self) -> Exchange:
        conversation = json.loads((self.data / "terminal.json").read_text())[getpass.getuser()]
        async with open_store(f"sqlite+aiosqlite:///{self.data / 'code-supporter.db'}") as store:
            found = await store.exchanges.latest(conversation)
        assert found
        return found


@pytest.fixture
def person(tmp_path: Path, model_server: ModelServer) -> Person:
    return Person(tmp_path, model_server)


async def until_ended(process: Process) -> Ended:
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, (out or b"").decode(), err.decode())


async def read(process: Process, count: int) -> str:
    """Return the first characters of what the program writes, as soon as they are there."""
    assert process.stdout
    async with asyncio.timeout(PATIENCE):
        return (await process.stdout.readexactly(count)).decode()


async def asked(model_server: ModelServer) -> None:
    """Wait until the program has started, and has asked the model."""
    async with asyncio.timeout(PATIENCE):
        while not model_server.asked:
            with suppress(TimeoutError):
                await model_server.asks()


# In a pipe


async def test_a_pipe_gets_the_words_of_the_model(person: Person, model_server: ModelServer) -> None:
    model_server.says(ANSWER)

    assert await person.runs("ask", "how", "do", "I", "sort?") == Ended(0, f"{ANSWER}\n", "")
    assert "how do I sort?" in model_server.asked[0].text


async def test_a_piped_file_belongs_to_the_question(person: Person, model_server: ModelServer) -> None:
    assert (await person.runs("ask", "why is this slow?", pipes=b"for x in y: time.sleep(1)\n")).code == 0

    assert "why is this slow?" in model_server.asked[0].text
    assert "for x in y: time.sleep(1)" in model_server.asked[0].text
    assert "stdin" in model_server.asked[0].text


async def test_a_pipe_alone_is_the_question_and_need_not_be_clean(person: Person, model_server: ModelServer) -> None:
    model_server.says("Fine.")

    assert await person.runs("ask", pipes=b"why \x00\xff\xfe\xed\xa0\x80 so?") == Ended(0, "Fine.\n", "")
    assert model_server.asked[0].text.startswith("why ")
    assert "stdin" not in model_server.asked[0].text


async def test_words_come_out_as_they_are_written(person: Person, model_server: ModelServer) -> None:
    model_server.says("one two three four five six")
    model_server.hold(after=2)

    async with person.starts("ask", "count") as process:
        assert await read(process, 8) == "one two "
        model_server.release()
        assert await until_ended(process) == Ended(0, "three four five six\n", "")


async def test_a_reader_who_has_enough_ends_the_answer_quietly(person: Person, model_server: ModelServer) -> None:
    model_server.says("many words " * 1000)
    model_server.pace = 0.005
    reading, writing = os.pipe()

    async with person.starts("ask", "talk", stdout=writing) as process:
        os.close(writing)
        await asyncio.to_thread(os.read, reading, 4)
        os.close(reading)
        ended = await until_ended(process)

    assert (ended.code, ended.err) == (1, "")
    await model_server.left()


async def test_a_full_disk_is_named(person: Person) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    async with person.starts("ask", "talk", stdout=full) as process:
        os.close(full)
        ended = await until_ended(process)

    assert ended.code == 1
    assert ended.err.count("\n") == 1
    assert "No space left on device" in ended.err


# At a terminal


async def test_an_answer_is_drawn_while_it_is_written(person: Person, model_server: ModelServer) -> None:
    model_server.says(ANSWER)
    model_server.hold(after=2)

    async with person.at_terminal("ask", "how do I sort?") as session:
        await session.reads("waiting for the model")
        await session.sees("Use")
        assert "waiting" not in session.terminal.text
        session.types("keys struck meanwhile\n\n")
        model_server.release()
        assert await session.ends() == 0

    assert session.terminal.text.split("\n") == [
        "Use sorted:",
        "",
        "── python ".ljust(60, "─"),
        "print(sorted(x))",
        "─" * 60,
        "",
        "That is all.",
        "",
        "— scripted",
    ]
    assert session.terminal.strange == []


async def test_a_long_answer_on_a_small_terminal_is_whole(person: Person, model_server: ModelServer) -> None:
    code = "\n".join(f"line_{number} = {number}" for number in range(200))
    model_server.says(f"# All of it\n\n```python\n{code}\n```\n\nThe end.")

    async with person.at_terminal("ask", "much", width=40, height=8) as session:
        assert await session.ends() == 0

    assert code in session.terminal.text
    assert session.terminal.tallest_redraw < 8


async def test_a_terminal_that_can_only_print_gets_plain_text(person: Person, model_server: ModelServer) -> None:
    model_server.says("**bold** \x1b[31mred")
    person.env["TERM"] = "dumb"

    async with person.at_terminal("ask", "how?") as session:
        assert await session.ends() == 0

    assert session.written.replace("\r", "") == "**bold** ␛[31mred\n"


async def test_a_problem_is_told_below_what_was_written(person: Person, model_server: ModelServer) -> None:
    model_server.says("Half an answer that goes on")
    model_server.breaks("cut", after=3)

    async with person.at_terminal("ask", "how?") as session:
        assert await session.ends() == 1

    assert session.terminal.text.startswith("Half an answ\n\n⚠️")


# Stopping


async def test_ctrl_c_stops_the_answer_and_keeps_it(person: Person, model_server: ModelServer) -> None:
    model_server.says("Some words that go on and on")
    model_server.hold(after=3)

    async with person.at_terminal("ask", "talk") as session:
        await session.sees("Some words t")
        session.types("\x03")
        assert await session.ends() == 130

    await model_server.left()
    assert "Some words t" in session.terminal.text
    assert "Stopped." in session.terminal.text
    assert "Traceback" not in session.written
    kept = await person.last_exchange()
    assert (kept.state, kept.answer) == (State.STOPPED, "Some words t")


async def test_ctrl_c_before_the_first_word(person: Person, model_server: ModelServer) -> None:
    model_server.hold(after=0)

    async with person.at_terminal("ask", "talk") as session:
        await asked(model_server)
        session.types("\x03")
        assert await session.ends() == 130

    assert "waiting" not in session.terminal.text
    assert (await person.last_exchange()).state is State.STOPPED


async def test_a_signal_stops_the_answer_in_a_pipe(person: Person, model_server: ModelServer) -> None:
    model_server.says("Some words that go on and on")
    model_server.hold(after=3)

    async with person.starts("ask", "talk") as process:
        first = await read(process, 12)
        process.send_signal(signal.SIGTERM)
        ended = await until_ended(process)

    assert (ended.code, first + ended.out, ended.err) == (143, "Some words t\n", "")
    await model_server.left()
    assert (await person.last_exchange()).answer == "Some words t"


async def test_an_impatient_person_need_not_wait(person: Person, model_server: ModelServer) -> None:
    model_server.hold(after=0)

    async with person.at_terminal("ask", "talk") as session:
        await asked(model_server)
        session.types("\x03\x03\x03")
        assert await session.ends() == 130

    assert "Traceback" not in session.written


# Conversations


async def test_a_conversation_goes_on(person: Person, model_server: ModelServer) -> None:
    person.data.mkdir()
    (person.data / "terminal.json").write_text("{damaged")
    model_server.says("Use sorted.")
    await person.runs("ask", "how do I sort?")
    await person.runs("ask", "--continue", "and backwards?")
    await person.runs("ask", "something else")

    said = [[turn["content"] for turn in asked.messages] for asked in model_server.asked]
    assert said[1][-3:-1] == ["how do I sort?", "Use sorted."]
    assert "and backwards?" in said[1][-1]
    assert "Use sorted." not in said[2]


async def test_a_conversation_goes_on_with_a_database_elsewhere(person: Person, model_server: ModelServer) -> None:
    person.env["DATABASE_URL"] = f"sqlite+aiosqlite:///{person.home / 'elsewhere.db'}"
    person.env["DATA_DIR"] = str(person.home / "not" / "yet")
    model_server.says("Use sorted.", "Use reversed.")
    first = await person.runs("ask", "how do I sort?")
    assert (first.code, first.out, first.err) == (0, "Use sorted.\n", "")
    assert (await person.runs("ask", "--continue", "and backwards?")).out == "Use reversed.\n"

    assert "Use sorted." in model_server.asked[1].prompt
    assert (person.home / "not" / "yet").stat().st_mode & 0o777 == 0o700


async def test_there_is_nothing_to_continue_at_first(person: Person, model_server: ModelServer) -> None:
    ended = await person.runs("ask", "--mode", "feedback", "in C++")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "code-supporter: There is no conversation to continue yet: ask without --continue first.\n"
    assert model_server.asked == []


async def test_a_complaint_has_the_answer_written_anew(person: Person, model_server: ModelServer) -> None:
    no_lesson = '{"lesson": false, "rule": "", "confidence": 0.9}'
    model_server.says("In Python.", "Write the answer in C++.", "In C++.", no_lesson)
    await person.runs("ask", "how do I sort?")
    ended = await person.runs("ask", "--mode", "feedback", "no, C++!!")

    assert ended.code == 0
    assert ended.out.endswith("In C++.\n")
    assert len(model_server.asked) == 4


async def test_a_killed_answer_can_be_asked_for_again(person: Person, model_server: ModelServer) -> None:
    model_server.says("Some words that go on and on", "Something else.", "A whole answer.")
    model_server.hold(after=3)
    async with person.starts("ask", "talk") as process:
        await read(process, 12)
        process.kill()
        await process.wait()
    model_server.release()

    other = await person.runs("ask", "--continue", "something else?")
    assert (other.code, other.out) == (0, "Something else.\n")
    assert "code-supporter ask --continue --again" in other.err
    assert (await person.runs("ask", "--again")).out == "A whole answer.\n"
    assert "something else?" in model_server.asked[2].text


# What can go wrong


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["aks", "x"], "No such command 'aks'. Did you mean 'ask'?"),
        (["ask", "--continu", "x"], "No such option '--continu'. Did you mean '--continue'?"),
        (["ask", "--mode", "nice", "x"], "'nice' is not one of 'query', 'feedback'"),
        (["ask"], 'Nothing was asked: code-supporter ask "your question"'),
        (["ask", " \n "], 'Nothing was asked: code-supporter ask "your question"'),
        (["ask", "--again", "x"], "--again takes no question"),
    ],
)
async def test_wrong_usage_is_told_in_one_line(person: Person, args: list[str], said: str) -> None:
    ended = await person.runs(*args)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("code-supporter: ")
    assert said in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"OPENAI_BASE_URL": "localhost:1"}, "OPENAI_BASE_URL"),
        ({"DATA_DIR": "/dev/null/data"}, "/dev/null/data"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
    ],
)
async def test_a_wrong_setting_is_told_in_one_line(person: Person, env: dict[str, str], said: str) -> None:
    ended = await person.runs("migrate", env=env)

    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1


async def test_a_traceback_is_there_for_whom_it_helps(person: Person) -> None:
    ended = await person.runs("migrate", env={"DATA_DIR": "/dev/null/data", "LOG_LEVEL": "DEBUG"})

    assert ended.code == 1
    assert "Traceback" in ended.err


async def test_a_question_beyond_the_limit_is_refused(person: Person, model_server: ModelServer) -> None:
    ended = await person.runs("ask", pipes=b"x" * 200_000)

    assert ended.code == 2
    assert "200,000 characters" in ended.err
    assert ended.err.count("\n") == 1
    assert model_server.asked == []


async def test_an_endless_pipe_is_refused(person: Person, model_server: ModelServer) -> None:
    ended = await person.runs("ask", pipes=b"y\n" * 600_000)

    assert ended.code == 2
    assert "more than 1,000,000 bytes" in ended.err
    assert model_server.asked == []


async def test_a_problem_of_the_model_is_told_beside_the_answer(person: Person, model_server: ModelServer) -> None:
    model_server.says("Half an answer that goes on")
    model_server.breaks("cut", after=3)
    ended = await person.runs("ask", "how?")

    assert (ended.code, ended.out) == (1, "Half an answ\n")
    assert ended.err.count("\n") == 1

    model_server.key = "secret"
    ended = await person.runs("ask", "how?")
    assert (ended.code, ended.out) == (1, "")
    assert "OPENAI_API_KEY" in ended.err
    assert ended.err.count("\n") == 1


async def test_nothing_beside_the_answer_moves_the_cursor(person: Person, model_server: ModelServer) -> None:
    odd, shown = "co\x1b[31mder", "co␛[31mder"
    model_server.lists = False
    ended = await person.runs("ask", "--model", odd, "how?")
    assert ended.code == 1
    assert f"serves no model named {shown}." in ended.err

    model_server.models = {odd: 0}
    async with person.at_terminal("ask", "--model", odd, "how?") as session:
        assert await session.ends() == 0
    assert session.terminal.text.endswith(f"\n— {shown}")


async def test_an_unknown_model_is_named(person: Person) -> None:
    ended = await person.runs("ask", "--model", "scirpted", "how?")

    assert (ended.code, ended.out) == (1, "")
    assert "scirpted" in ended.err
    assert "scripted" in ended.err


# The rest


async def test_help_waits_for_no_library(person: Person) -> None:
    person.env["PYTHONPROFILEIMPORTTIME"] = "1"
    ended = await person.runs("--help")

    imported = {line.rpartition("|")[2].strip() for line in ended.err.splitlines()}
    assert "click" in imported
    assert imported & {"asyncio", "openai", "sqlalchemy", "rich", "pydantic", "adapters.terminal"} == set()


async def test_help_names_the_commands(person: Person) -> None:
    ended = await person.runs("--help")

    assert ended.code == 0
    assert all(command in ended.out for command in ("serve", "ask", "migrate"))


async def test_the_version_is_told(person: Person) -> None:
    ended = await person.runs("--version")

    assert ended.code == 0
    assert ended.out.startswith("code-supporter ")


async def test_a_database_is_migrated(person: Person) -> None:
    ended = await person.runs("migrate")

    assert ended.code == 0
    assert ended.out.startswith("The database is at version ")
    assert (person.data / "code-supporter.db").exists()
