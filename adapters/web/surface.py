"""How an answer is drawn in a browser: into the log of a run, whether anybody looks or not."""

from adapters.web.runs import Run, Runs
from adapters.web.views import done, run_of
from adapters.web.whose import whose_message
from bot.commands import Reply
from bot.nouns import Exchange
from bot.pace import Pace
from bot.surface import Epilogue, Limits

MAX_CHARS = 1_000_000
"""Longest text of one draft: there is no limit in a browser, but one in memory."""
DRAWS = 25
"""Draws a second of one answer: more than an eye can tell apart, fewer than tokens come."""


class WebSurface:
    """The place where one answer is drawn.

    With ``last_word`` the finished draft ends the run; without, whoever asked the engine does, and can say more.
    """

    def __init__(self, run: Run, *, last_word: bool = False) -> None:
        self.limits = Limits(MAX_CHARS, append_only=True, redrawing=Pace(DRAWS, 1.0), queued=run.queue)
        self.run = run
        self.epilogue: Epilogue | None = None
        self._last_word = last_word
        self._drafts: dict[str, WebDraft] = {}

    async def open(self, text: str) -> "WebDraft":
        draft = await self.reopen(f"{self.run.id}.{len(self._drafts) + 1}" if self._drafts else self.run.id)
        await draft.redraw(text)
        return draft

    async def reopen(self, ref: str) -> "WebDraft":
        if ref not in self._drafts:
            self._drafts[ref] = WebDraft(self, ref, start=len(self.run.text) if self._drafts else 0)
        return self._drafts[ref]

    async def close(self, epilogue: Epilogue) -> None:
        """Take note of how the answer ended."""
        self.epilogue = epilogue
        if self._last_word:
            # The notes on lessons stand in the text, which stays as it was drawn.
            await self.run.end(done(epilogue, remarks=[Reply("", epilogue.offers)] if epilogue.offers else []))


class WebDraft:
    """A part of a run's text, from ``start`` on; nearly always all of it."""

    def __init__(self, surface: WebSurface, ref: str, start: int) -> None:
        self.ref = ref
        self._surface = surface
        self._start = start

    async def redraw(self, text: str) -> None:
        await self._surface.run.show(text, self._start)

    async def finish(self, text: str, epilogue: Epilogue | None) -> None:
        await self.redraw(text)
        if epilogue:
            await self._surface.close(epilogue)

    async def retract(self) -> None:
        await self.redraw("")


class WebAdapter:
    """The browser as the engine sees it, also when it takes up answers after a restart."""

    platform = "web"

    def __init__(self, runs: Runs | None = None) -> None:
        self.runs = runs or Runs()

    def surface(self, exchange: Exchange) -> WebSurface:
        """Where the answer of ``exchange`` goes on: the run under whose id its page will ask for it."""
        return WebSurface(self.runs.begin(run_of(exchange), whose_message(exchange.message)), last_word=True)
