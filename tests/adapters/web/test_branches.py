"""Regenerate, edit and resend: branches of one conversation, of which the model is told one."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.adapters.web.house import House, Viewer


@pytest.fixture
async def web(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False) as client:
        yield client


async def ask(viewer: Viewer, text: str, follows: int, **fields: object) -> dict[str, Any]:
    """Ask, wait for the answer, and return it as it is shown."""
    await viewer.asks(text, follows=follows, **fields)
    shown: dict[str, Any] = (await viewer.hears_out()).last["shown"]
    return shown


async def again(viewer: Viewer, exchange: int) -> dict[str, Any]:
    await viewer.says("again", client_id=str(uuid4()), exchange=exchange)
    shown: dict[str, Any] = (await viewer.hears_out()).last["shown"]
    return shown


def told(house: House) -> list[str]:
    """What the model was told last, without the system prompt."""
    return [turn["content"] for turn in house.model.asked[-1].messages[1:]]


async def test_an_edited_question_is_asked_in_a_branch_of_its_own(house: House, web: httpx2.AsyncClient) -> None:
    async with house.viewer() as viewer:
        first = await ask(viewer, "One.", 0)
        second = await ask(viewer, "Two.", first["id"])
        edited = await ask(viewer, "Two, edited.", first["id"])
        assert told(house) == ["One.", "You asked: One.", "Two, edited."]
        await ask(viewer, "Three.", edited["id"])
        assert told(house) == ["One.", "You asked: One.", "Two, edited.", "You asked: Two, edited.", "Three."]
        await ask(viewer, "Another beginning.", 0)
        assert told(house) == ["Another beginning."]
    shown = (await web.get(f"/api/conversations/{viewer.conversation}")).json()["exchanges"]
    assert [(one["text"], one["follows"]) for one in shown] == [
        ("One.", 0),
        ("Two.", first["id"]),
        ("Two, edited.", first["id"]),
        ("Three.", edited["id"]),
        ("Another beginning.", 0),
    ]
    assert second["message"] != edited["message"]


async def test_further_answers_stand_beside_each_other(house: House, web: httpx2.AsyncClient) -> None:
    async with house.viewer() as viewer:
        first = await ask(viewer, "One.", 0)
        house.model.says("Another one.")
        other = await again(viewer, first["id"])
        assert told(house) == ["One."]
        await ask(viewer, "Two.", first["id"])
        assert told(house) == ["One.", "You asked: One.", "Two."]
        await ask(viewer, "Three.", other["id"])
        assert told(house) == ["One.", "Another one.", "Three."]
    shown = (await web.get(f"/api/conversations/{viewer.conversation}")).json()["exchanges"]
    assert [one["answer"] for one in shown[:2]] == ["You asked: One.", "Another one."]
    assert shown[0]["message"] == shown[1]["message"] == first["message"]


async def test_a_complaint_is_about_the_answer_that_it_names_or_follows(house: House) -> None:
    async with house.viewer() as viewer:
        first = await ask(viewer, "Sort a list.", 0)
        await ask(viewer, "Thanks.", first["id"])
        house.model.says("Write the answer in C++.", "In C++ then.")
        mended = await ask(viewer, "no, in C++", first["id"], mode="feedback")
        assert "Thanks." not in told(house)
        assert (mended["correction"], mended["answer"]) == ("Write the answer in C++.", "In C++ then.")
        assert [given.words for given in await house.core.store.feedback.on(first["id"])] == ["no, in C++"]
        house.model.says("Make it shorter.", "Short.")
        await ask(viewer, "", mended["id"], mode="feedback", about=first["id"], reasons=["long"])
        (verdict,) = await house.core.store.feedback.on(first["id"])
        assert (verdict.verdict, verdict.words) == (-1, "Make it shorter.")
        assert await house.core.store.feedback.on(mended["id"]) == []


async def test_a_complaint_that_says_nothing_is_refused(house: House) -> None:
    async with house.viewer() as viewer:
        first = await ask(viewer, "Sort a list.", 0)
        await viewer.asks("", mode="feedback", follows=first["id"], reasons=["style"])
        refused = (await viewer.hears_out()).last
    assert refused["type"] == "refused"
    assert "Say in a few words" in refused["text"]


async def test_nothing_follows_what_is_not_in_its_conversation(house: House) -> None:
    async with house.viewer() as viewer, house.viewer() as other:
        secret = await ask(other, "A secret.", 0)
        for fields in ({"follows": secret["id"]}, {"follows": 0, "mode": "feedback", "about": secret["id"]}):
            await viewer.asks("What was said?", **fields)
            refused = (await viewer.hears_out()).last
            assert refused["type"] == "refused"
            assert str(secret["id"]) in refused["text"]
    assert len(house.model.asked) == 1
