"""`/lessons`: what the bot learnt, for whom, from whom; changed, undone, and taken along."""

import re
from collections.abc import Awaitable, Callable

from bot.commands.call import Call, Reply
from bot.commands.forget import forget
from bot.commands.lesson_deeds import LessonDeeds
from bot.commands.lesson_text import export, line
from bot.commands.parse import split, unknown
from bot.errors import UsageError
from bot.learning.footer import undo_taught
from bot.learning.learning import Learning
from bot.learning.nouns import Lesson, Scope
from bot.nouns import Attachment, Author, Button
from bot.store import Store

HELP = """\
**Lessons** are what I learnt from feedback: say under an answer what should be different, and later answers heed it.

- `/lessons list` – the lessons that concern you here
- `/lessons show NUMBER` – where one comes from, who is for it, and how it changed
- `/lessons add RULE` – teach one in your own words
- `/lessons support NUMBER` – be for one: from two people on it holds for their channel, from three for everybody
- `/lessons edit NUMBER RULE` – let one say something else
- `/lessons pause NUMBER`, `/lessons resume NUMBER` – let one rest, and go on
- `/lessons not NUMBER` – keep one away from your answers
- `/lessons delete NUMBER`, `/lessons restore NUMBER`
- `/lessons pin NUMBER`, `/lessons unpin NUMBER` – for admins: hold one in force for everybody
- `/lessons export` – a section for your project's `AGENTS.md`
- `/lessons forget me` – take back all that I learnt from you here, for good"""
_NOTHING = "No lessons concern you here yet. Say under an answer what should be different: that is how I learn."
_PAGE = 20
_MOST_SHOWN = 5
_NUMBER = re.compile(r"#?(\d{1,9})")


class LessonsCommand:
    """Runs the subcommands of `/lessons`."""

    def __init__(self, learning: Learning, store: Store) -> None:
        self._learning = learning
        self._exchanges = store.exchanges
        self._verbs: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
            "list": self._list,
            "add": self._add,
            "why": self._why,
            "export": self._export,
            "forget": self._forget,
            "help": self._explain,
        }
        self._deeds = LessonDeeds(learning, store).by_name

    async def run(self, call: Call) -> Reply:
        """Run the subcommand of a call; none: list what there is."""
        verb, rest = split(call.text)
        verb = verb or "list"
        if run := self._verbs.get(verb):
            return await run(call, rest)
        if deed := self._deeds.get(verb):
            number, rest = split(rest)
            return await deed(call, await self._find(call, verb, number), rest)
        raise unknown(verb, [*self._verbs, *self._deeds], "lessons")

    async def _find(self, call: Call, verb: str, typed: str) -> Lesson:
        match = _NUMBER.fullmatch(typed)
        if not match:
            raise UsageError(f"Say which lesson by its number: `/lessons {verb} 12`. `/lessons list` shows them.")
        return await self._learning.find(
            call.author, call.place, int(match[1]), call.channel, gone=verb in ("restore", "show")
        )

    async def _explain(self, call: Call, rest: str) -> Reply:
        return Reply(HELP)

    async def _forget(self, call: Call, rest: str) -> Reply:
        return await forget(call, rest, self._learning)

    async def _list(self, call: Call, rest: str) -> Reply:
        lessons = await self._learning.visible(call.author, call.place, call.channel)
        wanted = rest.casefold().split()
        found = [one for one in reversed(lessons) if all(word in one.rule.text.casefold() for word in wanted)]
        if not found:
            return Reply(f"No lesson here says {' '.join(wanted)!r}." if wanted else _NOTHING)
        lines = [f"- {line(one)}" for one in found[:_PAGE]]
        if len(found) > _PAGE:
            lines.append(f"- … and {len(found) - _PAGE:,} more: `/lessons list WORDS` finds what says them")
        buttons = [Button(f"Show #{one.number}", f"lessons show {one.number}") for one in found[:_MOST_SHOWN]]
        return Reply("\n".join([f"**Lessons** ({len(found):,})", *lines]), tuple(buttons))

    async def _why(self, call: Call, rest: str) -> Reply:
        exchange = await self._exchanges.get(int(rest)) if rest.isdecimal() and len(rest) < 16 else None
        if not exchange or (exchange.message.author.platform, exchange.message.workspace) != call.place:
            raise UsageError("That answer is not known here. `/lessons list` shows all lessons that concern you.")
        used = await self._learning.used_for(exchange)
        if not used:
            return Reply("No lesson was used for this answer.")
        lines, buttons = ["**Lessons used for this answer**"], []
        for lesson, passed in used:
            if not self._learning.rights.sees(lesson, call.author, call.channel):
                lines.append(f"- **#{lesson.number}** concerns somebody else alone")
                continue
            checked = {True: " ✓ followed", False: " ✗ not followed", None: ""}[passed]
            lines.append(f"- {line(lesson)}{checked}")
            if not lesson.is_gone:
                buttons += [
                    Button(f"Not here: #{lesson.number}", f"lessons not {lesson.number}"),
                    Button(f"Undo #{lesson.number}", f"lessons undo {lesson.number}", danger=True),
                ]
        return Reply("\n".join(lines), tuple(buttons))

    async def _add(self, call: Call, rest: str) -> Reply:
        taught = await self._learning.add(call.author, call.place, call.channel, rest)
        if not taught.lesson:
            raise UsageError(taught.refusal)
        lesson = taught.lesson
        kept = "Kept as" if taught.is_new else "There is such a lesson already; you are for it now:"
        return Reply(f"{kept} {line(lesson)}", tuple(undo_taught(taught)))

    async def _export(self, call: Call, rest: str) -> Reply:
        lessons = await self._learning.visible(call.author, call.place, call.channel)
        kept = [one for one in lessons if one.standing.in_force and _is_for_export(one, call.author)]
        if not kept:
            raise UsageError(_NOTHING)
        text = export(kept)
        return Reply(f"{len(kept):,} lessons, as a section for `AGENTS.md`.", file=Attachment("AGENTS.md", text))


def _is_for_export(lesson: Lesson, author: Author) -> bool:
    """Tell whether somebody may take a lesson along: one that is shared, or that they are for themselves."""
    is_shared = lesson.scope in (Scope.CHANNEL, Scope.WORKSPACE)
    return is_shared or (lesson.scope is Scope.USER and author.id in lesson.supporters)
