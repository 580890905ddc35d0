"""Tokens in the hands of whoever runs the program: the real command line on a database."""

from pathlib import Path

import pytest

from bot.store import open_store
from tests.adapters.test_cli import Person
from tests.fakes.openai_server import ModelServer


@pytest.fixture
def person(tmp_path: Path, model_server: ModelServer) -> Person:
    return Person(tmp_path, model_server)


async def test_a_token_is_made_shown_once_listed_and_revoked(person: Person) -> None:
    whose = ("--platform", "slack", "--workspace", "T1", "--user", "U1", "--name", "Ann")
    made = await person.calls("tokens", "add", *whose, "--scopes", "snippets:read", "--label", "her editor")
    assert made.code == 0, made.err
    secret = made.out.strip()
    assert secret.startswith("cs_")
    async with open_store(f"sqlite+aiosqlite:///{person.data / 'code-supporter.db'}") as store:
        token = await store.tokens.find(secret)
    assert token is not None
    assert (token.author.platform, token.author.id, token.author.name) == ("slack", "U1", "Ann")
    assert (token.workspace, token.scopes) == ("T1", ("snippets:read",))
    page = await person.calls("tokens", "add", "--platform", "web")
    assert page.out.startswith("cs_")
    listed = (await person.calls("tokens", "list")).out
    first, second = listed.splitlines()
    assert first.startswith("1  slack T1 Ann (U1)  snippets:read  used ")
    assert first.endswith("  her editor")
    assert second == "2  web web you (local)  snippets:read,snippets:write  never used"
    assert secret not in listed
    assert "Ann" in (await person.calls("tokens", "revoke", "1")).out
    gone = await person.runs("tokens", "revoke", "1")
    assert (gone.code, gone.err) == (2, "code-supporter: There is no token 1: code-supporter tokens list\n")


async def test_what_makes_no_sense_is_said(person: Person) -> None:
    for arguments, says in (
        (("--platform", "slack"), "--workspace and --user"),
        (("--platform", "slack", "--workspace", "T1"), "--user"),
        (("--platform", "web", "--scopes", "everything"), "'everything'"),
        (("--platform", "web", "--scopes", ""), "snippets:read"),
    ):
        refused = await person.runs("tokens", "add", *arguments)
        assert refused.code == 2
        assert says in refused.err
        assert refused.out == ""
    assert (await person.calls("tokens", "list")).out.startswith("There are no tokens")
