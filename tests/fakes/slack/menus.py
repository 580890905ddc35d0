"""Menus and choices inside blocks, and their options. Limits from https://docs.slack.dev/reference/block-kit."""

from tests.fakes.slack.nouns import Json
from tests.fakes.slack.shape import (
    check_fields,
    check_items,
    check_length,
    check_plain,
    check_text,
    check_unique,
    wrong,
)

OPTION_VALUE = 150


def _check_options(nodes: object, path: str, most: int, kinds: str = "plain_text mrkdwn") -> None:
    options = check_items(nodes, path, most)
    for number, option in enumerate(options):
        _check_option(option, f"{path}/{number}", kinds)
    check_unique(options, path, "value")


def _check_option(option: Json, path: str, kinds: str) -> None:
    check_fields(option, path, "description url", "text value")
    check_text(option["text"], f"{path}/text", 75, kinds)
    check_length(option["value"], f"{path}/value", OPTION_VALUE)


def _check_initial(chosen: object, options: list[Json], path: str) -> None:
    if chosen not in options:
        raise wrong("must match one of the options", path)


def check_select(node: Json, path: str) -> None:
    several = "initial_options max_selected_items" if node["type"].startswith("multi") else "initial_option"
    check_fields(node, path, f"action_id placeholder confirm focus_on_load options option_groups {several}")
    if "placeholder" in node:
        check_plain(node["placeholder"], f"{path}/placeholder", 150)
    if ("options" in node) == ("option_groups" in node):
        raise wrong("either options or option_groups", path)
    options = list(node.get("options", []))
    for number, group in enumerate(check_items(node.get("option_groups", []), f"{path}/option_groups", 100, 0)):
        check_fields(group, f"{path}/option_groups/{number}", "", "label options")
        options += group["options"]
    _check_options(options, f"{path}/options", 100, "plain_text")
    for chosen in node.get("initial_options", [node["initial_option"]] if "initial_option" in node else []):
        _check_initial(chosen, options, f"{path}/initial_option")


def check_picker(node: Json, path: str) -> None:
    check_fields(
        node,
        path,
        "action_id placeholder confirm focus_on_load initial_users initial_user initial_channel initial_channels"
        " initial_conversation initial_conversations max_selected_items filter response_url_enabled",
    )


def check_choices(node: Json, path: str) -> None:
    initial = "initial_options" if node["type"] == "checkboxes" else "initial_option"
    check_fields(node, path, f"action_id confirm focus_on_load {initial}", "options")
    _check_options(node["options"], f"{path}/options", 10)
    for chosen in node.get("initial_options", [node["initial_option"]] if "initial_option" in node else []):
        _check_initial(chosen, node["options"], f"{path}/{initial}")


def check_overflow(node: Json, path: str) -> None:
    check_fields(node, path, "action_id confirm", "options")
    _check_options(node["options"], f"{path}/options", 5, "plain_text")
