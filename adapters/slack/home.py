"""What a person sees on the app's own page in Slack, its Home: how to use it, their model, lessons and snippets."""

from collections.abc import Sequence

from adapters.slack.blocks import Block, actions, context, divider, escape, header, section
from adapters.slack.modals import model_menu
from adapters.slack.replies import run_buttons
from bot.learning.footer import FOR
from bot.learning.nouns import Lesson
from bot.models.offers import Offer
from bot.nouns import Button, Snippet
from bot.snippets import Found
from bot.text import bare

HOME_MODEL = "home:model"
_MOST_LESSONS = 5
_HELP = """\
• Type `/code` and your problem in a channel where I am, or write to me in *Messages*.
• Mention me in any thread: I read what was said there.
• Reply in the thread to go on. What you say after a 👎, such as _no, in C++_, mends the answer.
• 🔁 writes an answer once more, 📌 saves its code, 🛑 stops it.
• A message's menu has *Explain this code* and *Save as snippet*.
• `/code help` says what else there is."""


def home(
    snippets: Found,
    lessons: Sequence[Lesson],
    offers: Sequence[Offer],
    chosen: str,
    default: str,
) -> Block:
    """Return the page; ``chosen`` is the person's model, and ``default`` a sentence on who answers without one.

    ``snippets`` are the person's own; ``lessons``: those that they are for, the newest first.
    """
    blocks = [
        header("How to use me"),
        section(_HELP),
        divider(),
        header("My model"),
        section("It answers you where a channel has no other.", model_menu(offers, chosen) | {"action_id": HOME_MODEL}),
        context(escape(default)),
        divider(),
        header("My lessons"),
        *(block for lesson in lessons[:_MOST_LESSONS] for block in _lesson(lesson)),
        context(_count_lessons(len(lessons))),
        divider(),
        header("My snippets"),
        *(block for snippet in snippets.snippets for block in _snippet(snippet)),
        context(_count(snippets)),
    ]
    return {"type": "home", "blocks": blocks}


def _snippet(snippet: Snippet) -> list[Block]:
    words = (f"`{snippet.key}`", escape(snippet.language), " ".join(f"#{tag}" for tag in snippet.tags))
    about = f"*{escape(bare(snippet.name))}* {' · '.join(word for word in words if word)}"
    buttons = (
        Button("Show", f"snippets show {snippet.key}"),
        Button("Edit", f"snippets edit {snippet.key}"),
        Button("Delete", f"snippets delete {snippet.key}", danger=True),
    )
    return [section(f"📌 {about}" if snippet.pinned else about), actions(*run_buttons(buttons))]


def _lesson(lesson: Lesson) -> list[Block]:
    buttons = (
        Button("Show", f"lessons show {lesson.number}"),
        Button("Undo", f"lessons undo {lesson.number}", danger=True),
    )
    rule = escape(bare(lesson.rule.text))
    return [section(f"*#{lesson.number}* {rule} ({FOR[lesson.scope]})"), actions(*run_buttons(buttons))]


def _count_lessons(count: int) -> str:
    if not count:
        return "None yet. Say under an answer what should be different: that is how I learn."
    more = " The newest are shown; `/lessons list` has all of them." if count > _MOST_LESSONS else ""
    return f"{count:,} in all.{more}"


def _count(found: Found) -> str:
    if not found.total:
        return "None yet. *Save code* under an answer saves one."
    more = " What is pinned and what changed last is shown; `/snippets list mine` finds all." if found.pages > 1 else ""
    return f"{found.how_many} in all.{more}"
