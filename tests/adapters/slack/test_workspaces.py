"""What a call of the Web API raises, whatever Slack, or something between it and us, answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from adapters.slack.errors import SlackRefused, Unclear
from adapters.slack.workspaces import Installed, Workspaces
from bot.errors import Flaky, Forbidden, Gone, SurfaceError, Throttled
from tests.adapters.slack.thread_of import TOKENS, Kept, opened
from tests.fakes.slack import SlackServer

METHOD = "chat.update"


@asynccontextmanager
async def answering(response: web.Response) -> AsyncIterator[Workspaces]:
    """Workspaces of a server that gives one answer to all."""

    async def answer(request: web.Request) -> web.Response:
        return response

    app = web.Application()
    app.router.add_route("*", "/api/{method}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with Workspaces(Kept(), api_url=f"http://127.0.0.1:{runner.addresses[0][1]}/api/") as workspaces:
            yield workspaces
    finally:
        await runner.cleanup()


async def problem(response: web.Response) -> SurfaceError:
    """Return what a call raises that is answered so."""
    async with answering(response) as workspaces:
        with pytest.raises(SurfaceError) as caught:
            await (await workspaces.get("T1")).call(METHOD, channel="C1", ts="1.0")
    assert "xoxb" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("code", "kind", "sentence"),
    [
        ("message_not_found", Gone, "deleted"),
        ("thread_not_found", Gone, "deleted"),
        ("channel_not_found", Gone, "not a member"),
        ("not_in_channel", Forbidden, "/invite"),
        ("is_archived", Forbidden, "archived"),
        ("invalid_auth", Forbidden, "no longer installed"),
        ("restricted_action_read_only_channel", Forbidden, "admin"),
        ("edit_window_closed", Forbidden, "edited"),
        ("messages_tab_disabled", Forbidden, "channel"),
        ("internal_error", Unclear, METHOD),
        ("service_unavailable", Flaky, METHOD),
        ("ratelimited", Throttled, "again"),
        ("msg_too_long", SlackRefused, "msg_too_long"),
    ],
)
async def test_slack_s_names_become_sentences(code: str, kind: type[SurfaceError], sentence: str) -> None:
    raised = await problem(web.json_response({"ok": False, "error": code}))
    assert type(raised) is kind
    assert sentence in str(raised)


async def test_the_permission_that_is_missing_is_named() -> None:
    raised = await problem(web.json_response({"ok": False, "error": "missing_scope", "needed": "files:write"}))
    assert "`files:write`" in str(raised)


async def test_a_permission_that_slack_does_not_name_is_one_nonetheless() -> None:
    raised = await problem(web.json_response({"ok": False, "error": "missing_scope"}))
    assert str(raised).startswith("Code Supporter lacks a permission that this takes in this workspace. Somebody")


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7), ("0.5", 0.5), ("", 1), ("soon", 1), ("-3", 1), ("nan", 1), ("1e9", 120)]
)
async def test_slack_is_left_alone_as_long_as_it_says_within_reason(header: str, seconds: float) -> None:
    raised = await problem(web.json_response({"ok": False}, status=429, headers={"Retry-After": header}))
    assert isinstance(raised, Throttled)
    assert raised.retry_after == seconds


@pytest.mark.parametrize(
    "response",
    [
        (200, b"", "application/json"),
        (200, b"[]", "application/json"),
        (200, b'["x"]', "application/json"),
        (200, b'{"ok": false}', "application/json"),
        (200, b'{"ok": false, "error": null}', "application/json"),
        (200, b"\xff\xfe", "application/json"),
        (200, b"{", "application/json"),
        (200, b"<html>sign in</html>", "text/html"),
        (200, b"hello", "text/plain"),
        (502, b"bad gateway", "text/html"),
        (500, b'{"ok": false, "error": "whatever"}', "application/json"),
        (404, b"", "text/plain"),
    ],
)
async def test_an_answer_that_makes_no_sense_may_have_been_done(response: tuple[int, bytes, str]) -> None:
    status, body, kind = response
    raised = await problem(web.Response(status=status, body=body, content_type=kind))
    assert isinstance(raised, Unclear)


async def test_a_call_that_never_left_was_not_done() -> None:
    async with SlackServer() as slack:
        address = slack.api_url
    async with Workspaces(Kept(), api_url=address) as workspaces:
        with pytest.raises(Flaky) as caught:
            await (await workspaces.get("T1")).call(METHOD, channel="C1")
    assert type(caught.value) is Flaky


async def test_an_installation_is_looked_up_once_and_again_when_it_was_forgotten() -> None:
    tokens = Kept()
    async with SlackServer() as slack, opened(slack, tokens=tokens) as workspaces:
        one = await workspaces.get("T1")
        assert await workspaces.get("T1") is one
        assert tokens.looked_up == 1
        tokens.installed["T1"] = Installed("xoxb-new", "UBOT1", "B1", "One")
        workspaces.forget("T1")
        assert (await workspaces.get("T1")).client.token == "xoxb-new"


async def test_an_organisation_that_removed_the_app_is_forgotten() -> None:
    tokens = Kept()
    tokens.installed["E1"] = TOKENS["T1"]
    async with SlackServer() as slack, opened(slack, tokens=tokens) as workspaces:
        await workspaces.get("E1", "E1")
        del tokens.installed["E1"]
        workspaces.forget("E1")
        with pytest.raises(Forbidden, match="no longer installed"):
            await workspaces.get("E1", "E1")


async def test_what_is_only_read_is_asked_for_as_slack_wants_it() -> None:
    async with SlackServer() as slack, opened(slack) as workspaces:
        workspace = await workspaces.get("T1")
        answer = await workspace.call("users.info", user="UANA", include_locale=None)
        assert answer["user"]["profile"]["display_name"] == "Ana"
        assert "include_locale" not in slack.calls[-1].args
