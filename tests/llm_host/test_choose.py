"""Which model is served when the person names none, and what a name means."""

from pathlib import Path

import pytest

from llm_host.catalogue import ModelFile, read_catalogue
from llm_host.choose import choose, pull_best
from llm_host.errors import HostError
from llm_host.names import check_gguf, locate, pick
from llm_host.serving import Serving
from llm_host.shelf import Shelf
from llm_host.weights import find_weights

BIG, SMALL = read_catalogue().values()


def put(model: ModelFile, shelf: Shelf) -> Path:
    """Put a file on the shelf that looks checked, and takes no room."""
    path = shelf.path(model)
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.truncate(model.bytes)
    facts = path.stat()
    path.with_name(path.name + ".ok").write_text(f"{facts.st_size} {facts.st_mtime_ns} {model.sha256}\n")
    return path


def test_the_better_model_is_served_where_it_fits(shelf: Shelf) -> None:
    path = put(BIG, shelf)
    assert pull_best(shelf, memory=BIG.memory_gib) == (BIG, path)


def test_the_small_one_is_served_where_memory_is_short_and_the_reason_said(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    put(BIG, shelf)
    path = put(SMALL, shelf)
    assert pull_best(shelf, memory=2.5) == (SMALL, path)
    said = "qwen2.5-coder-1.5b wants 4 GiB of free memory and 2.5 are free; taking a smaller model\n"
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("name", ["qwen2.5-coder-15b", "Qwen2.5-Coder-1.5", "qwen-coder-1.5b"])
def test_a_mistyped_name_gets_a_suggestion(shelf: Shelf, name: str) -> None:
    with pytest.raises(HostError, match=r"did you mean qwen2\.5-coder-1\.5b\?"):
        locate(name, shelf)


def test_a_name_like_no_other_gets_the_list(shelf: Shelf) -> None:
    with pytest.raises(HostError, match=r"there are: qwen2\.5-coder-1\.5b, qwen2\.5-coder-0\.5b"):
        locate("???", shelf)


def test_case_does_not_matter(shelf: Shelf) -> None:
    assert locate("Qwen2.5-Coder-0.5B", shelf) is SMALL


def test_a_path_is_taken_as_it_is(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "own.gguf"
    path.write_bytes(b"GGUF...")
    assert locate(str(path), shelf) == path


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.gguf"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(HostError, match=r"own\.gguf is no GGUF file"):
        check_gguf(path)


@pytest.mark.parametrize("name", ["gone.gguf", "folder/gone.gguf", "/a/b/gone.gguf"])
def test_a_path_that_leads_nowhere_is_named(shelf: Shelf, name: str) -> None:
    with pytest.raises(HostError, match=f"there is no file {name}"):
        locate(name, shelf)


@pytest.mark.parametrize(
    ("files", "which", "picked"),
    [
        (["m-Q8_0.gguf", "m-Q4_K_M.gguf"], "", "m-Q4_K_M.gguf"),
        (["m-q8_0.gguf", "m-f16.gguf"], "", "m-q8_0.gguf"),
        (["m-Q5_K_M.gguf", "m-Q5_K_S.gguf"], "q5_k_s", "m-Q5_K_S.gguf"),
        (["m-Q4_K.gguf"], "Q4_K_M", None),
        (["m-Q4_K_M-00001-of-00002.gguf", "mmproj-Q4_K_M.gguf"], "", None),
        (["odd.gguf"], "", "odd.gguf"),
        (["sub/m-Q4_K_M.gguf"], "sub/m-Q4_K_M.gguf", "sub/m-Q4_K_M.gguf"),
        (["README.md"], "", None),
    ],
)
def test_the_file_of_a_repository(files: list[str], which: str, picked: str | None) -> None:
    assert pick(files, which) == picked


@pytest.mark.parametrize("name", ["owner/repo:file.gguf", "model.gguf", "owner/repo-GGUF"])
def test_vllm_reads_no_gguf_files(name: str, shelf: Shelf) -> None:
    assert find_weights(name) is None
    with pytest.raises(HostError, match=f"vLLM can't serve {name}"):
        choose(name, shelf, "vllm", Serving("127.0.0.1", 8001), dry=True)
