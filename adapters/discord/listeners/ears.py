"""Hands everything that the client hears to where it belongs, each in a task of its own."""

import logging
import sys
from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any

import discord
from discord import app_commands

from adapters.attempt import Doing, attempt
from adapters.discord.client import Client
from adapters.discord.listeners import commands, menus, messages, net, presses, reactions, removals, thumbs
from adapters.discord.parts import Parts
from adapters.discord.sync import sync
from bot.errors import UsageError

_log = logging.getLogger(__name__)
_OLD = "This command has changed, or is not known any more. Type it anew: Discord then shows what there is."


class Ears:
    """The listener of all clients, one after the other."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._me = 0

    def plant(self, tree: app_commands.CommandTree[Any]) -> None:
        commands.plant(tree, self._parts)
        menus.plant(tree, self._parts)

    async def begin(self, client: Client) -> None:
        self._me = client.user.id if client.user else 0
        application = client.application_id or 0
        await attempt("sending the commands", partial(sync, client.tree, self._parts.store, application))

    async def ready(self, client: Client) -> None:
        _log.info("Discord: connected as %s, on %d servers", client.user, len(client.guilds))
        self._start("what was missed is looked up", partial(thumbs.catch_up, self._parts, self._me))

    async def said(self, message: discord.Message) -> None:
        self._start(f"message {message.id}", partial(messages.hear, self._parts, message, self._me))

    async def pressed(self, interaction: discord.Interaction[Any], act: str, value: str) -> None:
        presses.press(self._parts, interaction, act, value)

    async def sent(self, interaction: discord.Interaction[Any]) -> None:
        presses.send(self._parts, interaction)

    async def refused(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
        _log.error("a command could not be run: %s", error)

        async def refuse(_: object) -> None:
            raise UsageError(_OLD)

        if interaction.type is not discord.InteractionType.autocomplete:
            net.take(self._parts, interaction, refuse, waits=False)

    async def reacted(self, reaction: discord.RawReactionActionEvent) -> None:
        self._start(f"reaction on {reaction.message_id}", partial(reactions.heed, self._parts, reaction, self._me))

    async def unsaid(self, channel: int, gone: Sequence[int]) -> None:
        self._start(f"deletions in {channel}", partial(removals.heed_deletion, self._parts, channel, gone))

    async def closed(self, guild: int, channel: int) -> None:
        self._start(f"deletion of {channel}", partial(removals.heed_closing, self._parts, channel))

    async def removed(self, guild: discord.Guild) -> None:
        self._start(f"removal from {guild.id}", partial(removals.heed_removal, self._parts, guild.id))

    async def failed(self, event: str) -> None:
        _log.error("what Discord told of %s could not be read", event, exc_info=sys.exception())

    def _start(self, about: str, work: Doing) -> None:
        self._parts.work.start(_try(about, work), about)


def _try(about: str, work: Doing) -> Coroutine[None, None, None]:
    async def run() -> None:
        await attempt(about, work)

    return run()
