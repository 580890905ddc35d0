"""Settings for Slack: what can't work together stops the start with one line that names what is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.slack.test_crypt import NEW, OLD

BOT, APP, SIGNED = {"SLACK_BOT_TOKEN": "xoxb-1"}, {"SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_SIGNING_SECRET": "s3"}
CLIENT = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s4"}
KEY, HERE = {"ENCRYPTION_KEY": OLD}, {"PUBLIC_URL": "https://code.example"}

WRONG = {
    "no way in": (BOT, "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET"),
    "no way in for many": (CLIENT | KEY | HERE, "SLACK_CLIENT_ID is set, but neither SLACK_APP_TOKEN"),
    "HTTP, but where": (BOT | SIGNED, "means HTTP: set PUBLIC_URL"),
    "an app token alone": (APP, "SLACK_APP_TOKEN is set, but neither SLACK_BOT_TOKEN (one workspace) nor"),
    "a signing secret alone": (SIGNED, "SLACK_SIGNING_SECRET is set, but neither SLACK_BOT_TOKEN (one workspace) nor"),
    "one and many": (
        BOT | CLIENT | APP | KEY | HERE,
        "SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for many",
    ),
    "an id alone": ({"SLACK_CLIENT_ID": "1.2"} | APP | KEY | HERE, "many workspaces need SLACK_CLIENT_SECRET"),
    "a client's secret alone": (BOT | APP | {"SLACK_CLIENT_SECRET": "s4"}, "but not SLACK_CLIENT_ID"),
    "many, unsealed": (CLIENT | APP | HERE, "many workspaces need ENCRYPTION_KEY"),
    "many, sealed with nothing": (
        CLIENT | APP | HERE | {"ENCRYPTION_KEY": " , "},
        "many workspaces need ENCRYPTION_KEY",
    ),
    "many, no way back": (CLIENT | APP | KEY, "many workspaces need PUBLIC_URL"),
    "a user's token": (APP | {"SLACK_BOT_TOKEN": "xoxp-s5"}, "SLACK_BOT_TOKEN: this token starts with xoxb-"),
    "swapped": (
        {"SLACK_BOT_TOKEN": "xapp-s5", "SLACK_APP_TOKEN": "xoxb-s5"},
        "SLACK_BOT_TOKEN: this token starts with",
    ),
    "no app token": (BOT | {"SLACK_APP_TOKEN": "xoxb-s5"}, "SLACK_APP_TOKEN: this token starts with xapp-"),
    "a short key": ({"ENCRYPTION_KEY": "c2hvcnQ="}, "ENCRYPTION_KEY: a key is 32 random bytes"),
    "one of two keys": ({"ENCRYPTION_KEY": f"{OLD},s6"}, "ENCRYPTION_KEY: a key is 32 random bytes"),
    "no address": (
        BOT | APP | {"SLACK_API_URL": "slack.com/api"},
        "SLACK_API_URL=slack.com/api: an address starts with",
    ),
    "no pair": ({"SLACK_REACTIONS": "bulb"}, "SLACK_REACTIONS=bulb: write NAME=MEANING, as in bulb=save, several"),
    "no meaning": (
        {"SLACK_REACTIONS": "bulb=shine"},
        "SLACK_REACTIONS=bulb=shine: a meaning is one of up, down, again, save, stop, nothing",
    ),
    "no budget": ({"SLACK_STARTS_PER_MINUTE": "0"}, "SLACK_STARTS_PER_MINUTE=0"),
    "a slip": ({"SLACK_BOT_TOKN": "xoxb-1"}, "there is no setting SLACK_BOT_TOKN; did you mean SLACK_BOT_TOKEN?"),
}
RIGHT = {
    "nothing": {},
    "Socket Mode": BOT | APP,
    "Socket Mode and a secret left over": BOT | APP | SIGNED,
    "HTTP": BOT | SIGNED | HERE,
    "many over HTTP": CLIENT | SIGNED | KEY | HERE,
    "many over Socket Mode": CLIENT | APP | KEY | HERE,
    "two keys": CLIENT | APP | HERE | {"ENCRYPTION_KEY": f"{NEW}, {OLD}"},
    "another program's token": {"SLACK_API_TOKEN": "xoxp-1"},
    "reactions": {"SLACK_REACTIONS": ":bulb:=save, wave=nothing"},
}
SECRETS = ("s3", "s4", "s5", "s6", "xoxb-1", "xapp-1", OLD)
READ = """
import json, os, sys
from bot.errors import StartError
from bot.loading import load_settings

own = dict(os.environ)
for case in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(own | case)
    try:
        print(json.dumps(repr(load_settings())))
    except StartError as error:
        print(json.dumps(f"STOP {error}"))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a fresh process makes of each case."""
    folder = tmp_path_factory.mktemp("home")
    cases = {name: environment for name, (environment, _) in WRONG.items()} | RIGHT
    done = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[3]), "XDG_CONFIG_HOME": str(folder)},
        input=json.dumps(list(cases.values())),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(cases, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("case", WRONG)
def test_what_can_not_work_is_said_in_one_line(said: dict[str, str], case: str) -> None:
    assert said[case].startswith("STOP ")
    assert WRONG[case][1] in said[case]
    assert "\n" not in said[case]


@pytest.mark.parametrize("case", RIGHT)
def test_what_works_is_taken(said: dict[str, str], case: str) -> None:
    assert said[case].startswith("Settings(")


@pytest.mark.parametrize("case", [*WRONG, *RIGHT])
def test_no_secret_shows(said: dict[str, str], case: str) -> None:
    assert not [secret for secret in SECRETS if secret in said[case]]


def test_reactions_are_read_as_people_write_them(said: dict[str, str]) -> None:
    assert "slack_reactions={'bulb': 'save', 'wave': 'nothing'}" in said["reactions"]
