"""Which workspaces have the app is kept in our database, on SQLite and on PostgreSQL; tokens can't be read there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import Connection, text

from adapters.slack.crypt import Vault
from adapters.slack.install import Installations, States
from adapters.slack.workspaces import Installed
from bot.errors import StartError
from bot.store import Store, open_store
from tests.adapters.slack.test_crypt import NEW, OLD
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]
TABLES = ("slack_bots", "slack_installations")
NOW = 1.9e9


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    sqlite = f"sqlite+aiosqlite:///{tmp_path / 'store.db'}"
    async with open_store(sqlite if request.param == "sqlite" else request.getfixturevalue("postgres_url")) as store:
        yield store


@pytest.fixture
def installations(store: Store) -> Installations:
    return with_keys(store, OLD)


def with_keys(store: Store, *keys: str, client_id: str = "1.2") -> Installations:
    return Installations(store.database, Vault(keys), client_id)


def installed(team: str | None, token: str, *, enterprise: str | None = None, at: float = 1.8e9) -> Installation:
    """What Slack hands over when somebody installs the app; without a team, for the whole organisation."""
    return Installation(
        app_id="A1",
        team_id=team,
        team_name=team and f"Team {team}",
        enterprise_id=enterprise,
        enterprise_name=enterprise and f"Org {enterprise}",
        is_enterprise_install=team is None,
        bot_token=token,
        bot_id="B1",
        bot_user_id="UBOT1",
        user_id="UANA",
        user_token="xoxp-ana",
        installed_at=at,
    )


async def stored(store: Store) -> str:
    """Everything in both tables, as whoever steals the database reads it."""

    def read(tx: Connection) -> str:
        return "\n".join(str(tuple(row)) for name in TABLES for row in tx.execute(text(f"SELECT * FROM {name}")))

    return await store.database.read(read)


@pytest.mark.parametrize("kept", ["installations", "states"])
async def test_our_migration_makes_the_tables_that_slack_sdk_uses(store: Store, kept: str) -> None:
    metadata = (with_keys(store, OLD) if kept == "installations" else States(store.database)).tables.metadata

    def is_theirs(name: str | None, kind: str, _: object) -> bool:
        return kind != "table" or name in metadata.tables

    def differences(tx: Connection) -> list[object]:
        context = MigrationContext.configure(tx, opts={"compare_type": True, "include_name": is_theirs})
        return list(compare_metadata(context, metadata))

    assert await store.database.read(differences) == []


async def test_a_workspace_that_installed_the_app_is_found(installations: Installations) -> None:
    await installations.async_save(installed("T1", "xoxb-one"))
    assert await installations.find("T1", "") == Installed("xoxb-one", "UBOT1", "B1", "Team T1")


async def test_a_workspace_that_did_not_is_not(installations: Installations) -> None:
    await installations.async_save(installed("T1", "xoxb-one"))
    assert await installations.find("T2", "") is None
    assert await installations.find("", "") is None


async def test_no_token_can_be_read_in_the_database(store: Store, installations: Installations) -> None:
    await installations.async_save(installed("T1", "xoxb-one"))
    kept = await stored(store)
    assert "Team T1" in kept
    assert "xox" not in kept


async def test_a_long_token_has_room(installations: Installations) -> None:
    await installations.async_save(installed("T1", "xoxe.xoxb-1-" + "M" * 300))
    found = await installations.find("T1", "")
    assert found
    assert found.token.endswith("M" * 300)


async def test_a_token_does_not_show_where_an_installation_is_printed(installations: Installations) -> None:
    await installations.async_save(installed("T1", "xoxb-one"))
    assert "xoxb" not in repr(await installations.find("T1", ""))


async def test_who_installs_anew_gets_the_new_token(store: Store, installations: Installations) -> None:
    await installations.async_save(installed("T1", "xoxb-first"))
    await installations.async_save(installed("T1", "xoxb-second", at=1.8e9 + 60))
    found = await installations.find("T1", "")
    assert found
    assert found.token == "xoxb-second"
    assert (await stored(store)).count("Team T1") == len(TABLES), "the old token is not kept"


async def test_one_install_serves_every_workspace_of_an_organisation(installations: Installations) -> None:
    await installations.async_save(installed(None, "xoxb-org", enterprise="E1"))
    found = await installations.find("T7", "E1")
    assert found
    assert (found.token, found.name) == ("xoxb-org", "Org E1")
    assert await installations.find("T7", "E2") is None
    assert await installations.find("T7", "") is None


async def test_a_workspace_s_own_install_goes_before_that_of_its_organisation(installations: Installations) -> None:
    await installations.async_save(installed("T1", "xoxb-one", enterprise="E1"))
    await installations.async_save(installed(None, "xoxb-org", enterprise="E1", at=1.8e9 + 60))
    for enterprise in ("", "E1"):
        found = await installations.find("T1", enterprise)
        assert found
        assert found.token == "xoxb-one"


async def test_another_app_on_the_same_database_keeps_its_own_installs(store: Store) -> None:
    await with_keys(store, OLD, client_id="other").async_save(installed("T1", "xoxb-other"))
    assert await with_keys(store, OLD).find("T1", "") is None


async def test_a_removed_workspace_leaves_nothing_behind(store: Store, installations: Installations) -> None:
    for team, token in (("T1", "xoxb-one"), ("T2", "xoxb-two")):
        await installations.async_save(installed(team, token))
    await installations.remove("T1", None, NOW)
    assert await installations.find("T1", "") is None
    assert "Team T1" not in await stored(store)
    assert await installations.find("T2", "")


async def test_a_removed_organisation_leaves_the_workspaces_that_have_the_app_themselves(
    store: Store, installations: Installations
) -> None:
    await installations.async_save(installed("T1", "xoxb-one", enterprise="E1"))
    await installations.async_save(installed(None, "xoxb-org", enterprise="E1"))
    await installations.remove(None, "E1", NOW)
    assert await installations.find("T7", "E1") is None
    assert await installations.find("T1", "E1")


@pytest.mark.parametrize(("team", "enterprise"), [("T1", None), (None, "E1")])
async def test_what_was_installed_after_a_removal_stays(
    installations: Installations, team: str | None, enterprise: str | None
) -> None:
    await installations.async_save(installed(team, "xoxb-new", enterprise=enterprise, at=1.8e9))
    await installations.remove(team, enterprise, 1.8e9 - 60)
    assert await installations.find(team or "T7", enterprise or "")
    await installations.remove(team, enterprise, 1.8e9 + 60)
    assert await installations.find(team or "T7", enterprise or "") is None


async def test_a_wrong_key_is_found_out_before_anybody_asks(store: Store, installations: Installations) -> None:
    await installations.async_save(installed("T1", "xoxb-one"))
    await installations.check()
    with pytest.raises(StartError, match="ENCRYPTION_KEY does not fit"):
        await with_keys(store, NEW).check()


async def test_after_one_start_with_both_keys_the_old_one_is_not_needed(
    store: Store, installations: Installations
) -> None:
    await installations.async_save(installed("T1", "xoxb-one"))
    await with_keys(store, NEW, OLD).check()
    await with_keys(store, NEW).check()
    found = await with_keys(store, NEW).find("T1", "")
    assert found
    assert found.token == "xoxb-one"


async def test_the_word_of_an_install_is_good_once(store: Store) -> None:
    states = States(store.database)
    word = await states.async_issue()
    assert not await states.async_consume("forged")
    assert await states.async_consume(word)
    assert not await states.async_consume(word)


async def test_words_of_installs_that_nobody_went_on_with_are_thrown_away(store: Store) -> None:
    states = States(store.database)
    stale = await states.async_issue()
    await store.database.write(lambda tx: tx.execute(text("UPDATE slack_oauth_states SET expire_at = '2020-01-01'")))
    assert not await states.async_consume(stale)
    await states.async_issue()
    assert await store.database.read(lambda tx: tx.scalar(text("SELECT count(*) FROM slack_oauth_states"))) == 1
