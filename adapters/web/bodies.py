"""What the page sends in the body of a request: small JSON, decoded strictly."""

from typing import TypeVar

import msgspec
from fastapi import Request

from bot.errors import UsageError

LARGEST = 4096
"""Bytes."""
T = TypeVar("T")


async def read_body(request: Request, kind: type[T]) -> T:
    """Return the body of a request. Raises ``UsageError`` with what is wrong with it."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise UsageError("This is too long.")
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UsageError(f"This can't be understood: {error}.") from error
