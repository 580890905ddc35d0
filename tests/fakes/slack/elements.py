"""What stands inside blocks: buttons, fields, pictures. Limits from https://docs.slack.dev/reference/block-kit."""

from collections.abc import Callable

from tests.fakes.slack.menus import check_choices, check_overflow, check_picker, check_select
from tests.fakes.slack.nouns import Json
from tests.fakes.slack.shape import (
    check_choice,
    check_fields,
    check_length,
    check_plain,
    check_text,
    wrong,
)

VALUE = 2000


def check_element(node: Json, path: str, allowed: str) -> None:
    """Check an element that must be of one of the ``allowed`` types, which are words."""
    kind = node.get("type")
    if kind not in allowed.split() or kind not in _ELEMENTS:
        raise wrong(f"unsupported type: {kind}", f"{path}/type")
    if "action_id" in node:
        check_length(node["action_id"], f"{path}/action_id", 255)
    if "confirm" in node:
        _check_confirm(node["confirm"], f"{path}/confirm")
    _ELEMENTS[kind](node, path)


def _check_button(node: Json, path: str) -> None:
    check_fields(node, path, "action_id url value style confirm accessibility_label", "text")
    check_plain(node["text"], f"{path}/text", 75)
    _check_value(node, path)
    if "style" in node:
        check_choice(node["style"], f"{path}/style", "primary danger")
    if "url" in node:
        check_length(node["url"], f"{path}/url", 3000)


def _check_value(node: Json, path: str) -> None:
    if "value" in node:
        check_length(node["value"], f"{path}/value", VALUE, 0)


def _check_feedback(node: Json, path: str) -> None:
    check_fields(node, path, "action_id", "positive_button negative_button")
    for name in ("positive_button", "negative_button"):
        button, where = node[name], f"{path}/{name}"
        check_fields(button, where, "accessibility_label", "text value")
        check_plain(button["text"], f"{where}/text", 75)
        check_length(button["value"], f"{where}/value", VALUE)


def _check_icon_button(node: Json, path: str) -> None:
    check_fields(node, path, "action_id value confirm accessibility_label visible_to_user_ids", "icon text")
    check_choice(node["icon"], f"{path}/icon", "trash")
    check_plain(node["text"], f"{path}/text", 75)
    _check_value(node, path)


def _check_field(node: Json, path: str) -> None:
    check_fields(
        node,
        path,
        "action_id initial_value multiline min_length max_length placeholder focus_on_load dispatch_action_config",
    )
    if "placeholder" in node:
        check_plain(node["placeholder"], f"{path}/placeholder", 150)
    if not 0 < node.get("max_length", 3000) <= 3000:
        raise wrong("must be between 1 and 3000", f"{path}/max_length")
    if "initial_value" in node:
        check_length(node["initial_value"], f"{path}/initial_value", node.get("max_length", 3000), 0)


def _check_file_field(node: Json, path: str) -> None:
    check_fields(node, path, "action_id filetypes max_files")
    if not all(isinstance(kind, str) and kind for kind in node.get("filetypes", [])):
        raise wrong("must be a list of strings", f"{path}/filetypes")
    if not 1 <= node.get("max_files", 10) <= 10:
        raise wrong("must be between 1 and 10", f"{path}/max_files")


def check_image(node: Json, path: str) -> None:
    check_fields(node, path, "image_url slack_file", "alt_text")
    check_length(node["alt_text"], f"{path}/alt_text", 2000)


def _check_confirm(node: Json, path: str) -> None:
    check_fields(node, path, "style", "title text confirm deny")
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        check_text(node[name], f"{path}/{name}", most)


_ELEMENTS: dict[str, Callable[[Json, str], None]] = {
    "button": _check_button,
    "feedback_buttons": _check_feedback,
    "icon_button": _check_icon_button,
    "static_select": check_select,
    "multi_static_select": check_select,
    "users_select": check_picker,
    "channels_select": check_picker,
    "conversations_select": check_picker,
    "radio_buttons": check_choices,
    "checkboxes": check_choices,
    "overflow": check_overflow,
    "plain_text_input": _check_field,
    "file_input": _check_file_field,
    "image": check_image,
}
