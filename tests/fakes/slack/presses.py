"""From blocks to the action that a payload carries when a person presses or chooses something in them."""

import copy
import time
from collections.abc import Iterator

from tests.fakes.slack.nouns import Json

_PLAIN = ("button", "icon_button")
_OPTIONS = ("static_select", "overflow", "radio_buttons")


def elements_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield each element that a person can use, after its block."""
    for block in blocks:
        for element in (*block.get("elements", []), block.get("accessory"), block.get("element")):
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def press(blocks: list[Json], action_id: str, value: str, *, force: bool = False) -> Json:
    """Return the action of pressing something. Raises ``ValueError`` where it is not there, unless ``force``."""
    found = find_element(blocks, action_id, value)
    if found is None and not force:
        known = [element["action_id"] for _, element in elements_of(blocks)]
        raise ValueError(f"there is nothing with action_id {action_id!r} and value {value!r}, but {known}")
    block, element = found or ({"block_id": "b0"}, {"type": "button", "action_id": action_id, "value": value})
    about = {"action_id": action_id, "block_id": block.get("block_id", ""), "type": element["type"]}
    return {**about, **_say(element, value), "action_ts": f"{time.time():.6f}"}


def find_element(blocks: list[Json], action_id: str, value: str) -> tuple[Json, Json] | None:
    """Return an element and its block, by its ``action_id`` and, where one is given, its value."""
    for block, element in elements_of(blocks):
        fits = not value or element["type"] not in _PLAIN or element.get("value") == value
        if element["action_id"] == action_id and fits:
            return block, element
    return None


def pick(options: list[Json], value: str) -> Json:
    """Return the option with a value. Raises ``ValueError`` where there is none."""
    for option in options:
        if option["value"] == value:
            return copy.deepcopy(option)
    raise ValueError(f"there is no option {value!r}, but {[option['value'] for option in options]}")


def options_of(element: Json) -> list[Json]:
    """Return the options of a menu, also those in groups."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def _say(element: Json, value: str) -> Json:
    kind = element["type"]
    if kind == "feedback_buttons":
        buttons = [element["positive_button"], element["negative_button"]]
        chosen = [button for button in buttons if value and button["value"].startswith(value)]
        if len(chosen) != 1:
            raise ValueError(f"{value!r} is not one of {[button['value'] for button in buttons]}")
        return {"value": chosen[0]["value"], "text": chosen[0]["text"]}
    if kind in _OPTIONS:
        return {"selected_option": pick(options_of(element), value)}
    if kind in ("checkboxes", "multi_static_select"):
        return {"selected_options": [pick(options_of(element), one) for one in value.split(",") if one]}
    if kind == "plain_text_input":
        return {"value": value}
    return {name: copy.deepcopy(element[name]) for name in ("text", "value", "style", "icon", "url") if name in element}
