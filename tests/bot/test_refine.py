"""Refining: the line that a model wrote is read, and turned round where it has two things the wrong way."""

import pytest

from bot.models import Models, Provider
from bot.refine import refine
from tests.fakes.openai_server import ModelServer

SAID = [
    ("we use pathlib", "  `Use pathlib.`\nIt is better.", "Use pathlib."),
    ("thanks", "NONE.", ""),
    ("what's with numpy?? ours is all jax", "Use numpy instead of jax.", "Use jax instead of numpy."),
    ("what's with numpy?? ours is all jax", "Use jax instead of numpy.", "Use jax instead of numpy."),
    ("no numpy, please. jax", "Use jax instead of numpy.", "Use jax instead of numpy."),
    ("why not jax instead of numpy?", "Use jax instead of numpy.", "Use jax instead of numpy."),
]


@pytest.mark.parametrize(("complaint", "line", "correction"), SAID)
async def test_a_line_is_read(complaint: str, line: str, correction: str, model_server: ModelServer) -> None:
    model_server.says(line)
    async with Models([Provider("test", model_server.url)]) as models:
        assert (await refine(complaint, await models.choose(), models))[0] == correction
