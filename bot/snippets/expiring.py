"""What goes by itself: what lay in the bin for long, links, parcels and receipts that ran out."""

import asyncio
import logging

from bot.errors import StoreError
from bot.snippets.editing import BIN
from bot.store import Store

_log = logging.getLogger(__name__)
EVERY = 60 * 60.0
"""Seconds from one look to the next."""


class Expiring:
    """Remove them for good. Any number of processes may do so at once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self) -> None:
        """Look for them until cancelled, now and then every hour; what fails is tried again then."""
        while True:
            try:
                await self.purge()
            except StoreError as error:
                _log.warning("what is to go for good stays for now: %s", error)
            await asyncio.sleep(EVERY)

    async def purge(self) -> None:
        """Remove what ran out. Raises ``StoreError``."""
        if gone := await self._store.snippets.purge(BIN):
            _log.info("%d snippets were in the bin for 30 days and are gone", gone)
        for kept in (self._store.links, self._store.parcels, self._store.receipts):
            await kept.purge()
