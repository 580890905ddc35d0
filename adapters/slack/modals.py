"""The forms that people fill in, and what they say: built and read without any call."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.slack.blocks import Block, cut, plain
from adapters.slack.interactions import Submission
from bot import complaint
from bot.errors import UsageError
from bot.models.offers import Offer, menu_of
from bot.nouns import Mode

ASK, CHANGE = "ask", "change"
"""The ``callback_id`` of each form."""
LONGEST_FIELD = 3000
_MOST_OPTIONS = 100
_LONGEST_TITLE, _LONGEST_OPTION, _LONGEST_VALUE = 24, 75, 150
_DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form "ask" says."""

    problem: str
    model: str
    mode: Mode
    channel: str
    """Where it was opened."""


def ask_form(channel: str, offers: Sequence[Offer], chosen: str) -> Block:
    """Return the form for a problem; ``chosen`` is the model that its person uses; empty: the default."""
    blocks = [
        _field("Problem", "problem", "What should the code do? Code and error messages can stand here as they are."),
        labelled("Model", model_menu(offers, chosen)),
        labelled("Mode", _modes()),
    ]
    return make_form(ASK, "Ask Code Supporter", "Ask", channel, blocks)


def read_ask(said: Submission) -> Asked:
    """Read the form "ask". Raises ``UsageError`` where there is no problem."""
    if not said.field("problem"):
        raise UsageError("Say in words what the code should do.")
    model = said.field("model")
    mode = Mode.FEEDBACK if said.field("mode") == Mode.FEEDBACK else Mode.QUERY
    return Asked(said.field("problem"), "" if model == _DEFAULT else model, mode, said.note)


def change_form(exchange: int) -> Block:
    """Return the form for what was wrong with an answer."""
    chips = {
        "type": "checkboxes",
        "action_id": "chips",
        "options": [_option(label, value) for value, (label, _) in complaint.CHIPS.items()],
    }
    blocks = [
        {**labelled(complaint.CHIPS_LABEL, chips), "optional": True},
        {**_field(complaint.WORDS_LABEL, "words", complaint.HINT), "optional": True},
    ]
    return make_form(CHANGE, complaint.TITLE, "Send", str(exchange), blocks)


def read_change(said: Submission) -> tuple[str, str]:
    """Read the form "change": the number of the exchange that it is about, and what should be different.

    Raises ``UsageError`` where nothing is said that could be acted on.
    """
    return said.note, complaint.say(said.fields.get("chips", ()), said.field("words"))


def model_menu(offers: Sequence[Offer], chosen: str) -> Block:
    """Return a menu of models; the first entry is the default one."""
    names = menu_of(offers)
    offered = [chosen, *names] if chosen and chosen not in names else list(names)
    fitting = [name for name in offered if len(name) <= _LONGEST_VALUE and name != _DEFAULT][: _MOST_OPTIONS - 1]
    options = [_option("The default model", _DEFAULT), *(_option(names.get(name, name), name) for name in fitting)]
    initial = next((option for option in options if option["value"] == chosen), options[0])
    return {"type": "static_select", "action_id": "model", "options": options, "initial_option": initial}


def _modes() -> Block:
    options = [
        _option("A new problem", Mode.QUERY.value),
        _option("A change to the last answer to me here", Mode.FEEDBACK.value),
    ]
    return {"type": "radio_buttons", "action_id": "mode", "options": options, "initial_option": options[0]}


def _field(label: str, name: str, hint: str) -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": True,
        "max_length": LONGEST_FIELD,
        "placeholder": plain(hint),
    }
    return labelled(label, element)


def labelled(label: str, element: Block) -> Block:
    """Return a field with its label; both have the name of the ``action_id``."""
    return {"type": "input", "block_id": element["action_id"], "label": plain(label), "element": element}


def _option(label: str, value: str) -> Block:
    return {"text": plain(cut(label, _LONGEST_OPTION)), "value": value}


def make_form(callback: str, title: str, submit: str, note: str, blocks: Sequence[Block]) -> Block:
    """Return a window; ``note`` comes back with what is sent."""
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(cut(title, _LONGEST_TITLE)),
        "submit": plain(submit),
        "close": plain("Cancel"),
        "private_metadata": note,
        "blocks": list(blocks),
    }
