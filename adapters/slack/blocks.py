"""The Block Kit that we send: small makers of blocks, each within Slack's limits.

Limits: docs.slack.dev/reference/block-kit. Text that is too long is cut, since Slack refuses the whole message for it.
"""

from collections.abc import Sequence
from typing import Any

from bot.nouns import Button, State
from bot.surface import Epilogue

Block = dict[str, Any]
STOP, RATE, REGENERATE, SAVE, OFFER = "stop", "rate", "regenerate", "save", "offer"
"""The ``action_id`` of what can be pressed at an answer."""
OPEN = "open"
"""The ``action_id`` of what leads to a web page; that it was pressed is told us all the same."""
UP, DOWN = "up", "down"
_SECTION, _HEADER, _CONTEXT, _BUTTON, _VALUE = 3000, 150, 2000, 75, 2000
_MOST_BUTTONS = 25
_RATED = (State.DONE, State.STOPPED)


def under(epilogue: Epilogue) -> list[Block]:
    """Return what stands under a finished answer; values carry the number of the exchange."""
    exchange = str(epilogue.exchange)
    again = button("Try again" if epilogue.try_again else "Regenerate", REGENERATE, exchange)
    offered = commands(OFFER, epilogue.offers)
    below = [actions(*offered)] if offered else []
    below += [context(f"Written by {escape(epilogue.model)}")] if epilogue.model else []
    if epilogue.state not in _RATED:
        return [actions(again), *below]
    return [feedback(epilogue.exchange), actions(again, button("Save code", SAVE, exchange)), *below]


def writing(conversation: str) -> list[Block]:
    """Return what stands under an answer that is still being written."""
    return [actions(button("Stop", STOP, conversation))]


def feedback(exchange: int) -> Block:
    """Two thumbs; the value is ``up:EXCHANGE`` or ``down:EXCHANGE``."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": RATE,
                "positive_button": _thumb("Good answer", f"{UP}:{exchange}"),
                "negative_button": _thumb("Bad answer", f"{DOWN}:{exchange}"),
            }
        ],
    }


def markdown(text: str) -> Block:
    """Standard Markdown; at most 12,000 characters in all such blocks of a message. For messages only."""
    return {"type": "markdown", "text": text}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph in Slack's own mrkdwn, of at most 3,000 characters; see ``escape``."""
    block: Block = {"type": "section", "text": mrkdwn(cut(text, _SECTION))}
    return block | {"accessory": accessory} if accessory else block


def header(text: str) -> Block:
    return {"type": "header", "text": plain(cut(text, _HEADER))}


def context(text: str) -> Block:
    """A line in small print, in Slack's own mrkdwn."""
    return {"type": "context", "elements": [mrkdwn(cut(text, _CONTEXT))]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    """A row of at most 25 things to press."""
    return {"type": "actions", "elements": list(elements)}


def button(label: str, action: str, value: str = "", *, danger: bool = False, url: str = "") -> Block:
    """A button; ``label`` has at most 75 characters, ``value`` 2,000. ``url``, of at most 3,000: where it leads."""
    if len(value) > _VALUE:
        raise ValueError(f"the value of the button {label!r} has {len(value):,} characters; Slack takes {_VALUE:,}")
    made: Block = {"type": "button", "text": plain(cut(label, _BUTTON)), "action_id": action}
    if value:
        made["value"] = value
    if url:
        made["url"] = url
    return made | {"style": "danger"} if danger else made


def commands(action: str, buttons: Sequence[Button]) -> list[Block]:
    """Buttons that each carry the command they run; ids in a row must differ, so a number follows ``action``.

    Those whose command does not fit into one are left out, and those beyond the 25th.
    """
    few = [each for each in buttons if len(each.command) <= _VALUE][:_MOST_BUTTONS]
    return [
        button(each.label, f"{OPEN if each.url else action}:{at}", each.command, danger=each.danger, url=each.url)
        for at, each in enumerate(few)
    ]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def escape(text: str) -> str:
    """Return ``text`` so that mrkdwn shows it as it is, controls and mentions included."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """Return at most ``limit`` characters of ``text``, and a mark where some are missing; never nothing at all."""
    return (text if len(text) <= limit else text[: limit - 1] + "…") or " "


def _thumb(label: str, value: str) -> Block:
    return {"text": plain(label), "accessibility_label": label, "value": value}
