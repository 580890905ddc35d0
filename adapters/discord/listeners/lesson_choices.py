"""Which lessons Discord offers while somebody types one: by number and by words, the newest first."""

from collections.abc import Awaitable, Callable

from discord.app_commands import Choice

from adapters.discord.listeners.completing import LONGEST, soon
from adapters.discord.origin import Interaction, Origin, of_interaction
from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM
from bot.learning.nouns import Lesson, Standing
from bot.text import shorten

Complete = Callable[[Parts, Interaction, str], Awaitable[list[Choice[str]]]]
Fits = Callable[[Parts, Origin, Lesson], bool]


def _is_theirs(parts: Parts, origin: Origin, lesson: Lesson) -> bool:
    return lesson.author.id == origin.author.id or parts.learning.rights.is_admin(origin.author)


def _offering(fits: Fits, *, gone: bool = False) -> Complete:
    """Return what offers the lessons that a person sees here, that fit, and that hold what was typed."""

    async def complete(parts: Parts, interaction: Interaction, typed: str) -> list[Choice[str]]:
        origin = of_interaction(interaction)

        async def find() -> list[Choice[str]]:
            lessons = await (_gone(parts, origin) if gone else _visible(parts, origin))
            fitting = (one for one in reversed(lessons) if fits(parts, origin, one) and _holds(one, typed))
            return [_choice(one) for one in fitting]

        return await soon(find())

    return complete


async def _visible(parts: Parts, origin: Origin) -> list[Lesson]:
    return await parts.learning.visible(origin.author, (PLATFORM, origin.guild), origin.scope)


async def _gone(parts: Parts, origin: Origin) -> list[Lesson]:
    return await parts.learning.deleted(origin.author, (PLATFORM, origin.guild), origin.scope)


def _holds(lesson: Lesson, typed: str) -> bool:
    return all(word in f"#{lesson.number} {lesson.rule.text}".casefold() for word in typed.casefold().split())


def _choice(lesson: Lesson) -> Choice[str]:
    name = shorten(f"#{lesson.number} · {lesson.rule.text}", LONGEST)
    return Choice(name=name, value=str(lesson.number))


complete_lessons = _offering(lambda parts, origin, lesson: True)
complete_lessons_in_force = _offering(lambda parts, origin, lesson: lesson.standing.in_force)
complete_own_lessons = _offering(_is_theirs)
complete_resting_lessons = _offering(
    lambda parts, origin, lesson: not lesson.standing.in_force and _is_theirs(parts, origin, lesson)
)
complete_pinned_lessons = _offering(lambda parts, origin, lesson: lesson.standing is Standing.PINNED)
complete_deleted_lessons = _offering(_is_theirs, gone=True)
