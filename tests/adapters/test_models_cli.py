"""`code-supporter models`: the real program against scripted servers, and the file that it changes."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.models.file import Around, read_catalogue
from tests.fakes.openai_server import ModelServer

ROOT = Path(__file__).parents[2]
NOBODY = "http://127.0.0.1:9/v1"


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    out: str
    err: str


class Operator:
    """Someone with a folder, a shell and a model server."""

    def __init__(self, home: Path) -> None:
        self.file = home / "code-supporter.toml"
        self.env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "DATA_DIR": str(home / "data"),
            "CATALOGUE": str(self.file),
            "GPU_KEY": "sk-gpu",
        }

    async def runs(self, *args: str) -> Ended:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "adapters.cli", "models", *args),
            env=self.env,
            cwd=self.file.parent,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode is not None
        return Ended(process.returncode, out.decode(), err.decode())


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


@pytest.fixture
async def gpu() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        server.models, server.key = {"coder": 32_768, "small": 4_096}, "sk-gpu"
        yield server


def columns(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


async def test_models_are_listed_and_tried(operator: Operator, gpu: ModelServer) -> None:
    operator.file.write_text(
        f'[providers.gpu]\nbase_url = "{gpu.url}"\nkey_env = "GPU_KEY"\n'
        f'[providers.gone]\nbase_url = "{NOBODY}"\n[providers.lost]\nbase_url = "{NOBODY}"\n'
        '[[models]]\nname = "coder"\nprovider = "gpu"\ndefault = true\nprice = {input = 0.5, output = 2}\n'
        '[[models]]\nname = "large"\nprovider = "gpu"\nvision = true\n'
    )
    listed = await operator.runs("list")
    assert listed.code == 0, listed.err
    heading, *rows = [columns(line) for line in listed.out.splitlines()]
    assert heading == ["model", "provider", "context", "price in/out", "pictures", "problem"]
    assert rows == [
        ["coder", "gpu", "32,768", "$0.5 / $2", "default"],
        ["large", "gpu", "16,000", "yes", f"127.0.0.1:{gpu.port} does not serve it."],
        ["(unknown)", "gone", "16,000", rows[2][-1]],
        ["(unknown)", "lost", "16,000", rows[3][-1]],
    ]
    assert "Nobody answers at 127.0.0.1:9" in rows[2][-1]
    gpu.pace = 0.01
    gpu.says("def add(numbers): return sum(numbers)", '{"language": "Python", "year": 2008}', "Red.")
    tried = await operator.runs("test")
    assert tried.code == 0, tried.err
    heading, *rows = [columns(line) for line in tried.out.splitlines()]
    assert rows[0][:2] == ["coder", "gpu"]
    assert rows[0][2].endswith(" s")
    assert rows[0][4:] == ["yes", "yes", "yes"]
    assert "does not serve it" in rows[1][-1]
    assert "sk-gpu" not in tried.out + tried.err + listed.out
    alone = await operator.runs("test", "large")
    assert (alone.code, "serves no model named large" in alone.out) == (1, True)


async def test_a_provider_is_added_after_it_answered_and_removed_again(operator: Operator, gpu: ModelServer) -> None:
    operator.file.write_text('# What we pay for\nfallbacks = ["coder"]  # in this order\n[urls]\npolicy = "off"\n')
    before = operator.file.read_text()
    refused = await operator.runs("add", gpu.url, "--name", "gpu")
    assert (refused.code, operator.file.read_text()) == (2, before)
    assert f"nothing is written: 127.0.0.1:{gpu.port} wants a key. Set key_env of gpu" in refused.err
    added = await operator.runs(
        "add", gpu.url, "--name", "gpu", "--key-env", "GPU_KEY", "--model", "coder", "--default"
    )
    assert added.code == 0, added.err
    assert "coder answers after" in added.out
    assert "To undo: code-supporter models remove gpu" in added.out
    text = operator.file.read_text()
    assert "# What we pay for" in text
    assert "# in this order" in text
    catalogue = read_catalogue(operator.file, Around(find_key=operator.env.get))  # type: ignore[arg-type]
    assert (catalogue.providers[0].base_url, catalogue.default, catalogue.urls) == (gpu.url, "gpu/coder", "off")
    assert "gpu already" in (await operator.runs("add", gpu.url, "--name", "gpu")).err
    removed = await operator.runs("remove", "gpu")
    assert (removed.code, removed.out.startswith("gpu is gone")) == (0, True), removed.err
    left = read_catalogue(operator.file, Around())
    assert (left.providers, left.models, left.fallbacks) == ((), (), ())
    assert "# What we pay for" in operator.file.read_text()
    kept = operator.file.with_name("code-supporter.toml.before")
    assert kept.read_text() == text
    assert "has no provider and no model gpv" in (await operator.runs("remove", "gpv")).err


async def test_what_makes_no_sense_is_not_written(operator: Operator, gpu: ModelServer) -> None:
    for args, says in (
        (("ftp://x/v1",), "looks like http://HOST"),
        ((f"127.0.0.1:{gpu.port}",), "looks like http://HOST"),
        ((f"http://me:secret@127.0.0.1:{gpu.port}/v1",), "looks like http://HOST"),
        ((gpu.url, "--key-env", "sk-secret"), "key_env: this is the name of an environment variable"),
        ((gpu.url, "--key-env", "NO_KEY"), "there is no environment variable NO_KEY"),
        ((gpu.url, "--name", "my gpu"), "the name of a provider"),
        ((gpu.url, "--default"), "--default needs a --model"),
        ((NOBODY,), "nothing is written: Nobody answers at 127.0.0.1:9"),
    ):
        refused = await operator.runs("add", *args)
        assert (refused.code, says in refused.err) == (2, True), refused
        assert "secret" not in refused.err
        assert not operator.file.exists()
