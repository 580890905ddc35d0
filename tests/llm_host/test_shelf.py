"""The folder of models: room, rights, and files that people put there themselves."""

import hashlib
import os
import re
from pathlib import Path

import pytest

from llm_host.catalogue import ModelFile, read_catalogue
from llm_host.errors import HostError
from llm_host.pull import check_room_for_weights, pull
from llm_host.shelf import Shelf
from llm_host.weights import Weights
from tests.llm_host.command import environment, run

DATA = b"GGUF and so on"
MODEL = ModelFile("own", "own.gguf", len(DATA), hashlib.sha256(DATA).hexdigest(), hub="some/where")


def put(shelf: Shelf, data: bytes) -> Path:
    path = shelf.path(MODEL)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_disk_without_room_is_named_before_anything_is_fetched(shelf: Shelf) -> None:
    huge = ModelFile("huge", "huge.gguf", 10**18, "0" * 64)
    with pytest.raises(HostError, match=r"huge needs 1,000,000,000,000 MB of disk in .* are free; MODEL_DIR"):
        pull(huge, shelf)


def test_a_disk_without_room_for_weights_is_named_unless_they_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    huge = Weights("huge", "acme/huge", gb=1e9)
    with pytest.raises(HostError, match=r"huge needs 1000000000\.0 GB of disk in .*hub and .* HF_HOME names another"):
        check_room_for_weights(huge)
    (tmp_path / "hub" / "models--acme--huge").mkdir(parents=True)
    check_room_for_weights(huge)


def test_a_folder_that_cant_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HostError, match=r"can't write into .*file.*; MODEL_DIR names another folder"):
        pull(MODEL, Shelf(tmp_path / "file" / "models"))


def test_a_file_that_was_put_there_by_hand_is_checked_once(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    put(shelf, DATA)
    assert shelf.holds(MODEL)
    assert "checking own.gguf" in capsys.readouterr().err
    assert shelf.holds(MODEL)
    assert capsys.readouterr().err == ""


def test_a_file_that_changed_after_its_check_is_not_trusted(shelf: Shelf) -> None:
    put(shelf, DATA)
    assert shelf.holds(MODEL)
    put(shelf, DATA[::-1])
    assert not shelf.holds(MODEL)


def test_a_wrong_file_is_not_held(shelf: Shelf) -> None:
    assert not shelf.holds(MODEL)
    put(shelf, DATA + b"more")
    assert not shelf.holds(MODEL)


@pytest.mark.parametrize(("hub", "file"), [("a/b", "/x.gguf"), ("a/b", "../../x.gguf"), ("..", "x.gguf"), ("", "..")])
def test_nothing_is_kept_outside_the_folder(shelf: Shelf, hub: str, file: str) -> None:
    with pytest.raises(HostError, match=r"it would lie outside .*models"):
        pull(ModelFile("sly", file, 1, "0" * 64, hub=hub), shelf)


def test_the_list_says_what_is_here_and_how_much_of_it(tmp_path: Path) -> None:
    whole, half = read_catalogue().values()
    shelf = Shelf(tmp_path)
    for path, size in ((shelf.path(whole), whole.bytes), (shelf.partial(half), half.bytes // 2)):
        path.parent.mkdir(parents=True)
        path.touch()
        os.truncate(path, size)
    first, second, *_ = run("list", env=environment(tmp_path)).stdout.splitlines()
    assert re.match(r"qwen2\.5-coder-1\.5b +1,117 MB  Apache-2\.0  here ", first)
    assert re.match(r"qwen2\.5-coder-0\.5b +491 MB  Apache-2\.0  50 % here ", second)


def test_files_outside_the_catalogue_are_listed_by_their_hub_name(shelf: Shelf) -> None:
    path = put(shelf, DATA)
    assert shelf.guests() == {"some/where:own.gguf": path}
