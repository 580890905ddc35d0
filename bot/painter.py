"""The newest text of one answer, put on its surface call by call as the rate buckets allow."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from bot.errors import Flaky, Gone, Throttled
from bot.pace import Pace
from bot.pages import Pages, close_fence
from bot.surface import Draft, Epilogue, Surface

_TRIES = 8
"""Calls made for one draw that keeps failing, over about a minute, before the surface counts as lost."""
_LONGEST_REST = 30.0


class Painter:
    """Draw pages in order: open a draft, redraw it while it grows, finish it when the next page begins."""

    def __init__(
        self,
        surface: Surface,
        *,
        opened: Callable[[str, int], Awaitable[None]],
        dropped: Callable[[str], Awaitable[None]],
        refs: Sequence[str],
    ) -> None:
        self._surface = surface
        self._opened = opened
        self._dropped = dropped
        self._reusable = list(refs)
        self._pages = Pages(surface.limits.max_chars)
        self._new: list[str] = []
        self._undrawn = 0
        self._since = 0.0
        self._page = 0
        self._draft: Draft | None = None
        self._shown = ""
        self._epilogue: Epilogue | None = None
        self._dirty = asyncio.Event()
        self._closing = False
        self._ordinary_turn: asyncio.Future[bool] | None = None

    def write(self, text: str) -> None:
        self._new.append(text)
        if not self._undrawn:
            self._since = asyncio.get_running_loop().time()
        self._undrawn += len(text)
        self._dirty.set()

    def paragraph(self, text: str) -> None:
        """Add a paragraph outside of any code fence."""
        self._take_in()
        self._pages.paragraph(text)
        self._dirty.set()

    def close(self, epilogue: Epilogue | None) -> None:
        """Let ``paint`` draw all that there is, with ``epilogue`` under it, and return."""
        self._closing = True
        self._epilogue = epilogue
        self._dirty.set()
        if self._ordinary_turn and not self._ordinary_turn.done():
            self._ordinary_turn.set_result(False)  # the last draw asks for an urgent turn instead

    async def paint(self) -> None:
        """Draw until closed. Raises ``SurfaceError`` where the surface is lost."""
        while not self._closing:
            await self._dirty.wait()
            self._dirty.clear()
            while not self._closing and await self._step():
                pass
        while await self._step():
            pass
        if self._draft:
            await self._call(self._surface.limits.finishing, self._end)
        for ref in self._reusable:
            await self._retract(ref)

    async def _step(self) -> bool:
        """Make the one call that is due now; False where there is none."""
        page = self._due()
        limits = self._surface.limits
        if self._is_full() and (not page.strip() or (page == self._shown and not limits.append_only)):
            self._turn_page()
        elif not page.strip() or (page == self._shown and not self._is_full()):
            return False
        elif not self._draft:
            await self._open()
        elif self._is_full():
            await self._call(limits.finishing, self._leave)
        elif not self._closing:
            await self._call(limits.redrawing, self._redraw)
        else:
            return False  # the last text is drawn by ``_end``
        return True

    async def _open(self) -> None:
        await self._call(self._surface.limits.opening, self._reopen if self._reusable else self._post)
        if self._draft:
            await self._opened(self._draft.ref, self._page)

    async def _reopen(self) -> None:
        self._draft = await self._surface.reopen(self._reusable[0])
        del self._reusable[0]

    async def _retract(self, ref: str) -> None:
        """Take away a message for which there is no page any more."""

        async def retract() -> None:
            await (await self._surface.reopen(ref)).retract()

        with suppress(Gone):  # somebody was quicker
            await self._call(self._surface.limits.finishing, retract)
        await self._dropped(ref)

    async def _post(self) -> None:
        page = self._draw()
        self._draft = await self._surface.open(page)
        self._shown = page

    async def _redraw(self) -> None:
        page = self._draw()
        await self._drawn_on.redraw(page)
        self._shown = page

    async def _leave(self) -> None:
        await self._drawn_on.finish(self._draw(), None)
        self._turn_page()

    async def _end(self) -> None:
        full = self._pages.full
        page = full[self._page] if self._page < len(full) else close_fence(self._pages.tail)
        await self._drawn_on.finish(page, self._epilogue)

    @property
    def _drawn_on(self) -> Draft:
        assert self._draft is not None
        return self._draft

    def _turn_page(self) -> None:
        self._draft, self._shown = None, ""
        self._page += 1

    async def _call(self, pace: Pace, operation: Callable[[], Awaitable[None]]) -> None:
        for attempt in range(1, _TRIES + 1):
            if not await self._turn(pace):
                return
            try:
                await operation()
            except Throttled as refusal:
                pace.refused(refusal.retry_after)
                if attempt == _TRIES:
                    raise
            except Flaky:
                if attempt == _TRIES:
                    raise
                await asyncio.sleep(min(0.25 * 2**attempt, _LONGEST_REST))
            else:
                pace.accepted()
                return

    async def _turn(self, pace: Pace) -> bool:
        """Wait for a turn; False where the answer has ended meanwhile, so that only its last text is worth a call."""
        urgent = self._closing or (self._page == 0 and not self._draft)
        turn = pace.turn(urgent=urgent, weight=self._weight)
        self._ordinary_turn = None if urgent else turn
        return await turn

    def _weight(self) -> float:
        return self._undrawn * (asyncio.get_running_loop().time() - self._since)

    def _is_full(self) -> bool:
        """True where the page being drawn can't grow any more and another one follows."""
        full = self._pages.full
        return self._page < len(full) and (self._page + 1 < len(full) or self._pages.grows)

    def _take_in(self) -> None:
        if self._new:
            self._pages.write("".join(self._new))
            self._new.clear()

    def _draw(self) -> str:
        self._undrawn = 0
        return self._due()

    def _due(self) -> str:
        """Return the text that the page being drawn should show now."""
        self._take_in()
        if self._page < len(self._pages.full):
            return self._pages.full[self._page]
        if self._surface.limits.append_only:
            return self._pages.tail if self._closing else self._pages.settled
        return close_fence(self._pages.tail)
