"""Files that are sent with a question of the page."""

import base64

import pytest

from adapters.attached import MAX_PICTURE, MAX_TEXT
from adapters.web.files import MOST_FILES, read_files
from adapters.web.frames import File, read_frame
from bot.errors import UsageError
from tests.adapters.web.house import House

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def send(name: str, data: bytes) -> dict[str, str]:
    return {"name": name, "data": base64.b64encode(data).decode()}


async def test_the_model_reads_what_is_sent_and_the_person_what_is_not(house: House) -> None:
    async with house.viewer() as viewer:
        files = [send("main.rs", b"fn main() {}"), send("a.zip", b"PK\x03\x04\x00\x00")]
        await viewer.asks("What is this?", files=files, follows=0)
        heard = await viewer.hears_out()
    asked = house.model.asked[-1].messages[-1]["content"]
    assert "fn main() {}" in asked
    assert "main.rs" in asked
    assert heard.text.startswith("⚠️ I can't read a.zip: it is neither a text nor a picture.")
    assert heard.last["shown"]["files"] == ["main.rs"]


async def test_a_file_of_several_megabytes_comes_through_the_socket(house: House) -> None:
    async with house.viewer() as viewer:
        await viewer.asks("What is this?", files=[send("big.png", PNG + bytes(MAX_PICTURE))], follows=0)
        assert "I read up to 5,000 KB" in (await viewer.hears_out()).text


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (File("a.py", b"x" * (MAX_TEXT + 1)), "I read up to 200 KB"),
        (File("a.py", b" \n"), "it is empty"),
        (File("a.png", b"no picture"), "it is damaged, or no picture at all"),
        (File("", b"\x00"), "a file without a name"),
        (File("`a`\nb.py", b"\xff\x00\xff"), "a b.py: it is neither"),
    ],
)
def test_what_can_not_be_read_is_said(file: File, says: str) -> None:
    gathered = read_files([file])
    assert gathered.attachments == ()
    (note,) = gathered.notes
    assert says in note


def test_texts_of_any_kind_and_pictures_are_read() -> None:
    gathered = read_files([File("main.ts", b"let a = 1"), File("Makefile", b"all:"), File("a.PNG", PNG)])
    assert [(file.name, file.text) for file in gathered.attachments[:2]] == [
        ("main.ts", "let a = 1"),
        ("Makefile", "all:"),
    ]
    assert gathered.attachments[2].image.startswith("data:image/png;base64,")


def test_there_are_only_so_many() -> None:
    with pytest.raises(UsageError, match="can have 5 files"):
        read_files([File("a.py", b"x")] * (MOST_FILES + 1))


def test_what_is_no_base64_is_no_file() -> None:
    id = "00000000-0000-4000-8000-000000000001"
    frame = f'{{"type":"ask","client_id":"{id}","conversation":"{id}","text":"","files":[{{"name":"a","data":"%%"}}]}}'
    with pytest.raises(UsageError, match="can't be understood"):
        read_frame(frame)
