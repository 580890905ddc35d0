"""The manifest names everything that the app listens to, and asks for what its calls need and no more."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
import yaml  # type: ignore[import-untyped]
from slack_bolt.async_app import AsyncApp

from adapters.slack.listeners import attach
from adapters.slack.listeners.sessions import PROMPTS
from adapters.slack.manifest import scopes, write_manifest
from adapters.slack.parts import Parts
from tests.fakes.openai_server import ModelServer
from tests.stack import opened

ROOT = Path(__file__).parents[3]
HISTORY = {"channels:history", "groups:history", "im:history", "mpim:history"}
READ = {"channels:read", "groups:read", "im:read", "mpim:read"}
SCOPES_OF_METHODS: dict[str, set[str]] = {
    "agents.sessions.setStatus": {"chat:write"},
    "apps.connections.open": set(),
    "assistant.threads.setStatus": {"chat:write"},
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "auth.test": set(),
    "chat.appendStream": {"chat:write"},
    "chat.delete": {"chat:write"},
    "chat.getPermalink": set(),
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.startStream": {"chat:write"},
    "chat.stopStream": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": HISTORY,
    "conversations.info": READ,
    "conversations.open": {"im:write"},
    "conversations.replies": HISTORY,
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "files.info": {"files:read"},
    "reactions.add": {"reactions:write"},
    "reactions.get": {"reactions:read"},
    "users.info": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.update": set(),
}
"""By docs.slack.dev/reference/methods."""
SCOPES_OF_EVENTS = {
    "app_mention": {"app_mentions:read"},
    "message": HISTORY,
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
}
SCOPES_OF_FEATURES = {"agent_view": {"assistant:write"}, "slash_commands": {"commands"}, "shortcuts": {"commands"}}
METHOD = re.compile(
    r"(agents|apps|assistant|auth|bots|chat|conversations|files|pins|reactions|team|users|views)(\.\w+)+"
)
CONVERSATIONS = {"message.channels", "message.groups", "message.im", "message.mpim"}


class Recorder:
    """An app, as far as ``attach`` sees it, that notes what is listened to."""

    def __init__(self) -> None:
        self.heard: dict[str, set[str]] = {}
        nothing: Any = None
        parts = Parts(*[nothing] * 11)
        attach(cast("AsyncApp", self), parts)

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def listen(what: object) -> Callable[[object], None]:
            if isinstance(what, str):
                self.heard.setdefault(kind, set()).add(what)
            return lambda function: None

        return listen


@pytest.fixture(scope="module")
def heard() -> dict[str, set[str]]:
    return Recorder().heard


@pytest.fixture(params=["socket", "http"])
def manifest(request: pytest.FixtureRequest) -> Any:
    return yaml.safe_load(
        write_manifest("https://code.example", http=True) if request.param == "http" else write_manifest()
    )


def called() -> set[str]:
    """The methods of the Web API that stand anywhere in the adapter."""
    names = set()
    for file in (ROOT / "adapters" / "slack").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and METHOD.fullmatch(node.value):
                names.add(node.value)
    return names


def test_every_event_that_is_listened_to_is_subscribed_to_and_no_other(
    manifest: Any, heard: dict[str, set[str]]
) -> None:
    subscribed = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert subscribed - CONVERSATIONS == heard["event"] - {"message"}
    assert subscribed >= CONVERSATIONS


async def test_every_command_is_registered(manifest: Any, tmp_path: Path, model_server: ModelServer) -> None:
    async with opened(tmp_path, model_server) as core:
        known = {f"/{name}" for name in core.commands.names()}
    assert {command["command"] for command in manifest["features"]["slash_commands"]} == known


def test_every_shortcut_is_registered(manifest: Any, heard: dict[str, set[str]]) -> None:
    assert {shortcut["callback_id"] for shortcut in manifest["features"]["shortcuts"]} == heard["shortcut"]
    assert {shortcut["type"] for shortcut in manifest["features"]["shortcuts"]} == {"message"}


def test_buttons_and_forms_are_delivered(manifest: Any, heard: dict[str, set[str]]) -> None:
    assert heard["action"]
    assert heard["view"]
    assert manifest["settings"]["interactivity"]["is_enabled"] is True


def test_every_method_that_is_called_is_one_whose_scopes_are_known() -> None:
    assert called() - SCOPES_OF_METHODS.keys() == set()


def test_the_app_asks_for_the_scopes_that_it_needs_and_for_no_more(manifest: Any, heard: dict[str, set[str]]) -> None:
    needed = set().union(*(SCOPES_OF_METHODS[method] for method in called()))
    needed |= set().union(*(SCOPES_OF_EVENTS.get(event, set()) for event in heard["event"]))
    needed |= set().union(*(SCOPES_OF_FEATURES.get(feature, set()) for feature in manifest["features"]))
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed
    assert list(manifest["oauth_config"]["scopes"]) == ["bot"], "nothing is done in a person's name"


def test_an_install_asks_for_the_same_scopes(manifest: Any) -> None:
    assert scopes() == manifest["oauth_config"]["scopes"]["bot"]


def test_people_can_write_to_the_app_and_have_a_home(manifest: Any) -> None:
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_the_manifest_suggests_what_the_program_suggests(manifest: Any) -> None:
    suggested = manifest["features"]["agent_view"]["suggested_prompts"]
    assert [(each["title"], each["message"]) for each in suggested] == list(PROMPTS)


def test_texts_keep_to_slack_s_limits(manifest: Any) -> None:
    shown, features = manifest["display_information"], manifest["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    assert all(len(command["description"]) <= 2000 for command in features["slash_commands"])
    assert all(
        len(shortcut["name"]) <= 24 and len(shortcut["description"]) <= 150 for shortcut in features["shortcuts"]
    )


def test_over_a_socket_there_is_no_address() -> None:
    text = write_manifest()
    assert yaml.safe_load(text) == yaml.safe_load((ROOT / "adapters/slack/manifest.yaml").read_text())
    assert yaml.safe_load(text)["settings"]["socket_mode_enabled"] is True
    assert "url" not in text.lower()


def test_over_http_everything_goes_to_one_address() -> None:
    text = write_manifest("https://code.example", http=True)
    manifest = yaml.safe_load(text)
    assert manifest["settings"]["socket_mode_enabled"] is False
    addresses = {
        manifest["settings"]["event_subscriptions"]["request_url"],
        manifest["settings"]["interactivity"]["request_url"],
        *(command["url"] for command in manifest["features"]["slash_commands"]),
    }
    assert addresses == {"https://code.example/slack/events"}
    assert manifest["oauth_config"]["redirect_urls"] == ["https://code.example/slack/oauth_redirect"]
    assert "#" not in text.replace('"#', "")
    assert "PUBLIC_URL" not in text


def test_an_install_can_lead_back_over_a_socket_too() -> None:
    manifest = yaml.safe_load(write_manifest("https://code.example"))
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["oauth_config"]["redirect_urls"] == ["https://code.example/slack/oauth_redirect"]


@pytest.mark.parametrize(
    ("arguments", "public_url", "code", "said"),
    [
        ((), "", 0, "socket_mode_enabled: true"),
        (("--http",), "https://code.example/", 0, "url: https://code.example/slack/events"),
        (("--http",), "", 2, "Set PUBLIC_URL"),
    ],
)
def test_the_command_line_prints_it(
    tmp_path: Path, arguments: tuple[str, ...], public_url: str, code: int, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "slack", "manifest", *arguments],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PUBLIC_URL": public_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert said in (done.stderr if code else done.stdout)


def test_the_command_line_prints_it_while_env_is_half_filled(tmp_path: Path) -> None:
    half = "PUBLIC_URL=https://code.example\nSLACK_BOT_TOKEN=xoxb-one\nSLACK_SIGNING_SECRET=\nSLACK_APP_TOKEN=?\n"
    (tmp_path / ".env").write_text(half)
    done = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "slack", "manifest", "--http"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "url: https://code.example/slack/events" in done.stdout


def test_the_command_line_wants_an_address(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "slack", "manifest", "--http"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PUBLIC_URL": "code.example"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "PUBLIC_URL=code.example: an address starts with http:// or https://" in done.stderr
