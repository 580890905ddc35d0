"""What the page may say over its socket, and what is said back when a frame makes no sense."""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from bot.errors import UsageError
from bot.nouns import Mode

MAX_FRAME = 16 * 1024 * 1024
"""Longest frame that is read, in bytes: room for a question of 200,000 characters, however they are escaped, and for
files."""
WS_MAX_SIZE = MAX_FRAME + MAX_FRAME // 8
"""For uvicorn's ``ws_max_size``: beyond it the socket is closed (1009), up to it the person gets a sentence."""
UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

Id = Annotated[str, Meta(pattern=UUID)]
"""An id that the page makes at random, so that what it sends twice is done once."""


Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""An exchange; 0: none."""


class File(Struct):
    """A file that belongs to a question; its data stands in Base64."""

    name: Annotated[str, Meta(max_length=255)]
    """As long as file systems allow."""
    data: bytes


class Ask(Struct, tag="ask"):
    """A question; its ``client_id`` is the message's ref and the run's id.

    ``follows`` is the exchange that was shown last when it was asked; None: whichever was the last. In feedback mode
    ``about`` is the exchange that is complained about, 0: the one that it follows, and ``reasons`` are chips that
    were ticked.
    """

    client_id: Id
    conversation: Id
    text: str
    mode: Mode = Mode.QUERY
    model: Annotated[str, Meta(max_length=200)] = ""
    follows: Number | None = None
    about: Number = 0
    reasons: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=20)] = []
    files: list[File] = []


class Again(Struct, tag="again"):
    """Answer the message of an exchange anew, as run ``client_id``."""

    client_id: Id
    exchange: Annotated[int, Meta(ge=1, le=2**63 - 1)]
    model: Annotated[str, Meta(max_length=200)] = ""


class _Wish(Struct):
    """What is read of a frame that wishes for an answer, and could not be read whole."""

    client_id: Id


class Resume(Struct, tag="resume"):
    """Follow a run from behind its first ``after`` characters."""

    run: Annotated[str, Meta(max_length=64)]
    epoch: Annotated[str, Meta(max_length=64)] = ""
    after: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 0


class Stop(Struct, tag="stop"):
    """Stop the answer that is being written in a conversation."""

    conversation: Id


_decoder: msgspec.json.Decoder[Ask | Again | Resume | Stop] = msgspec.json.Decoder(Ask | Again | Resume | Stop)


def read_frame(raw: str | bytes) -> Ask | Again | Resume | Stop:
    """Return what the page said. Raises ``UsageError`` with a sentence that says what is wrong with it."""
    if isinstance(raw, bytes):
        raise UsageError("A frame is JSON text, not binary.")
    if len(raw.encode()) > MAX_FRAME:
        raise UsageError(f"A frame may have {MAX_FRAME // 1024} KiB; this one has more.")
    try:
        return _decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise UsageError(f"This frame can't be understood: {error}.") from error
    except RecursionError as error:
        raise UsageError("A frame is one JSON object with plain values; this one is nested too deep.") from error
    except msgspec.DecodeError as error:
        raise UsageError(f"A frame is one JSON object; this one is not: {error}.") from error


def refuse(raw: str | bytes, sentence: str) -> dict[str, str]:
    """Return the frame that says why ``raw`` came to nothing: it names the answer that was wished for, if any."""
    try:
        run = msgspec.json.decode(raw, type=_Wish).client_id
    except (msgspec.DecodeError, RecursionError):
        return {"type": "error", "text": sentence}
    return {"type": "refused", "run": run, "text": sentence}
