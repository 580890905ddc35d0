"""What a person fills into the fields of a modal, as ``state.values`` of a submission has it."""

from typing import Any

from tests.fakes.slack.nouns import Json
from tests.fakes.slack.presses import options_of, pick

LARGEST_FILE = 10 * 1024**2
"""Bytes of a file that may be put into a field."""


def fill(blocks: list[Json], values: Json) -> Json:
    """Return ``state.values``: what was given by ``action_id``, and for the rest what the fields began with.

    Raises ``ValueError`` where Slack's client would not let a person submit.
    """
    fields = {block["element"]["action_id"]: block for block in blocks if block["type"] == "input"}
    if unknown := set(values) - set(fields):
        raise ValueError(f"there are no fields {sorted(unknown)}, but {sorted(fields)}")
    state: Json = {}
    for action_id, block in fields.items():
        element = block["element"]
        given = _type(element, values[action_id]) if action_id in values else _begin(element)
        if not block.get("optional") and not any(value for name, value in given.items() if name != "type"):
            raise ValueError(f"the field {action_id} must be filled in")
        state.setdefault(block.get("block_id", ""), {})[action_id] = given
    return state


def _type(element: Json, value: Any) -> Json:
    kind = element["type"]
    if kind == "file_input":
        _check_files(element, value)
        return {"type": kind, "files": value}
    if kind == "plain_text_input":
        _check_length(element, str(value or ""))
        return {"type": kind, "value": value or None}
    if kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": [pick(options_of(element), one) for one in value or []]}
    if kind in ("static_select", "radio_buttons"):
        return {"type": kind, "selected_option": pick(options_of(element), str(value)) if value else None}
    return {"type": kind, f"selected_{kind.removesuffix('s_select')}": value}


def _begin(element: Json) -> Json:
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value") or None}
    if kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind == "file_input":
        return {"type": kind, "files": []}
    return {"type": kind, "selected_option": element.get("initial_option")}


def _check_files(element: Json, files: list[Json]) -> None:
    kinds, most = element.get("filetypes"), element.get("max_files", 10)
    if len(files) > most:
        raise ValueError(f"the field {element['action_id']} takes {most} files, not {len(files)}")
    for file in files:
        if kinds and file["name"].rpartition(".")[2] not in kinds:
            raise ValueError(f"the field {element['action_id']} takes {kinds}, not {file['name']}")
        if file["size"] > LARGEST_FILE:
            raise ValueError(f"{file['name']} has {file['size']} bytes; {LARGEST_FILE} are allowed")


def _check_length(element: Json, text: str) -> None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if not least <= len(text) <= most:
        raise ValueError(f"the field {element['action_id']} takes {least} to {most} characters, not {len(text)}")
