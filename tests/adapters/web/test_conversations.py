"""The list of conversations on the page: searched, named, pinned, deleted and restored, and taken along."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx2
import pytest

import adapters.discord.place as discord
import adapters.slack.place as slack
from adapters.person_at_page import LOCAL, WORKSPACE
from adapters.web.whereabouts import name_id, read_id
from bot.nouns import Author, Message, State
from bot.store.snippets import Viewer as Person
from tests.adapters.web.house import House, headers_of

YOU = Person(LOCAL, WORKSPACE)


@pytest.fixture
async def web(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False, headers=headers_of(house)) as client:
        yield client


async def hold(house: House, *questions: str) -> str:
    """Hold a conversation, and return its id."""
    async with house.viewer() as viewer:
        for text in questions:
            await viewer.asks(text)
            await viewer.hears_out()
        return viewer.conversation


async def say_in_slack(house: House, author: Author, conversation: str = "slack::web:C1:1.2") -> int:
    message = Message(str(uuid4()), conversation, author, "Asked in Slack.", workspace=WORKSPACE, home="slack")
    exchange = await house.core.store.exchanges.begin(message, "p1")
    assert exchange
    await house.core.store.exchanges.finish(exchange.id, state=State.DONE, answer="Answered in Slack.")
    return exchange.id


async def titles(web: httpx2.AsyncClient, **wanted: str) -> list[str]:
    listed = (await web.get("/api/conversations", params=wanted)).json()
    return [one["title"] for one in listed["conversations"]]


async def test_a_conversation_is_called_by_its_first_question(house: House, web: httpx2.AsyncClient) -> None:
    await hold(house, "How do I\n\nsort?", "And backwards?")
    id = await hold(house, "x" * 200)
    listed = (await web.get("/api/conversations")).json()
    assert listed["more"] is False
    newest, oldest = listed["conversations"]
    assert (newest["id"], newest["title"]) == (id, "x" * 80)
    assert oldest["title"] == "How do I sort?"
    assert (oldest["platform"], oldest["pinned"], oldest["running"], oldest["link"]) == ("web", False, False, "")
    assert oldest["updated"] > 1_000_000_000


async def test_it_is_named_pinned_and_found(house: House, web: httpx2.AsyncClient) -> None:
    id = await hold(house, "How do I retry?")
    await hold(house, "How do I sort?")
    changed = await web.patch(f"/api/conversations/{id}", json={"title": "  Trying\nagain ", "pinned": True})
    assert (changed.json()["title"], changed.json()["pinned"]) == ("Trying again", True)
    assert await titles(web) == ["Trying again", "How do I sort?"]
    assert await titles(web, words="RETRY") == ["Trying again"]
    assert (await web.get(f"/api/conversations/{id}")).json()["title"] == "Trying again"
    await web.patch(f"/api/conversations/{id}", json={"title": "", "pinned": False})
    assert await titles(web) == ["How do I sort?", "How do I retry?"]
    assert (await web.patch(f"/api/conversations/{id}", json={"title": "x" * 81})).status_code == 400
    assert (await web.patch(f"/api/conversations/{id}", content=b"[")).status_code == 400


async def test_a_long_list_goes_on_behind_its_last_row(house: House, web: httpx2.AsyncClient) -> None:
    for n in range(52):
        message = Message(str(uuid4()), f"web:{uuid4()}", LOCAL, f"Number {n}", workspace=WORKSPACE)
        assert await house.core.store.exchanges.begin(message, "p1")
    first = (await web.get("/api/conversations")).json()
    assert (len(first["conversations"]), first["more"]) == (50, True)
    rest = (await web.get("/api/conversations", params={"before": first["conversations"][-1]["id"]})).json()
    assert ([one["title"] for one in rest["conversations"]], rest["more"]) == (["Number 1", "Number 0"], False)


async def test_deleting_stops_the_answer_and_can_be_undone(house: House, web: httpx2.AsyncClient) -> None:
    house.model.hold(after=2)
    async with house.viewer() as viewer:
        await viewer.asks("Go.")
        heard = await viewer.hears_until("You a")
        (listed,) = (await web.get("/api/conversations")).json()["conversations"]
        assert listed["running"]
        assert (await web.delete(f"/api/conversations/{viewer.conversation}")).status_code == 204
        assert (await viewer.hears_out(heard)).last["reason"] == "stopped"
    await house.model.left()
    assert await titles(web) == []
    for path in ("", "/markdown"):
        assert (await web.get(f"/api/conversations/{viewer.conversation}{path}")).status_code == 404
    assert (await web.post(f"/api/conversations/{viewer.conversation}/restore")).status_code == 204
    assert await titles(web) == ["Go."]


async def test_a_thread_of_another_platform_can_be_read(house: House, web: httpx2.AsyncClient) -> None:
    await say_in_slack(house, LOCAL)
    (listed,) = (await web.get("/api/conversations")).json()["conversations"]
    assert (listed["platform"], listed["id"]) == ("slack", name_id("slack::web:C1:1.2"))
    assert read_id(listed["id"]) == "slack::web:C1:1.2"
    shown = (await web.get(f"/api/conversations/{listed['id']}")).json()
    assert (shown["writable"], [one["answer"] for one in shown["exchanges"]]) == (False, ["Answered in Slack."])
    await say_in_slack(house, Author("slack", "U2", "Ben"))  # who is in it, too, and spoke last
    shown = (await web.get(f"/api/conversations/{listed['id']}")).json()
    assert [one["by"] for one in shown["exchanges"]] == ["", "Ben"]
    assert (await web.get(f"/api/models?conversation={listed['id']}")).status_code == 200


def test_threads_of_other_platforms_have_addresses() -> None:
    assert slack.address_of("slack::T1:C1:1.2") == "https://app.slack.com/client/T1/C1/thread/C1-1.2"
    assert discord.address_of("discord:9:7:") == "https://discord.com/channels/9/7"
    assert discord.address_of("discord::7:8") == "https://discord.com/channels/@me/7"
    assert slack.address_of("discord:9:7:") == discord.address_of("slack::T1:C1:1.2") == ""


async def test_nobody_reaches_what_somebody_else_asked(house: House, web: httpx2.AsyncClient) -> None:
    theirs = await say_in_slack(house, Author("slack", "U2", "Ben"))
    id = name_id("slack::web:C1:1.2")
    assert await titles(web) == []
    assert (await web.get(f"/api/conversations/{id}")).status_code == 404
    assert (await web.get(f"/api/conversations/{id}/markdown")).status_code == 404
    assert (await web.get(f"/api/models?conversation={id}")).status_code == 404
    assert (await web.get(f"/api/models?conversation={name_id('slack::web:C1:not-begun')}")).status_code == 404
    assert (await web.patch(f"/api/conversations/{id}", json={"pinned": True})).status_code == 404
    assert (await web.delete(f"/api/conversations/{id}")).status_code == 404
    assert (await web.post(f"/api/conversations/{id}/restore")).status_code == 404
    assert (await web.put(f"/api/exchanges/{theirs}/verdict", json={"verdict": 1})).status_code == 404


async def test_a_thumb_is_given_changed_and_taken_back(house: House, web: httpx2.AsyncClient) -> None:
    id = await hold(house, "How do I sort?")
    (shown,) = (await web.get(f"/api/conversations/{id}")).json()["exchanges"]
    assert (shown["verdict"], shown["files"], shown["usage"]["cost"]) == (0, [], None)
    assert shown["usage"]["prompt"] > 0
    address = f"/api/exchanges/{shown['id']}/verdict"
    for verdict in (1, -1, -1, 0, 0):
        given = await web.put(address, json={"verdict": verdict})
        assert (given.status_code, given.json()) == (200, {"verdict": verdict})
        (shown,) = (await web.get(f"/api/conversations/{id}")).json()["exchanges"]
        assert shown["verdict"] == verdict
    assert (await web.put(address, json={"verdict": 2})).status_code == 400


async def test_it_is_exported_with_code_byte_for_byte(house: House, web: httpx2.AsyncClient) -> None:
    code = "```py\n\tdef f():  \n\n\t\treturn '\\t'  # é 👩\u200d👧\n```"
    house.model.says("Old.", f"So:\n\n{code}\n\nDone.")
    async with house.viewer() as viewer:
        await viewer.asks("How?", follows=0)
        first = (await viewer.hears_out()).last["exchange"]
        await viewer.says("again", client_id=str(uuid4()), exchange=first)
        newest = (await viewer.hears_out()).last["exchange"]
        house.model.says("Write the answer in C++.", "In C++ then.")
        await viewer.asks("no, in C++", follows=newest, mode="feedback")
        await viewer.hears_out()
    exported = await web.get(f"/api/conversations/{viewer.conversation}/markdown")
    assert exported.headers["content-disposition"] == 'attachment; filename="how.md"'
    assert exported.text == (
        f"# How?\n\n## you\n\nHow?\n\n## scripted 👎\n\nSo:\n\n{code}\n\nDone.\n\n## you (feedback)\n\nno, in C++\n\n"
        "## scripted\n\n> **Correction:** Write the answer in C++.\n\nIn C++ then.\n"
    )
