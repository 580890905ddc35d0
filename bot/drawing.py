"""An answer drawn on its surface while it is written, and stored when it ends, however that comes."""

import logging
from collections.abc import Awaitable, Callable

from bot import metrics
from bot.background import background
from bot.ending import Ending
from bot.errors import Gone, SurfaceError, TakenOver
from bot.live import LiveMessage
from bot.nouns import Exchange, State
from bot.so_far import keep_so_far
from bot.store.exchanges import Exchanges
from bot.store.usage import Source
from bot.surface import Epilogue, Surface

_log = logging.getLogger(__name__)


class Drawing:
    """Draw answers, and see to it that each has an end in the store."""

    def __init__(self, exchanges: Exchanges, holder: str) -> None:
        """``holder`` names this process in the store."""
        self._exchanges = exchanges
        self._holder = holder

    async def draw(
        self, exchange: Exchange, surface: Surface, ending: Ending, write: Callable[[LiveMessage], Awaitable[None]]
    ) -> None:
        """Let ``write`` write an answer onto a live message, and store what came of it, whatever goes wrong."""
        live = self._live(exchange, surface)
        try:
            async with live, background(keep_so_far(live, self._so_far(exchange))):
                await write(live)
                live.epilogue = Epilogue(exchange.id, ending.state, ending.model, tuple(ending.offers))
        except TakenOver as error:
            _log.warning("exchange %d is left to others: %s", exchange.id, error)
            return
        except SurfaceError as error:
            _log.warning("exchange %d could not be drawn: %s", exchange.id, error)
            ending.state = State.WITHDRAWN if isinstance(error, Gone) else State.FAILED
            ending.problem = str(error)
        except Exception as error:  # noqa: BLE001  # why: an answer left open would be written again and again
            _log.exception("exchange %d failed while it was drawn", exchange.id)
            ending.state, ending.problem = State.FAILED, str(error)
        await self.finish(exchange, ending.stands or live.text, ending)

    async def finish(self, exchange: Exchange, answer: str, ending: Ending) -> None:
        """Store how an answer ended. Where that fails, it stays open: the watch finds it and has it written again."""
        await self._exchanges.finish(
            exchange.id,
            state=ending.state,
            answer=answer,
            problem=ending.problem,
            usage=ending.usage,
            of=Source(ending.model, ending.provider),
            holder=self._holder,
        )
        message = exchange.message
        metrics.ASKS.labels(message.home or message.author.platform, message.mode, ending.state).inc()

    def _so_far(self, exchange: Exchange) -> Callable[[str], Awaitable[None]]:
        return lambda text: self._exchanges.so_far(exchange.id, text, self._holder)

    def _live(self, exchange: Exchange, surface: Surface) -> LiveMessage:
        exchanges = self._exchanges
        return LiveMessage(
            surface,
            opened=lambda ref, position: exchanges.opened(exchange.id, ref, position),
            dropped=lambda ref: exchanges.dropped(exchange.id, ref),
            refs=exchange.refs,
        )
