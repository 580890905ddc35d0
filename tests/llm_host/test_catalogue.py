"""The catalogue promises only what can be checked."""

import re
from pathlib import Path

import pytest

from llm_host.catalogue import HERE, ModelFile, read_catalogue

MODELS = list(read_catalogue().values())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_each_model_says_what_it_is_and_where_it_comes_from(model: ModelFile) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", model.sha256)
    assert re.fullmatch(r"[\w.-]+/[\w.-]+", model.hub)
    assert model.file.endswith(".gguf")
    assert model.licence
    assert model.about
    assert model.context >= 4096
    assert model.memory_gib * 2**30 > model.bytes


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_the_parts_are_the_whole_file_and_each_is_pinned(model: ModelFile) -> None:
    assert sum(part.bytes for part in model.parts) == model.bytes
    assert len({part.package for part in model.parts}) == len(model.parts)
    for part in model.parts:
        assert re.fullmatch(r"[0-9a-f]{64}", part.sha256)
        assert part.wheel == f"{part.package.replace('-', '_')}-{part.version}-py3-none-any.whl"


def test_the_models_stand_in_the_order_of_preference_and_the_last_is_the_smallest() -> None:
    sizes = [model.bytes for model in MODELS]
    assert len(sizes) >= 2
    assert sizes == sorted(sizes, reverse=True)


def test_the_licence_of_each_model_is_shipped_and_its_publisher_named() -> None:
    notice = (HERE / "NOTICE").read_text("utf-8")
    for model in MODELS:
        assert model.hub in notice
        assert "Apache License" in (HERE / f"LICENSE-{model.licence}.txt").read_text("utf-8")


@pytest.mark.parametrize("file", [*HERE.glob("*.py"), *HERE.glob("*.json"), *HERE.glob("*.toml")], ids=lambda f: f.name)
def test_no_address_of_a_hub_or_index_stands_in_our_files(file: Path) -> None:
    assert not re.search(r"https?://(?!HOST|\{)", file.read_text("utf-8"))
