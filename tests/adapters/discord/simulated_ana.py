"""A person in simcord: what she does in a channel, and what she sees there."""

import discord
import simcord

from tests.until import until


class Ana:
    """A person on a server with one channel, and what she sees there."""

    def __init__(self, env: simcord.Env, *, patience: float = 15) -> None:
        self._patience = patience
        self.guild = env.create_guild("Guild")
        self.channel = self.guild.create_text_channel("general")
        self.actor = self.guild.add_member(env.create_user("Ana"))

    @property
    def thread(self) -> simcord.ChannelHandle:
        return self.channel.threads[-1]

    async def asks(self, prompt: str) -> simcord.InteractionResult:
        """Ask a question, and wait until it is answered in a thread."""
        asked = await self.actor.slash(self.channel, "code", prompt=prompt)
        await until(lambda: bool(self.channel.threads))
        await self.sees("", "👎")
        return asked

    async def sees(self, words: str, below: str = "") -> discord.Message:
        """Wait until a message in the thread shows these words, with a button below it; return the last that does."""
        found: list[discord.Message] = []

        def is_there() -> bool:
            found[:] = [one for one in self.thread.history(viewer=self.actor) if words in one.content]
            return bool(found) and (not below or bool(button(found[-1], below)))

        await until(is_there, seconds=self._patience)
        return found[-1]

    async def is_told(self, done: simcord.InteractionResult, words: str) -> simcord.ResponseMessage:
        """Wait until something she did is answered with these words, which nobody else sees."""

        def said() -> list[simcord.ResponseMessage]:
            return [one for one in (done.response, *done.followups) if one and words in one.content]

        await until(lambda: bool(said()))
        told = said()[0]
        assert told.ephemeral
        return told

    async def presses(self, message: discord.Message | simcord.ResponseMessage, name: str) -> simcord.InteractionResult:
        there = message.message if isinstance(message, simcord.ResponseMessage) else message
        return await self.actor.click(message, custom_id=button(there, name))

    async def complains(self, answer: discord.Message, words: str, *chips: str) -> simcord.InteractionResult:
        """Say what is wrong with an answer, in the form that its 👎 opens."""
        form = await self.presses(answer, "👎")
        await until(lambda: form.modal is not None)
        return await self.actor.submit_modal(form, {"chips": list(chips), "words": words})


def button(message: discord.Message, name: str) -> str:
    """Return the ``custom_id`` of the button under a message with this label or emoji; empty: there is none."""
    for row in message.components:
        for each in row.children if isinstance(row, discord.ActionRow) else ():
            if isinstance(each, discord.Button) and name in (each.label, str(each.emoji)):
                return each.custom_id or ""
    return ""


async def becomes(told: simcord.ResponseMessage, words: str) -> None:
    """Wait until a message shows these words."""
    await until(lambda: words in told.content)
