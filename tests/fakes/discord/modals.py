"""Modals: what an app may ask in one; see ``filling`` for how a person answers."""

from tests.fakes.discord.components import ROW, STRING_SELECT, TEXT_INPUT, bounds, check_options, check_select
from tests.fakes.discord.errors import invalid, length, missing
from tests.fakes.discord.nouns import Json

LABEL, UPLOAD, RADIO, BOXES, BOX = 18, 19, 21, 22, 23
_FIELDS = (TEXT_INPUT, STRING_SELECT, 5, 6, 7, 8, UPLOAD, RADIO, BOXES, BOX)


def check_modal(modal: Json) -> None:
    """Raise where Discord would refuse a modal."""
    length("title", modal.get("title", ""), 1, 45)
    length("custom_id", modal.get("custom_id", ""), 1, 100)
    tops = modal.get("components") or []
    if not 1 <= len(tops) <= 5:
        raise invalid("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for number, top in enumerate(tops):
        _check_top(top, f"components.{number}")
    ids = [field["custom_id"] for field in fields(modal)]
    if len({*ids}) < len(ids):
        raise invalid("components", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")


def fields(modal: Json) -> list[Json]:
    """Return what there is to be filled in."""
    found: list[Json] = []
    for top in modal["components"]:
        found += top["components"] if top["type"] == ROW else [top["component"]] if top["type"] == LABEL else []
    return found


def _check_top(top: Json, path: str) -> None:
    match top.get("type"):
        case 1 if len(top.get("components") or ()) == 1:
            inner, where = top["components"][0], f"{path}.components.0"
            length(f"{where}.label", inner.get("label") or "", 1, 45)
        case 18 if top.get("component"):
            inner, where = top["component"], f"{path}.component"
            length(f"{path}.label", top.get("label", ""), 1, 45)
            length(f"{path}.description", top.get("description") or "", 0, 100)
        case 10:
            return length(f"{path}.content", top.get("content", ""), 1, 4000)
        case _:
            raise invalid(f"{path}.type", "UNION_TYPE_CHOICES", "Only rows of one field, labels and texts.")
    if inner.get("type") not in _FIELDS or (top["type"] == ROW and inner["type"] != TEXT_INPUT):
        raise invalid(f"{where}.type", "UNION_TYPE_CHOICES", "This type is not allowed here.")
    return _check_field(inner, where)


def _check_field(field: Json, path: str) -> None:
    length(f"{path}.custom_id", field.get("custom_id", ""), 1, 100)
    if field["type"] == TEXT_INPUT:
        if field.get("style") not in (1, 2):
            raise missing(f"{path}.style")
        length(f"{path}.value", field.get("value") or "", 0, field.get("max_length") or 4000)
        length(f"{path}.placeholder", field.get("placeholder") or "", 0, 100)
        least, most = field.get("min_length") or 0, field.get("max_length") or 4000
        if not 0 <= least <= most <= 4000:
            raise invalid(f"{path}.max_length", "NUMBER_TYPE_MAX", "int value should be between 1 and 4000.")
    elif field["type"] == STRING_SELECT:
        check_select(field, path)
    elif field["type"] in (RADIO, BOXES):
        _check_group(field, path)


def _check_group(group: Json, path: str) -> None:
    """A group has up to ten boxes; nothing needs to be ticked only where it is not required."""
    options = group.get("options") or []
    check_options(options, path)
    if not (2 if group["type"] == RADIO else 1) <= len(options) <= 10:
        raise invalid(f"{path}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
    least, most = bounds(group, len(options))
    if not 0 <= least <= most <= len(options) or (least == 0 and group.get("required", True)):
        raise invalid(f"{path}.min_values", "NUMBER_TYPE_MIN", "Contradicts the options, or that it is required.")
