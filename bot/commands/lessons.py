"""`/lessons`: what the bot learnt, for whom, from whom; changed, undone, and taken along."""

import re
from collections.abc import Awaitable, Callable, Sequence

from bot.commands.call import Call, Reply
from bot.commands.forget import forget
from bot.commands.lesson_text import describe, export, line, tell_history
from bot.commands.parse import split, unknown
from bot.errors import UsageError
from bot.learning.footer import FOR
from bot.learning.learning import Learning
from bot.learning.nouns import Lesson, Scope, Standing
from bot.nouns import Attachment, Button
from bot.store import Store
from bot.store.lesson_rows import Place

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
_WITH_NUMBER = ("show", "edit", "delete", "pin", "unpin", "pause", "resume", "support", "not", "undo", "restore")


class LessonsCommand:
    """Runs the subcommands of `/lessons`."""

    def __init__(self, learning: Learning, store: Store) -> None:
        self._learning = learning
        self._exchanges = store.exchanges
        self._rows = store.lessons
        self._forgetting = store.forgetting
        self._verbs: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
            "list": self._list,
            "add": self._add,
            "why": self._why,
            "export": self._export,
            "forget": self._forget,
            "help": self._explain,
        }
        self._deeds: dict[str, Callable[[Call, Lesson, str], Awaitable[Reply]]] = {
            "show": self._show,
            "edit": self._edit,
            "not": self._not,
            "undo": self._undo,
            "support": self._support,
            "delete": self._delete,
            "restore": self._restore,
            "pause": self._pause,
            "resume": self._resume,
            "pin": self._pin,
            "unpin": self._unpin,
        }

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
            call.author, _place(call), int(match[1]), call.channel, gone=verb in ("restore", "show")
        )

    async def _explain(self, call: Call, rest: str) -> Reply:
        return Reply(HELP)

    async def _forget(self, call: Call, rest: str) -> Reply:
        return await forget(call, rest, self._forgetting)

    async def _list(self, call: Call, rest: str) -> Reply:
        lessons = await self._learning.visible(call.author, _place(call), call.channel)
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
        if not exchange or (exchange.message.author.platform, exchange.message.workspace) != _place(call):
            raise UsageError("That answer is not known here. `/lessons list` shows all lessons that concern you.")
        used = await self._learning.used_for(exchange)
        if not used:
            return Reply("No lesson was used for this answer.")
        lines, buttons = ["**Lessons used for this answer**"], []
        seen = {one.number for one in await self._learning.visible(call.author, _place(call), call.channel)}
        for lesson, passed in used:
            if lesson.number not in seen and lesson.author.id != call.author.id:
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

    async def _show(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        place = _place(call)
        sources = await self._learning.sources(call.author, place, lesson, call.channel)
        text = "\n".join([describe(lesson, sources), *tell_history(await self._rows.history(place, lesson.number))])
        return Reply(text, tuple(self._offers(call, lesson)))

    def _offers(self, call: Call, lesson: Lesson) -> Sequence[Button]:
        number = lesson.number
        if lesson.is_gone:
            return [Button("Restore", f"lessons restore {number}")]
        offers = [Button("Resume", f"lessons resume {number}")] if not lesson.standing.in_force else []
        if call.author.id in lesson.supporters:
            offers.append(Button("Not here", f"lessons not {number}"))
        else:
            offers.append(Button("Support", f"lessons support {number}"))
        return [*offers, Button("Delete", f"lessons delete {number}", danger=True)]

    async def _add(self, call: Call, rest: str) -> Reply:
        taught = await self._learning.add(call.author, _place(call), call.channel, rest)
        if not taught.lesson:
            raise UsageError(taught.refusal)
        lesson = taught.lesson
        kept = "Kept as" if taught.is_new else "There is such a lesson already; you are for it now:"
        return Reply(f"{kept} {line(lesson)}", (_undo(lesson),))

    async def _edit(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        edited = await self._learning.edit(call.author, _place(call), lesson, rest)
        back = Button("Undo", f"lessons edit {lesson.number} {lesson.rule.text}")
        return Reply(f"It says now: {line(edited)}", (back,))

    async def _not(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        left = await self._learning.not_here(call.author, _place(call), lesson)
        rests = "" if left.standing.in_force else " Two people said so, so it rests for everybody."
        return Reply(
            f"Lesson #{lesson.number} does not concern your answers any more.{rests}",
            (Button("Undo", f"lessons support {lesson.number}"),),
        )

    async def _undo(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        left = await self._learning.undo(call.author, _place(call), lesson)
        if left.is_gone:
            return Reply(f"Lesson #{lesson.number} is gone.", (Button("Undo", f"lessons restore {lesson.number}"),))
        return Reply(
            f"Others taught lesson #{lesson.number} too, so it stays for them; it does not concern you any more.",
            (Button("Undo", f"lessons support {lesson.number}"),),
        )

    async def _support(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        lesson = await self._learning.support(call.author, _place(call), lesson)
        return Reply(f"You are for lesson #{lesson.number}; it holds {FOR[lesson.scope]}.", (_against(lesson),))

    async def _delete(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        await self._learning.stand(call.author, _place(call), lesson, Standing.DELETED, "deleted")
        return Reply(f"Deleted lesson #{lesson.number}.", (Button("Undo", f"lessons restore {lesson.number}"),))

    async def _restore(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        restored = await self._learning.restore(call.author, _place(call), lesson)
        return Reply(f"It is back: {line(restored)}", (_undo(restored),))

    async def _pause(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        await self._learning.stand(call.author, _place(call), lesson, Standing.PAUSED, "paused")
        return Reply(
            f"Lesson #{lesson.number} rests, for everybody.", (Button("Undo", f"lessons resume {lesson.number}"),)
        )

    async def _resume(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        resumed = await self._learning.stand(call.author, _place(call), lesson, Standing.NEW, "resumed")
        return Reply(f"In force again: {line(resumed)}", (Button("Undo", f"lessons pause {lesson.number}"),))

    async def _pin(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        pinned = await self._learning.stand(call.author, _place(call), lesson, Standing.PINNED, "pinned")
        return Reply(f"Pinned for everybody: {line(pinned)}", (Button("Undo", f"lessons unpin {lesson.number}"),))

    async def _unpin(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        left = await self._learning.stand(call.author, _place(call), lesson, Standing.CONFIRMED, "unpinned")
        return Reply(f"Not pinned any more: {line(left)}", (Button("Undo", f"lessons pin {lesson.number}"),))

    async def _export(self, call: Call, rest: str) -> Reply:
        lessons = await self._learning.visible(call.author, _place(call), call.channel)
        kept = [one for one in lessons if one.standing.in_force and one.scope is not Scope.THREAD]
        if not kept:
            raise UsageError(_NOTHING)
        text = export(kept)
        return Reply(f"{len(kept):,} lessons, as a section for `AGENTS.md`.", file=Attachment("AGENTS.md", text))


def _place(call: Call) -> Place:
    return call.author.platform, call.workspace


def _undo(lesson: Lesson) -> Button:
    return Button(f"Undo #{lesson.number}", f"lessons undo {lesson.number}")


def _against(lesson: Lesson) -> Button:
    return Button("Undo", f"lessons not {lesson.number}")
