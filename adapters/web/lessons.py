"""Lessons on the page: which there are, what they do, and what can be done to them."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from adapters.web.people import Person
from adapters.web.remarks import show_button
from adapters.web.whereabouts import name_id
from adapters.web.whose import whose, whose_message
from bot.commands import Call, Commands
from bot.learning import checks
from bot.learning.effect import Measured, measure
from bot.learning.footer import FOR
from bot.learning.learning import Learning
from bot.learning.nouns import Lesson, Standing
from bot.learning.shares import Compared
from bot.nouns import Author, Button
from bot.store import Store
from bot.store.lesson_rows import Place
from bot.store.lesson_votes import Source
from bot.store.snippets import Viewer

MOST_SHOWN = 100
"""Lessons in one list, the newest: words find the others."""


def offer_lessons(learning: Learning, commands: Commands, store: Store) -> APIRouter:
    """Routes for the list of lessons, and for what stands under answers about them."""
    routes = APIRouter(prefix="/api/lessons")
    is_admin = learning.rights.is_admin

    @routes.get("")
    async def list_lessons(person: Person, words: str = "") -> dict[str, Any]:
        """The newest lessons that say all of the words, and how many there are of those."""
        report = await measure(store, _place(person))
        lessons = await learning.visible(person.author, _place(person), "")
        found = [one for one in reversed(lessons) if _says(one, words.casefold().split())]
        shown = [await show_lesson(one, report.of(one.number), person) for one in found[:MOST_SHOWN]]
        return {"found": len(found), "lessons": shown}

    @routes.get("/AGENTS.md")
    async def export_lessons(person: Person) -> Response:
        """A section for a project's notes to coding agents, as a download."""
        reply = await commands.run(Call("lessons", "export", person.author, person.workspace))
        assert reply.file
        headers = {"content-disposition": f'attachment; filename="{reply.file.name}"', "cache-control": "no-store"}
        return Response(reply.file.text, media_type="text/markdown", headers=headers)

    async def show_lesson(lesson: Lesson, measured: Measured, person: Viewer) -> dict[str, Any]:
        sources = await learning.sources(person.author, _place(person), lesson, "")
        rule, own = lesson.rule, person.author.id
        return {
            "number": lesson.number,
            "rule": rule.text,
            "about": " · ".join(fact for fact in (rule.facet, ", ".join(rule.languages), rule.when) if fact),
            "check": checks.explain(rule.check),
            "for": FOR[lesson.scope],
            "standing": lesson.standing,
            "sources": [await show_source(*source, person) for source in sources],
            "supporters": len(lesson.supporters),
            "opponents": len(lesson.opponents),
            "vote": (own in lesson.supporters) - (own in lesson.opponents),
            "used": measured.answers,
            "effect": [*_tell("Liked", measured.likes), *_tell("Followed", measured.checks)],
            "deeds": [show_button(deed) for deed in _deeds(lesson, person, is_admin=is_admin(person.author))],
        }

    async def show_source(who: Author, vote: int, source: Source, person: Viewer) -> dict[str, Any]:
        """Return who is for a lesson or against it, in which words, and about what; these are told to who said them."""
        exchange = await store.exchanges.get(source.exchange) if source.exchange else None
        is_own = exchange and whose_message(exchange.message) == whose(person)
        conversation = name_id(exchange.message.conversation) if exchange and is_own else ""
        said = {"quote": source.quote, "asked": source.question, "conversation": conversation}
        return {"who": who.name, "vote": vote, **said}

    return routes


def _place(person: Viewer) -> Place:
    return person.author.platform, person.workspace


def _says(lesson: Lesson, words: list[str]) -> bool:
    rule = lesson.rule
    said = " ".join([f"#{lesson.number}", rule.text, rule.when, *rule.languages, lesson.author.name]).casefold()
    return all(word in said for word in words)


def _tell(what: str, compared: Compared) -> list[str]:
    """Return a line for each side of a comparison on which anything was counted, and one for their difference."""
    sides = {f"{what} with it": compared.applied, f"{what} without": compared.withheld}
    lines = [f"{side}: {share}" for side, share in sides.items() if share.n]
    return [*lines, f"Difference: {compared}"] if compared.difference is not None else lines


def _deeds(lesson: Lesson, person: Viewer, *, is_admin: bool) -> list[Button]:
    """Return what can be done to a lesson with one press."""
    number, pinned = lesson.number, lesson.standing is Standing.PINNED
    is_for = person.author.id in lesson.supporters
    deeds = [Button("Not here", f"lessons not {number}") if is_for else Button("Support", f"lessons support {number}")]
    rests = not lesson.standing.in_force
    deeds.append(Button("Resume", f"lessons resume {number}") if rests else Button("Pause", f"lessons pause {number}"))
    if is_admin:
        deeds.append(Button("Unpin", f"lessons unpin {number}") if pinned else Button("Pin", f"lessons pin {number}"))
    return [*deeds, Button("Delete", f"lessons delete {number}", danger=True)]
