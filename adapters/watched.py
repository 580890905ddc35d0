"""A surface that knows whether something of the answer stands on it, for what is shown until then."""

from bot.errors import UsageError
from bot.nouns import Exchange, State
from bot.surface import Draft, Limits, Surface


class Watched:
    """Draws on another surface."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self.begun = False

    @property
    def limits(self) -> Limits:
        return self._surface.limits

    async def open(self, text: str) -> Draft:
        draft = await self._surface.open(text)
        self.begun = True
        return draft

    async def reopen(self, ref: str) -> Draft:
        self.begun = True
        return await self._surface.reopen(ref)

    def check(self, exchange: Exchange | None) -> None:
        """Raise ``UsageError`` where an answer failed and nothing here says so."""
        if exchange and exchange.state is State.FAILED and not self.begun:
            raise UsageError(exchange.problem)
