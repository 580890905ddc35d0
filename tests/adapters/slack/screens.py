"""Blocks and views for tests of the servers: buttons under an answer, a modal, a Home tab."""

from tests.adapters.slack.bolt_app import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


RATE: Json = {
    "type": "feedback_buttons",
    "action_id": "rate",
    "positive_button": {"text": plain("Good"), "value": "up:7"},
    "negative_button": {"text": plain("Bad"), "value": "down:7"},
}
UNDER: list[Json] = [
    {"type": "context_actions", "elements": [RATE]},
    {"type": "actions", "elements": [{"type": "button", "action_id": "run", "text": plain("Go"), "value": "a"}]},
]
OPTIONS = [{"text": plain("Fast"), "value": "fast"}, {"text": plain("Good"), "value": "good"}]
MODAL: Json = {
    "type": "modal",
    "callback_id": "ask",
    "title": plain("Ask"),
    "submit": plain("Ask"),
    "private_metadata": "C1",
    "blocks": [
        {
            "type": "input",
            "block_id": "problem",
            "label": plain("Problem"),
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 3000},
        },
        {
            "type": "input",
            "block_id": "model",
            "optional": True,
            "label": plain("Model"),
            "element": {"type": "static_select", "action_id": "pick", "options": OPTIONS},
        },
    ],
}
HOME: Json = {
    "type": "home",
    "blocks": [{"type": "section", "text": plain("Hello"), "accessory": UNDER[1]["elements"][0]}],
}
