"""The life of the service: it starts or says why not, survives being killed, and ends in good order."""

import asyncio
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.e2e.program import Program, environment, running, stopped_at_start
from tests.fakes.openai_server import ModelServer
from tests.until import until


def is_told_to_stop(program: Program) -> bool:
    """Whether its readiness says so."""
    answer = httpx2.get(f"{program.url}/readyz")
    return answer.status_code == 503 and "stopped" in answer.text


async def test_kill_during_an_answer_and_start_again_completes_it(tmp_path: Path, model_server: ModelServer) -> None:
    model_server.hold(after=5)
    async with running(tmp_path, OPENAI_BASE_URL=model_server.url) as program, program.viewer() as viewer:
        run = await viewer.asks("Count to three.")
        await viewer.hears_until("You")
        assert await program.ends(signal.SIGKILL) == -signal.SIGKILL
    await model_server.left()
    model_server.release()
    async with running(tmp_path, OPENAI_BASE_URL=model_server.url) as program:
        async with program.viewer() as viewer:
            frame = {"type": "gone"}
            while frame["type"] == "gone":
                await viewer.says("resume", run=run)
                frame = await viewer.hears()
            heard = await viewer.hears_out()
        assert heard.text == "You asked: Count to three."
        assert heard.last["reason"] == "done"


async def test_sigterm_lets_running_answers_end_and_exits_with_0(tmp_path: Path, model_server: ModelServer) -> None:
    model_server.hold(after=5)
    async with (
        running(tmp_path, OPENAI_BASE_URL=model_server.url, GRACE_SECONDS="10") as program,
        program.viewer() as viewer,
        program.viewer() as latecomer,
    ):
        await viewer.asks("Count to three.")
        begun = await viewer.hears_until("You")
        program.process.send_signal(signal.SIGTERM)
        await until(lambda: is_told_to_stop(program))
        await latecomer.asks("Me too?")
        refused = await latecomer.hears_a("refused")
        assert "restarted" in refused["text"]
        model_server.release()
        heard = await viewer.hears_out(begun)
        assert heard.last["reason"] == "done"
        assert await asyncio.wait_for(program.process.wait(), 10) == 0


async def test_sigterm_marks_what_does_not_end_in_time(tmp_path: Path, model_server: ModelServer) -> None:
    model_server.hold(after=5)
    async with (
        running(tmp_path, OPENAI_BASE_URL=model_server.url, GRACE_SECONDS="0.5") as program,
        program.viewer() as viewer,
    ):
        await viewer.asks("Count to three.")
        begun = await viewer.hears_until("You")
        program.process.send_signal(signal.SIGTERM)
        heard = await viewer.hears_out(begun)
        assert (heard.last["reason"], heard.last["try_again"]) == ("interrupted", True)
        assert "restarted" in heard.text
        assert await asyncio.wait_for(program.process.wait(), 10) == 0


async def test_a_port_in_use_is_named(tmp_path: Path, model_server: ModelServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = await stopped_at_start(tmp_path, OPENAI_BASE_URL=model_server.url, WEB_PORT=port)
    assert code == 2
    assert f"WEB_PORT={port}" in said
    assert said.count("\n") == 1


async def test_a_folder_that_is_a_file_is_named(tmp_path: Path, model_server: ModelServer) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "data"
    code, said = await stopped_at_start(tmp_path, OPENAI_BASE_URL=model_server.url, DATA_DIR=str(folder))
    assert code == 2
    assert str(folder) in said
    assert said.count("\n") == 1


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path, model_server: ModelServer) -> None:
    async with running(tmp_path, OPENAI_BASE_URL=model_server.url) as program:
        assert await program.ends(signal.SIGTERM) == 0
    with sqlite3.connect(tmp_path / "data" / "code-supporter.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    code, said = await stopped_at_start(tmp_path, OPENAI_BASE_URL=model_server.url)
    assert code == 2
    assert "9999" in said
    assert said.strip().count("\n") == 0


@pytest.mark.parametrize("settings", [{"WEB_HOST": "0.0.0.0"}, {"WEB_PROT": "80"}, {"LOCAL_MODEL": "x"}])
async def test_settings_that_are_wrong_or_at_odds_stop_the_start(
    tmp_path: Path, model_server: ModelServer, settings: dict[str, str]
) -> None:
    code, said = await stopped_at_start(tmp_path, OPENAI_BASE_URL=model_server.url, **settings)
    assert code == 2
    assert next(iter(settings)) in said
    assert said.count("\n") == 1


def test_help_is_quick_and_a_mistyped_command_is_understood(tmp_path: Path) -> None:
    call = [sys.executable, "-m", "adapters.cli"]
    env = environment(tmp_path)
    helped = subprocess.run([*call, "--help"], env=env, capture_output=True, text=True, timeout=10, check=True)
    assert "serve" in helped.stdout
    mistyped = subprocess.run([*call, "serv"], env=env, capture_output=True, text=True, timeout=10, check=False)
    assert mistyped.returncode == 2
    assert "serve" in mistyped.stderr
