"""What columns hold that no database knows by itself: words from anywhere, tags, and files."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.nouns import Attachment
from bot.text import clean

UNREAD = "data:,"
"""What stands for a picture that was not read: it has a table of its own. The shortest ``data:`` URL there is."""


class Words(TypeDecorator[str]):
    """Text from people and models: cleaned whenever it is bound, so that no statement can fail for a character."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value is None else clean(value)


class Tags(TypeDecorator[tuple[str, ...]]):
    """Tags, as ``" retry http "``: a blank stands on both sides of each, so that one is found by ``LIKE``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | str | None, dialect: Dialect) -> str:
        # What is compared with the column is a pattern, and a text already.
        if isinstance(value, str):
            return value
        return f" {' '.join(map(clean, value))} " if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple((value or "").split())


class Files(TypeDecorator[tuple[Attachment, ...]]):
    """The attachments of a message, as JSON; of pictures the name alone."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[Attachment] | None, dialect: Dialect) -> Any:
        return [
            {"name": clean(file.name), "text": clean(file.text), "image": file.image and UNREAD} for file in value or ()
        ]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Attachment, ...]:
        return tuple(Attachment(**file) for file in value)
