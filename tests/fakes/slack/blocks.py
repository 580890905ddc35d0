"""Blocks: which there are, what each may hold, and where. Limits from https://docs.slack.dev/reference/block-kit."""

import copy
import json
import sys
from collections.abc import Callable
from itertools import count

from tests.fakes.slack.elements import check_element, check_image
from tests.fakes.slack.nouns import Json, Refused
from tests.fakes.slack.shape import (
    check_choice,
    check_fields,
    check_items,
    check_length,
    check_plain,
    check_text,
    check_unique,
    wrong,
)

MARKDOWN = 12_000
"""Characters of all Markdown blocks of a message together."""
WHOLE = 13_200
"""Characters of all blocks of a message together, measured by slackapi/bolt-js#2509."""
BUTTONS = "button static_select multi_static_select users_select channels_select conversations_select overflow"
INPUTS = f"{BUTTONS} plain_text_input radio_buttons checkboxes"

_RICH_TEXT = "rich_text_section rich_text_list rich_text_preformatted rich_text_quote"

_ids = count(1)


def check_blocks(blocks: object, where: str = "message", most: int = 50) -> list[Json]:
    """Return blocks as Slack keeps them, each with a ``block_id``. ``where``: message, modal or home."""
    checked = copy.deepcopy(check_items(blocks, "/blocks", most, 0))
    for number, block in enumerate(checked):
        _check(block, f"/blocks/{number}", where)
    check_unique(checked, "/blocks", "block_id")
    for block in checked:
        block.setdefault("block_id", f"b{next(_ids)}")
    if len(markdown_of(checked)) > MARKDOWN or len(json.dumps(checked, ensure_ascii=False)) > _whole(checked):
        raise Refused("msg_blocks_too_long")
    return checked


def markdown_of(blocks: list[Json]) -> str:
    """Return the text of all Markdown blocks."""
    return "\n\n".join(block["text"] for block in blocks if block["type"] == "markdown")


def _whole(blocks: list[Json]) -> int:
    # What was measured is text; the braces around it are not held against many small blocks.
    return WHOLE + 300 * len(blocks)


def _check(block: Json, path: str, where: str) -> None:
    kind = block.get("type")
    if kind not in _BLOCKS or where not in _BLOCKS[kind][1].split():
        raise wrong(f"unsupported type: {kind}", f"{path}/type")
    if "block_id" in block:
        check_length(block["block_id"], f"{path}/block_id", 255)
    _BLOCKS[kind][0]({name: value for name, value in block.items() if name != "block_id"}, path)
    if where != "modal" and kind == "input" and block["element"]["type"] == "file_input":
        raise wrong("unsupported type: file_input", f"{path}/element/type")  # for modals only


def _check_section(block: Json, path: str) -> None:
    check_fields(block, path, "text fields accessory expand")
    if "text" not in block and "fields" not in block:
        raise wrong("missing required field: text", path)
    if "text" in block:
        check_text(block["text"], f"{path}/text", 3000)
    for number, field in enumerate(check_items(block.get("fields", []), f"{path}/fields", 10, 0)):
        check_text(field, f"{path}/fields/{number}", 2000)
    if "accessory" in block:
        check_element(block["accessory"], f"{path}/accessory", f"{INPUTS.replace('plain_text_input', '')} image")


def _check_row(allowed: str, most: int) -> Callable[[Json, str], None]:
    def check(block: Json, path: str) -> None:
        check_fields(block, path, "", "elements")
        elements = check_items(block["elements"], f"{path}/elements", most)
        for number, element in enumerate(elements):
            check_element(element, f"{path}/elements/{number}", allowed)
        check_unique(elements, f"{path}/elements", "action_id")

    return check


def _check_context(block: Json, path: str) -> None:
    check_fields(block, path, "", "elements")
    for number, element in enumerate(check_items(block["elements"], f"{path}/elements", 10)):
        if element.get("type") == "image":
            check_image(element, f"{path}/elements/{number}")
        else:
            check_text(element, f"{path}/elements/{number}", 2000)


def _check_header(block: Json, path: str) -> None:
    check_fields(block, path, "", "text")
    check_plain(block["text"], f"{path}/text", 150)


def _check_input(block: Json, path: str) -> None:
    check_fields(block, path, "dispatch_action hint optional", "label element")
    check_plain(block["label"], f"{path}/label", 2000)
    if "hint" in block:
        check_plain(block["hint"], f"{path}/hint", 2000)
    check_element(block["element"], f"{path}/element", f"{INPUTS.replace('button ', '', 1)} file_input")


def _check_markdown(block: Json, path: str) -> None:
    check_fields(block, path, "", "text")
    if len(check_length(block["text"], f"{path}/text", sys.maxsize)) > MARKDOWN:
        raise Refused("msg_blocks_too_long", f"[ERROR] must be less than {MARKDOWN + 1} characters [{path}/text]")


def _check_image(block: Json, path: str) -> None:
    check_image({name: value for name, value in block.items() if name != "title"}, path)


def _check_divider(block: Json, path: str) -> None:
    check_fields(block, path, "")


def _check_rich_text(block: Json, path: str) -> None:
    check_fields(block, path, "", "elements")
    for number, element in enumerate(check_items(block["elements"], f"{path}/elements", 100)):
        check_choice(element.get("type"), f"{path}/elements/{number}/type", _RICH_TEXT)


def _take(block: Json, path: str) -> None:
    """Blocks that this app has no use for are taken as they are."""


_EVERYWHERE = "message modal home"
_BLOCKS: dict[str, tuple[Callable[[Json, str], None], str]] = {
    "section": (_check_section, _EVERYWHERE),
    "actions": (_check_row(f"{BUTTONS} radio_buttons checkboxes", 25), _EVERYWHERE),
    "context": (_check_context, _EVERYWHERE),
    "context_actions": (_check_row("feedback_buttons icon_button", 5), "message"),
    "divider": (_check_divider, _EVERYWHERE),
    "header": (_check_header, _EVERYWHERE),
    "image": (_check_image, _EVERYWHERE),
    "input": (_check_input, "modal home message"),
    "markdown": (_check_markdown, "message"),
    "rich_text": (_check_rich_text, _EVERYWHERE),
    "task_card": (_take, "message"),
    "plan": (_take, "message"),
    "table": (_take, "message"),
    "alert": (_take, _EVERYWHERE),
    "card": (_take, "message"),
}
