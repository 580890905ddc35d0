"""The settings for learning: how lessons are found, whom they reach, how they are measured, and who decides."""

import re
from typing import Annotated

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode

_KINDS = ("auto", "local", "none")
_PERSON = re.compile(r"[a-z]+:\S+")


class LearningSettings(BaseSettings):
    """Lessons are found by meaning where there is an embedder, else by their words."""

    embeddings: str = "auto"
    """A word of ``_KINDS``, or the address of an OpenAI-compatible server, up to and with /v1. "auto": the model that
    runs here, where its packages are installed."""
    embeddings_model: str = ""
    """What that server calls its model."""
    embeddings_api_key: SecretStr | None = None
    lessons_channel: Annotated[int, Field(ge=1)] = 2
    """People, its author among them, from whom on a lesson concerns all of its channel."""
    lessons_workspace: Annotated[int, Field(ge=1)] = 3
    lessons_strict: bool = False
    """True where only admins let a lesson concern others than who is for it."""
    lessons_withheld: Annotated[float, Field(ge=0, le=0.5)] = 0.1
    """The share of uses in which a lesson is left out by chance, to measure what it does."""
    lessons_exemplars: Annotated[int, Field(ge=0, le=2)] = 2
    """How many answers that people liked are shown to the model at the beginning of a conversation."""
    lessons_repair: bool = False
    """True where an answer that does not follow a lesson, by its check, is asked for once more."""
    admins: Annotated[frozenset[str], NoDecode] = frozenset()
    """Who may pin, edit and delete lessons for all: "slack:U024BE7LH", "discord:80351110224678912"."""

    @property
    def embeddings_url(self) -> str:
        """The address of the server that embeds; empty: none does."""
        return "" if self.embeddings in _KINDS else self.embeddings

    @field_validator("admins", mode="before")
    @classmethod
    def _people(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        people = [name.strip() for name in value.split(",") if name.strip()]
        if odd := next((name for name in people if not _PERSON.fullmatch(name)), ""):
            raise ValueError(f"write people as slack:U024BE7LH or discord:80351110224678912, not {odd!r}")
        return frozenset(people)

    @field_validator("embeddings", mode="after")
    @classmethod
    def _kind_or_address(cls, value: str) -> str:
        if value.lower() in _KINDS:
            return value.lower()
        if not value.startswith(("http://", "https://")):
            raise ValueError("use auto, local, none or the address of a server, as http://HOST:PORT/v1")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _embeddings_at_odds(self) -> "LearningSettings":
        if self.embeddings_url and not self.embeddings_model:
            raise ValueError("EMBEDDINGS names a server: set EMBEDDINGS_MODEL to the model that it should use")
        given = {"EMBEDDINGS_MODEL": self.embeddings_model, "EMBEDDINGS_API_KEY": self.embeddings_api_key}
        alone = next((name for name, value in given.items() if value), "")
        if alone and not self.embeddings_url:
            raise ValueError(f"{alone} is set, but EMBEDDINGS names no server: set it to the server's address")
        return self
