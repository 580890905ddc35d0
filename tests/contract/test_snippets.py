"""The story of a snippet, the same on all platforms: from an answer to another house, byte for byte."""

import re

import pytest

from tests.contract.driver import Driver
from tests.fakes.openai_server import ModelServer

CODE = 'def retry(times):\n    """Try «again»."""\n    return times  # <b> & *all* `of` it\n'
EDITED = CODE.replace("return times", "return times + 1")
PLATFORMS = ["board", "terminal", "web", "discord-threads", "slack-socket-streams"]
"""Each once: by which way it comes in makes no difference to a command."""
_KEY = re.compile(r"s-[2-9a-z]{4,}")


def key_of(text: str) -> str:
    found = _KEY.search(text)
    assert found, text
    return found[0]


@pytest.mark.parametrize("driver", PLATFORMS, indirect=True)
async def test_what_an_answer_brought_is_kept_changed_found_and_carried_on(
    driver: Driver, another: Driver, model_server: ModelServer
) -> None:
    model_server.says(f"Like this:\n\n```python\n{CODE}```")
    await driver.ended(await driver.says("How do I try again?"))
    key = key_of((await driver.commands("snippets save")).text)
    assert key in (await driver.commands("snippets list")).text
    assert key in (await driver.commands("snippets search retry(times")).text
    shown = await driver.commands(f"snippets show {key}")
    assert CODE.rstrip("\n") in shown.text

    edited = await driver.edits(key, EDITED)
    assert "version 2" in edited.text
    assert "+    return times + 1" in (await driver.commands(f"snippets diff {key}")).text
    assert EDITED.rstrip("\n") in (await driver.commands(f"snippets show {key}")).text

    deleted = await driver.commands(f"snippets delete {key}")
    assert key not in (await driver.commands("snippets list")).text
    assert "is back" in (await driver.presses(deleted, "Undo")).text
    assert key in (await driver.commands("snippets list lang:python")).text

    exported = (await driver.commands("snippets export json")).file
    assert exported
    planned = await another.commands("snippets import", file=exported)
    assert "1 new" in planned.text
    assert key not in (await another.commands("snippets list")).text, "nothing is kept before that is pressed"
    await another.presses(planned, "Import 1")
    assert EDITED.rstrip("\n") in (await another.commands(f"snippets show {key}")).text
    assert "+    return times + 1" in (await another.commands(f"snippets diff {key}")).text
    assert (await another.commands("snippets export json")).file == exported
