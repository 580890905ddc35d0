"""`/code settings`: what a channel has decided, for all who are there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.commands.call import Call, Reply
from bot.commands.models import ModelChoice
from bot.commands.parse import SETTINGS, split, unknown
from bot.errors import UsageError
from bot.nouns import Button
from bot.store import Store

_SWITCH = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class _Setting:
    """Something that is on or off in a channel."""

    question: str
    read: Callable[[str, str, str], Awaitable[bool]]
    write: Callable[[str, str, str, bool], Awaitable[None]]
    says: tuple[str, str]
    """What holds where it is off, and where it is on."""
    labels: tuple[str, str]
    """What a button says that turns it off, and on."""
    platforms: tuple[str, ...] = ()
    """Where there is such a choice; empty: everywhere."""


class ChannelSettings:
    """Shows the settings of a channel, and changes them."""

    def __init__(self, store: Store, models: ModelChoice) -> None:
        self._models = models
        preferences = store.preferences
        settings = (
            _Setting(
                "whether replies need a mention",
                preferences.needs_mention,
                preferences.need_mention,
                (
                    "Replies in my threads are answered without a mention.",
                    "A reply in one of my threads is answered only where it mentions me.",
                ),
                ("Answer every reply", "Answer only mentions"),
            ),
            _Setting(
                "whether a mention is answered in place",
                preferences.answers_in_place,
                preferences.answer_in_place,
                (
                    "A mention is answered in a thread of its own.",
                    "A mention is answered below it, in the channel; reply to my answer to go on.",
                ),
                ("Answer in threads", "Answer in place"),
                ("discord",),
            ),
        )
        self._settings = dict(zip(SETTINGS, settings, strict=True))

    async def run(self, call: Call, rest: str) -> Reply:
        """Show what is set, or change it: ``mention on``."""
        if not rest:
            return await self._show(call)
        name, value = split(rest)
        offered = self._offered(call)
        if name not in offered:
            raise unknown(name, offered, "code settings")
        setting = offered[name]
        if value.lower() not in _SWITCH:
            raise UsageError(f"Say {setting.question}: `/code settings {name} on`, or `off`.")
        if not call.channel:
            raise UsageError(
                "In a direct message nothing needs a mention. Set this in a channel, for all who are there."
            )
        on = _SWITCH[value.lower()]
        await setting.write(call.author.platform, call.workspace, call.channel, on)
        return Reply(f"From now on in this channel: {setting.says[on]}", (_switch(name, not on, "Undo"),))

    def _offered(self, call: Call) -> dict[str, _Setting]:
        platform = call.author.platform
        return {name: each for name, each in self._settings.items() if not each.platforms or platform in each.platforms}

    async def _show(self, call: Call) -> Reply:
        lines = [f"- Your model: {await self._models.describe(call)} (`/code model`)"]
        buttons: list[Button] = []
        for name, setting in self._offered(call).items() if call.channel else ():
            on = await setting.read(call.author.platform, call.workspace, call.channel)
            lines.append(f"- In this channel: {setting.says[on]}")
            buttons.append(_switch(name, not on, setting.labels[not on]))
        return Reply("\n".join(["**Settings**", *lines]), tuple(buttons))


def _switch(name: str, on: bool, label: str) -> Button:
    return Button(label, f"code settings {name} {'on' if on else 'off'}")
