"""The newest text of one answer, put on its surface call by call as the rate buckets allow."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from bot.calls import Calls
from bot.errors import Gone, SurfaceError
from bot.fences import close_fence
from bot.overlong import Overlong
from bot.pace import Pace
from bot.pages import Pages
from bot.surface import MAX_CODE_PAGES, Draft, Epilogue, Surface, say_ahead

_GRACE = 1 / 8
"""Share of the time a message may be written to for which a line break is waited for when it is over."""


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
        limits = surface.limits
        self._pages = Pages(limits.max_chars, MAX_CODE_PAGES if limits.attach else 0, utf16=limits.utf16)
        self._new: list[str] = []
        self._undrawn = 0
        self._since = 0.0
        self._page = 0
        self._draft: Draft | None = None
        self._draft_since = 0.0
        self._shown = ""
        self._epilogue: Epilogue | None = None
        self._dirty = asyncio.Event()
        self._closing = False
        self._calls = Calls(self._weight)
        self._ahead: int | None = None
        self._below = ""

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

    def queued(self, ahead: int) -> None:
        """Show that so many answers must end before this one begins, below what stands here, until it has."""
        self._ahead = ahead
        self._dirty.set()

    def begun(self) -> None:
        """Show nothing any more of what was ahead."""
        self._ahead, self._below = None, ""

    def close(self, epilogue: Epilogue | None) -> None:
        """Let ``paint`` draw all that there is, with ``epilogue`` under it, and return."""
        self._closing = True
        self._epilogue = epilogue
        self._dirty.set()
        self._calls.drop_ordinary()  # the last draw asks for an urgent turn instead

    async def paint(self) -> None:
        """Draw until closed. Raises ``SurfaceError`` where the surface is lost."""
        while not self._closing:
            await self._dirty.wait()
            self._dirty.clear()
            await self._tell_ahead()
            while not self._closing and await self._step():
                pass
        await self._draw_rest()
        if self._draft:
            await self._call(self._surface.limits.finishing, self._end)
        for ref in self._reusable:
            await self._retract(ref)

    async def _tell_ahead(self) -> None:
        ahead, self._ahead = self._ahead, None
        limits = self._surface.limits
        if ahead is None:
            return
        if limits.queued:
            await limits.queued(ahead)
        elif not limits.append_only:
            self._below = f"*{say_ahead(ahead)}*"

    async def _draw_rest(self) -> None:
        """Draw all but the last page's last text, files included."""
        self._take_in()
        self._pages.end()
        while await self._step():
            pass
        for overlong in list(self._pages.files):
            await self._attach(overlong)
        while await self._step():
            pass

    async def _attach(self, overlong: Overlong) -> None:
        limits = self._surface.limits
        assert limits.attach is not None
        attach = limits.attach
        try:
            await self._call(limits.opening, lambda: attach(overlong.file))
        except Gone:
            raise
        except SurfaceError as error:
            self._pages.give_back(overlong, str(error))

    async def _step(self) -> bool:
        """Make the one call that is due now; False where there is none."""
        limits = self._surface.limits
        self._turn_over(limits.max_seconds)
        page = self._due()
        if self._is_full() and (not page.strip() or (page == self._shown and not limits.needs_end)):
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

    def _turn_over(self, seconds: float) -> None:
        """Let the page end where its message has been written to for long enough."""
        if not (seconds and self._draft and self._page == len(self._pages.full)):
            return
        late = asyncio.get_running_loop().time() - self._draft_since - seconds
        if late >= 0:
            self._take_in()
            self._pages.turn(len(self._shown), anyway=late > seconds * _GRACE)

    async def _open(self) -> None:
        await self._call(self._surface.limits.opening, self._reopen if self._reusable else self._post)
        if self._draft:
            self._draft_since = asyncio.get_running_loop().time()
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
        page, limits = self._draw(), self._surface.limits
        if self._is_full() and limits.finishing is limits.redrawing:
            await self._leave()  # it filled up until its turn came, and ends by the same call
            return
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
        await self._calls.make(pace, operation, urgent=lambda: self._closing or self._is_first)

    @property
    def _is_first(self) -> bool:
        return self._page == 0 and not self._draft

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
        text = close_fence(self._pages.tail)
        return f"{text.rstrip()}\n\n{self._below}".strip() if self._below and not self._closing else text
