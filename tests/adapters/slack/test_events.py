"""What people write and do in Slack, read into our words."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import events, interactions, modals
from adapters.slack.command_forms import command_form, import_form
from adapters.slack.origin import Origin, Where
from adapters.slack.payload import Payload
from adapters.slack.plain import as_typed, ids, mentions, straight, turns_to_another
from adapters.slack.replies import reply_form
from bot.commands import Reply
from bot.errors import Unreachable, UsageError
from bot.models import Model
from bot.models.offers import Offer
from bot.nouns import Button, Form
from bot.text import measure
from tests.fakes.slack.blocks import check_blocks
from tests.fakes.slack.typed import typed
from tests.fakes.slack.views import check_modal

NAMES = {"UANA": "Ana", "UBEN": "B<en>", "C1": "general"}
HERE = Where("T1")


def read(text: str) -> str:
    return as_typed(text, lambda id: NAMES.get(id, id), me="UBOT")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt; stays what it is", "&lt; stays what it is"),
        ("<@UBOT> sort it", "sort it"),
        ("<@UBOT|code>: sort it", "sort it"),
        ("hey <@UBOT>, sort it", "hey sort it"),
        ("<@UANA> and <@UBEN> and <@UXYZ>", "@Ana and @B<en> and @UXYZ"),
        ("in <#C1|general>, <#C1>, <#C1|>", "in #general, #general, #general"),
        ("<!here> <!subteam^S1|@devs> <!date^1^{date}|today>", "@here @devs today"),
        ("see <https://a.invalid/x?a=1&amp;b=2>", "see https://a.invalid/x?a=1&b=2"),
        ("see <https://a.invalid/x|a.invalid/x>", "see a.invalid/x"),
        ("see <https://a.invalid|here>", "see here (https://a.invalid)"),
        ("<mailto:a@b.invalid|a@b.invalid>", "a@b.invalid"),
        ("```\n    if a &lt; b:\n        cout &lt;&lt; x;\n```", "```\n    if a < b:\n        cout << x;\n```"),
        ("<@UBOT>\n    indented", "indented"),
        ("a < b <> c", "a < b <> c"),
    ],
)
def test_text_is_read_as_it_was_typed(written: str, meant: str) -> None:
    assert read(written) == meant


@given(st.text(st.sampled_from("<>&|@#!ab;lt \n`"), max_size=60))
def test_what_is_typed_without_mentions_comes_back(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert read(escaped) == text.strip()


def test_the_fakes_clients_and_the_reader_agree() -> None:
    code = "for (int i = 0; i < n && a[i] > 0; ++i) // &lt; https://a.invalid/x?y=1&z=2"
    assert read(typed(code)) == code


def test_who_is_meant() -> None:
    assert mentions("hey <@UBOT|code>", "UBOT")
    assert not mentions("hey <@UBOTX> UBOT", "UBOT")
    assert turns_to_another("<@UANA> look", "UBOT")
    assert not turns_to_another("<@UBOT> look", "UBOT")
    assert ids("<@UANA> in <#C1|> and <https://x|y>") == {"UANA", "C1"}
    assert straight("“a” ‘b’") == "\"a\" 'b'"


def body(**event: object) -> dict[str, object]:
    return {"event": {"type": "message", "channel": "C1", "user": "UANA", "ts": "2.0", "text": "hi", **event}}


def test_a_post_and_its_thread() -> None:
    post = events.read_post(body(), HERE)
    assert post
    assert (post.ref, post.origin.thread, post.in_thread) == ("T1:C1:2.0", "2.0", False)
    reply = events.read_post(body(thread_ts="1.0", subtype="thread_broadcast", user_team="T9"), HERE)
    assert reply
    assert (reply.origin.place.conversation, reply.in_thread) == ("slack::T1:C1:1.0", True)
    assert reply.origin.user_team == "T9"
    direct = events.read_post(body(channel="D1"), Where("T1", "E1"))
    assert direct
    assert direct.origin.is_direct
    assert direct.origin.place.conversation == "slack:E1:T1:D1:2.0"


@pytest.mark.parametrize(
    "odd",
    [
        {"subtype": "channel_join"},
        {"bot_id": "B2"},
        {"hidden": True},
        {"user": None},
        {"ts": 2.0},
        {"channel": {"id": "C1"}},
        {"subtype": ["file_share"]},
    ],
)
def test_what_no_person_posted_is_none(odd: dict[str, object]) -> None:
    assert events.read_post(body(**odd), HERE) is None


def test_an_edit_is_one_only_where_the_words_differ() -> None:
    message = {"user": "UANA", "ts": "2.0", "text": "new", "edited": {"ts": "3.0"}}
    changed = {"subtype": "message_changed", "message": message, "previous_message": {**message, "text": "old"}}
    edit = events.read_edit(body(**changed), HERE)
    assert edit
    assert (edit.ts, edit.text, edit.moment) == ("2.0", "new", "3.0")
    assert events.read_edit(body(**{**changed, "previous_message": message}), HERE) is None
    assert events.read_edit(body(**{**changed, "message": {**message, "bot_id": "B1"}}), HERE) is None


def test_a_deletion_is_one_also_where_a_tombstone_stays() -> None:
    gone = events.read_deletion(body(subtype="message_deleted", deleted_ts="2.0"), HERE)
    buried = {"subtype": "message_changed", "message": {"subtype": "tombstone", "ts": "2.0"}}
    assert gone
    assert gone == events.read_deletion(body(**buried), HERE)
    assert events.read_deletion(body(), HERE) is None


def test_a_reaction_has_no_skin_tone() -> None:
    item = {"type": "message", "channel": "C1", "ts": "2.0"}
    event = {"type": "reaction_added", "user": "UANA", "reaction": "+1::skin-tone-2", "item": item, "event_ts": "9"}
    reaction = events.read_reaction({"event": event}, HERE)
    assert reaction
    assert (reaction.name, reaction.added) == ("+1", True)
    assert events.read_reaction({"event": {**event, "item": {"type": "file"}}}, HERE) is None


@pytest.mark.parametrize(
    "reader",
    [interactions.read_press, interactions.read_slash, interactions.read_submission, interactions.read_shortcut],
)
@pytest.mark.parametrize("payload", [{}, {"user": 5, "actions": {}, "view": []}, {"message": None, "channel": "C1"}])
def test_where_somebody_waits_a_payload_that_lacks_something_gets_a_sentence(
    reader: Callable[[Payload, Where], object], payload: Payload
) -> None:
    with pytest.raises(UsageError, match="once more"):
        reader(payload, HERE)


def test_the_forms_are_such_as_slack_takes() -> None:
    names = ["a" * 151, "m" * 80, *(f"m{n}" for n in range(200))]
    models = [Offer(Model(name, "p", 1), Unreachable("gone")) for name in names]
    twice = [Offer(Model("same", "one", 1)), Offer(Model("same", "two", 1), Unreachable("gone"))]
    for served in ([], models, twice):
        check_blocks(modals.ask_form("C1", served, "m3")["blocks"], "modal", 100)
    check_blocks(modals.change_form(7)["blocks"], "modal", 100)
    origin = Origin(HERE, "UANA", "C1", "1.0", channel_name="general")
    for code in ("x", "x" * 3000, "👩" * 1500, "👩" * 1501, "x" * 3001):
        form = command_form(Form("Edit s-7k2f", "n" * 200, code, "snippets edit s-7k2f --version 1"), origin)
        check_modal(form)
        assert form["callback_id"] == ("write" if measure(code) <= 3000 else "send_file")
    check_modal(import_form(origin))
    options = modals.model_menu(twice, "")["options"]
    assert [option["value"] for option in options] == ["default", "one/same", "two/same"]
    assert [option["text"]["text"] for option in options[1:]] == ["one/same", "two/same (out of reach)"]


def test_a_command_in_a_window_keeps_its_code_as_it_is() -> None:
    code = "x = a < b\n" * 900
    text = f"**Snippet** `s-1` & more\n\n````python\n{code}````\n\nafter"
    form = reply_form("A title that is much too long for a window", Reply(text, (Button("Undo", "snippets list"),)))
    blocks = check_blocks(form["blocks"], "modal", 100)
    shown = [block["elements"][0]["elements"][0]["text"] for block in blocks if block["type"] == "rich_text"]
    assert "".join(shown) == code.removesuffix("\n")
    assert blocks[0]["text"]["text"] == "*Snippet* `s-1` &amp; more"
    assert len(form["title"]["text"]) <= 24


def test_a_link_in_a_window_leads_where_it_says() -> None:
    text = "[Where it comes from](https://t1.slack.com/p1?a=1&b=2) [bank.com](https://evil.invalid) [x](javascript:1)"
    (shown,) = check_blocks(reply_form("x", Reply(text))["blocks"], "modal", 100)
    assert shown["text"]["text"].startswith("<https://t1.slack.com/p1?a=1&amp;b=2|Where it comes from> [bank.com]")
    assert shown["text"]["text"].count("<") == 1
