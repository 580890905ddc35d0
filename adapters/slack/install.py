"""The workspaces that installed the app, and the installs on their way: slack_sdk's own tables, in our database."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Connection, and_, delete, or_, select, update
from sqlalchemy.engine import Engine

from adapters.slack.crypt import Sealed, Vault
from adapters.slack.workspaces import Installed
from bot.errors import StartError, StoreError
from bot.store.database import Database

T = TypeVar("T")
S = TypeVar("S", SQLAlchemyInstallationStore, SQLAlchemyOAuthStateStore)

STATE_SECONDS = 600
"""How long an install may take from Slack's first page to the way back."""
_log = logging.getLogger(__name__)
_NO_ENGINE = cast("Engine", None)


class Installations(AsyncInstallationStore):
    """Installed workspaces and organisations. Raises ``StoreError`` where the database refuses or no key fits."""

    def __init__(self, database: Database, vault: Vault, client_id: str) -> None:
        self._database = database
        self._vault = vault
        self.tables = SQLAlchemyInstallationStore(client_id, _NO_ENGINE)
        for table in (self.tables.bots, self.tables.installations):
            for column in table.c:
                if column.name.endswith("_token"):
                    column.type = Sealed(vault)

    @property
    def logger(self) -> logging.Logger:
        return _log

    async def check(self) -> None:
        """Read every token; where there are old keys, write all of them anew with the first. Raises ``StartError``."""
        try:
            await (self._database.write if self._vault.has_old_keys else self._database.read)(self._check)
        except StoreError as error:
            raise StartError(str(error)) from error

    async def find(self, team: str, enterprise: str) -> Installed | None:
        """Return the bot of a workspace: its own, else that of its organisation where the app is for all of it."""
        return await self._database.read(self._find, team, enterprise)

    async def async_save(self, installation: Installation) -> None:
        """Keep what Slack handed over, in place of what the workspace had before."""
        await self._database.write(self._save, installation)

    async def remove(self, team: str | None, enterprise: str | None, before: float) -> None:
        """Forget a workspace; with ``team`` None, an organisation that had installed the app for all of it.

        What was installed at ``before`` or later, in seconds since 1970, stays: the news of a removal can be late.
        """
        await self._database.write(self._remove, team, enterprise, datetime.fromtimestamp(before, UTC))

    def _check(self, tx: Connection) -> None:
        for table in (self.tables.bots, self.tables.installations):
            tokens = [column for column in table.c if column.name.endswith("_token")]
            for row in tx.execute(select(table.c.id, *tokens)).mappings().all():
                if self._vault.has_old_keys:
                    tx.execute(update(table).where(table.c.id == row["id"]).values({c: row[c] for c in tokens}))

    def _save(self, tx: Connection, installation: Installation) -> None:
        self._remove(tx, installation.team_id, installation.enterprise_id)
        _within(tx, self.tables).save(installation)

    def _find(self, tx: Connection, team: str, enterprise: str) -> Installed | None:
        bots = self.tables.bots.c
        # A team's id is unique everywhere; whether an event names its organisation, too, is another matter.
        for_all = and_(bots.team_id.is_(None), bots.enterprise_id == enterprise, bots.is_enterprise_install)
        found = tx.execute(
            select(bots.bot_token, bots.bot_user_id, bots.bot_id, bots.team_name, bots.enterprise_name)
            .where(bots.client_id == self.tables.client_id, bots.bot_token.is_not(None))
            .where(or_(bots.team_id == team, for_all))
            .order_by(bots.team_id.is_(None), bots.installed_at.desc(), bots.id.desc())
            .limit(1)
        ).first()
        return found and Installed(found[0], found[1] or "", found[2] or "", found[3] or found[4] or "")

    def _remove(
        self, tx: Connection, team: str | None, enterprise: str | None, before: datetime = datetime.max
    ) -> None:
        for table in (self.tables.bots, self.tables.installations):
            whose = (
                table.c.team_id == team
                if team
                else and_(table.c.team_id.is_(None), table.c.enterprise_id == enterprise)
            )
            old = table.c.installed_at < before.replace(tzinfo=None)
            tx.execute(delete(table).where(table.c.client_id == self.tables.client_id, whose, old))


class States(AsyncOAuthStateStore):
    """The random words that an install carries from its first page to the way back, so that nobody forges one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.tables = SQLAlchemyOAuthStateStore(STATE_SECONDS, _NO_ENGINE)

    @property
    def logger(self) -> logging.Logger:
        return _log

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        return await self._database.write(self._issue)

    async def async_consume(self, state: str) -> bool:
        return await self._database.write(lambda tx: _within(tx, self.tables).consume(state))

    def _issue(self, tx: Connection) -> str:
        states = self.tables.oauth_states
        tx.execute(delete(states).where(states.c.expire_at < datetime.now(UTC).replace(tzinfo=None)))
        return _within(tx, self.tables).issue()


class _OneTransaction:
    """An engine, as far as slack_sdk's stores need one, whose every transaction is the one that is open."""

    def __init__(self, tx: Connection) -> None:
        self._tx = tx

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        yield self._tx

    connect = begin


def _within(tx: Connection, store: S) -> S:
    """Return the same store, working inside a transaction of ours."""
    bound = copy(store)
    bound.engine = cast("Engine", _OneTransaction(tx))
    return bound
