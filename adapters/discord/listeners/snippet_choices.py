"""What Discord offers while somebody types which snippet they mean, and what becomes of it: what can be done alone."""

from collections.abc import Callable

from discord.app_commands import Choice

from adapters.discord.listeners.completing import LONGEST, MOST, Offer, soon
from adapters.discord.origin import Interaction, of_interaction
from adapters.discord.parts import Parts
from bot.errors import UsageError
from bot.languages import KNOWN
from bot.snippets.query import Query
from bot.store.snippet_labels import Label
from bot.store.snippets import Viewer
from bot.text import shorten

_LOOKED_THROUGH = 200
"""Snippets, the newest, among which those are looked for that fit."""


async def complete_snippets(parts: Parts, interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Return the snippets that the person sees here and that hold what was typed."""

    async def find() -> list[Choice[str]]:
        query = Query(tuple(typed[:LONGEST].split()))
        found = await parts.store.snippets.labels(viewer_of(interaction), query, MOST)
        return [_choice(each) for each in found]

    return await soon(find())


def _offering(fits: Callable[[Label], bool] = lambda label: True, *, deleted: bool = False) -> Offer:
    """Return what offers those of the person's own snippets that fit and that hold what was typed."""

    async def complete(parts: Parts, interaction: Interaction, typed: str) -> list[Choice[str]]:
        async def find() -> list[Choice[str]]:
            query = Query(tuple(typed[:LONGEST].split()), mine=True, deleted=deleted)
            found = await parts.store.snippets.labels(viewer_of(interaction), query, _LOOKED_THROUGH)
            return [_choice(each) for each in found if fits(each)]

        return await soon(find())

    return complete


complete_own = _offering()
"""Nobody else's can be changed."""
complete_deleted = _offering(deleted=True)
complete_pinned = _offering(lambda label: label.pinned)
complete_unpinned = _offering(lambda label: not label.pinned)
complete_shared = _offering(lambda label: label.is_shared)


async def complete_versions(parts: Parts, interaction: Interaction, typed: str) -> list[Choice[int]]:
    """Return the versions of the snippet that is named beside, the newest first."""

    async def find() -> list[Choice[int]]:
        name = str(getattr(interaction.namespace, "name", "") or "")
        try:
            versions = await parts.snippets.editing.versions(viewer_of(interaction), name)
        except UsageError:
            return []
        return [
            Choice(name=shorten(f"{each.version} · {each.name}", LONGEST), value=each.version)
            for each in versions
            if str(each.version).startswith(typed)
        ]

    return await soon(find())


async def complete_languages(parts: Parts, interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Return the languages that hold what was typed, those of the snippets here first; others can be typed, too."""

    async def find() -> list[Choice[str]]:
        word, used = typed.strip().lower(), (await parts.snippets.facets(viewer_of(interaction))).languages
        return [Choice(name=name, value=name) for name in dict.fromkeys([*used, *KNOWN]) if name and word in name]

    return await soon(find())


async def complete_tags(parts: Parts, interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Return what was typed with its last word made one of the tags of the person's snippets, frequent ones first."""

    async def find() -> list[Choice[str]]:
        before, _, last = typed.rpartition(" ")
        minus, word = last[: last.startswith("-")], last.lstrip("-#").lower()
        known = (await parts.store.snippets.facets(viewer_of(interaction), Query(mine=True))).tags
        lines = [" ".join([*before.split(), f"{minus}#{tag}"]) for tag in known if tag.startswith(word)]
        return [Choice(name=line, value=line) for line in lines if len(line) <= LONGEST]

    return await soon(find())


def viewer_of(interaction: Interaction) -> Viewer:
    """Return who typed something, as the snippet book knows them."""
    origin = of_interaction(interaction)
    return Viewer(origin.author, origin.guild, origin.scope)


def _choice(label: Label) -> Choice[str]:
    parts = (label.key, label.name, label.language)
    return Choice(name=" · ".join(part for part in parts if part)[:LONGEST], value=label.key)
