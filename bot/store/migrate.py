"""Bring a database to the version that this program knows.

To change the tables: ``tables.py``, another numbered file in ``migrations/versions``, ``HEAD``. Tests hold the three
together.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import StartError, StoreError
from bot.store.database import Database
from bot.store.dialect import lock_schema

HEAD = "0009"
"""The newest file in ``migrations/versions``; they are numbered, so that a later one is known by its number."""
MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Migrate where that is needed, also where several processes start at once. Raises ``StartError``."""
    try:
        if await database.read(_version) != HEAD:
            await database.write(_upgrade, database.name)
    except StoreError as error:
        raise StartError(str(error)) from error


def _version(tx: Connection) -> str | None:
    if not inspect(tx).has_table("alembic_version"):
        return None
    version: str | None = tx.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _upgrade(tx: Connection, name: str) -> None:
    lock_schema(tx)
    found = _version(tx)
    if found == HEAD:
        return
    if found and (found > HEAD or not found.isdigit()):
        raise StartError(
            f"The database {name} is at version {found}, and this program knows versions up to {HEAD}:"
            " start a newer Code Supporter, or name another database"
        )
    _run_alembic(tx)


def _run_alembic(tx: Connection) -> None:
    # Its import takes a quarter of a second, and most starts have no use for it.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": tx})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, HEAD)
