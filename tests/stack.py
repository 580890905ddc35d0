"""The engine with everything under it, as the service opens it, on a scripted model and a data folder of the test."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path

from adapters.core import Core, open_core
from bot.settings import Settings
from bot.surface import Adapter
from tests.fakes.openai_server import ModelServer
from tests.fresh import lay


def settings_for(folder: Path, server: ModelServer, **more: object) -> Settings:
    """Settings that read nothing of this machine; lessons are found by their words, and none is withheld by chance.

    The lease is as long as the program's own: a busy machine holds a process up for more than a second at times, and
    with a lease of one it would leave its answers to others.
    """
    values = {
        "openai_base_url": server.url,
        "openai_model": "scripted",
        "data_dir": folder,
        "grace_seconds": 5,
        "embeddings": "none",
        "lessons_withheld": 0.0,
        **more,
    }
    return Settings.model_validate(values)


@asynccontextmanager
async def opened(
    folder: Path, server: ModelServer, adapters: Mapping[str, Adapter] | None = None, **more: object
) -> AsyncIterator[Core]:
    """Open it, and close it as the service does."""
    settings = settings_for(folder, server, **more)
    if not settings.database_url:
        lay(folder / "code-supporter.db")
    async with open_core(settings, adapters or {}) as core:
        try:
            yield core
        finally:
            await core.engine.close(grace=settings.grace_seconds)


async def by_the_back_door(folder: Path, statement: str) -> None:
    """Run a statement on the store's file, in a thread: the store may be in the middle of a transaction."""

    def run() -> None:
        with closing(sqlite3.connect(folder / "code-supporter.db", isolation_level=None)) as connection:
            connection.execute(statement)

    await asyncio.to_thread(run)
