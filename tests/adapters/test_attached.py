"""What people attach, by the rules of all platforms; how it gets here, each platform's own tests tell."""

import pytest

from adapters.attached import MAX_TEXT, MAX_TEXTS, Unread, check_text, gather, is_picture, read_picture, too_large
from bot.nouns import Attachment


@pytest.mark.parametrize(
    ("kind", "is_one"), [("image/png", True), ("image/heic", True), ("image/svg+xml", False), ("text/plain", False)]
)
def test_a_picture_is_told_by_its_kind(kind: str, is_one: bool) -> None:
    assert is_picture(kind) is is_one


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe1...", "image/jpeg"),
        (b"GIF87a...", "image/gif"),
        (b"RIFF\n\n\0\0WEBPVP8 ", "image/webp"),
    ],
)
def test_a_picture_has_the_kind_that_its_bytes_show(data: bytes, kind: str) -> None:
    assert read_picture(data).startswith(f"data:{kind};base64,")


@pytest.mark.parametrize("kind", ["audio/ogg", "font/woff2", "application/vnd.ms-excel", "application/x-7z-compressed"])
def test_what_no_model_can_read_is_not_fetched(kind: str) -> None:
    with pytest.raises(Unread, match=r"neither a text nor a picture \(Sheet\)"):
        check_text(kind, 10, "Sheet")


def test_all_else_is_tried_up_to_a_size() -> None:
    for kind in ("", "text/x-rust", "application/octet-stream", "application/json"):
        check_text(kind, MAX_TEXT, "")
    with pytest.raises(Unread, match="it has 300 KB, and I read up to 200 KB"):
        check_text("", 300_000, "")
    assert str(too_large(0, MAX_TEXT)) == "it has more than the 200 KB that I read"


def test_a_file_that_is_left_out_leaves_its_room_to_the_next() -> None:
    first, large, small = (Attachment(name, "x" * size) for name, size in (("a", 10), ("b", MAX_TEXTS), ("c", 10)))
    picture = Attachment("p", image="data:")
    attachments, notes = gather([first, "I can't read z: it is empty.", large, picture, small])
    assert attachments == (first, picture, small)
    assert notes == (
        "I can't read z: it is empty.",
        "I left out b: with it the files have more than 1,000,000 characters.",
    )
