"""Settings for Discord, and the invite link: what is wrong stops the start with one line that says what is right."""

import base64
import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import click.testing
import pytest

from adapters.cli import commands
from bot.errors import StartError
from bot.loading import load_settings

WRONG = {
    "DISCORD_BOT_TOKEN": ("MTA", "DISCORD_BOT_TOKEN: a bot token has three parts"),
    "DISCORD_API_URL": ("discord.com", "DISCORD_API_URL=discord.com: an address starts with"),
    "DISCORD_GATEWAY_URL": ("https://x", "DISCORD_GATEWAY_URL=https://x: the address of a gateway starts with ws://"),
    "DISCORD_CHANNELS": ("general", "DISCORD_CHANNELS=general: general is no id"),
    "DISCORD_ROLES": ("123456789012345678,boss", "boss is no id"),
    "DISCORD_SHARDS": ("4/4", "DISCORD_SHARDS=4/4: write the shards of this process"),
    "DISCORD_REACTIONS": ("💡=shine", "a meaning is one of up, down, again, save, stop, nothing"),
    "DISCORD_EDITS": ("0", "DISCORD_EDITS=0"),
    "DISCORD_QUESTIONS_PER_MINUTE": ("0", "DISCORD_QUESTIONS_PER_MINUTE=0"),
    "DISCORD_BOT_TOKN": ("a.b.c", "there is no setting DISCORD_BOT_TOKN; did you mean DISCORD_BOT_TOKEN?"),
}
TOKEN = base64.b64encode(b"1174109841145200640").decode().rstrip("=") + ".stamp.secret"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("DISCORD_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    value, line = WRONG[name]
    monkeypatch.setenv(name, value)
    with pytest.raises(StartError) as refusal:
        load_settings()
    assert line in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_right_ones_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DISCORD_BOT_TOKEN": TOKEN,
        "DISCORD_CHANNELS": "123456789012345678, 123456789012345679",
        "DISCORD_SHARDS": "0,2/4",
        "DISCORD_REACTIONS": "💡=save,👋🏽=nothing",
    }.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.discord_channels == ("123456789012345678", "123456789012345679")
    assert settings.shards == ([0, 2], 4)
    assert settings.discord_reactions == {"💡": "save", "👋": "nothing"}
    assert TOKEN not in repr(settings)


def test_the_invite_asks_for_what_is_needed_and_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_BOT_TOKEN", TOKEN)
    said = click.testing.CliRunner().invoke(commands, ["discord", "invite"]).output.strip()
    asked = parse_qs(urlsplit(said).query)
    assert asked["client_id"] == ["1174109841145200640"]
    assert asked["scope"] == ["bot applications.commands"]
    # docs.discord.com/developers/topics/permissions: see, send, attach, read history, open threads, send in them
    assert int(asked["permissions"][0]) == sum(1 << bit for bit in (10, 11, 15, 16, 35, 38))


@pytest.mark.parametrize(("token", "line"), [("", "Set DISCORD_BOT_TOKEN"), ("?.b.c", "names no application")])
def test_without_a_token_the_invite_says_what_is_missing(
    token: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if token:
        monkeypatch.setenv("DISCORD_BOT_TOKEN", token)
    done = click.testing.CliRunner().invoke(commands, ["discord", "invite"])
    assert done.exit_code == 2
    assert line in done.output
    named = click.testing.CliRunner().invoke(commands, ["discord", "invite", "--id", "42"])
    assert "client_id=42&" in named.output
