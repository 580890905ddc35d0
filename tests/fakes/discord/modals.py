"""Modals: what an app may ask in one, and how a person fills it in."""

from tests.fakes.discord.components import ROW, STRING_SELECT, TEXT_DISPLAY, TEXT_INPUT, check_options, check_select
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


def fill(modal: Json, values: Json) -> list[Json]:
    """Return the components of a submission.

    ``values`` by ``custom_id`` or label: a text, or a list of the values of options. What is not named keeps what
    stands there. Raises ``ValueError`` where a field does not exist, or what was filled in is not allowed.
    """
    left, filled = dict(values), list[Json]()
    named = {name for top in modal["components"] for name in _names(top)}
    if unknown := left.keys() - named:
        raise ValueError(f"the modal has no fields {sorted(unknown)}")
    for top in modal["components"]:
        if top["type"] == TEXT_DISPLAY:
            filled.append({"type": TEXT_DISPLAY, "id": top.get("id", 0)})
            continue
        inner = top["components"][0] if top["type"] == ROW else top["component"]
        name = next((one for one in _names(top) if one in left), None)
        value = _fill(inner, left.pop(name) if name else None)
        body = {"type": inner["type"], "id": inner.get("id", 0), "custom_id": inner["custom_id"], **value}
        filled.append({"type": ROW, "components": [body]} if top["type"] == ROW else {"type": LABEL, "component": body})
    return filled


def _names(top: Json) -> list[str]:
    """Return by what a field can be named."""
    inner = top["components"][0] if top["type"] == ROW else top.get("component", {})
    return [one for one in (inner.get("custom_id"), top.get("label"), inner.get("label")) if one]


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
        check_options(field.get("options") or [], path)


def _fill(field: Json, value: object) -> Json:
    needed = field.get("required", True)
    if field["type"] == TEXT_INPUT:
        text = field.get("value") or "" if value is None else value
        least = max(field.get("min_length") or 0, int(needed))
        if not isinstance(text, str) or (
            (text or needed) and not least <= len(text) <= (field.get("max_length") or 4000)
        ):
            raise ValueError(f"{field['custom_id']} does not take {text!r}")
        return {"value": text}
    if field["type"] == BOX:
        return {"value": bool(field.get("default") if value is None else value)}
    defaults = [option["value"] for option in field.get("options") or () if option.get("default")]
    chosen = defaults if value is None else value
    chosen = [chosen] if isinstance(chosen, str) else list(chosen) if isinstance(chosen, list) else []
    known = {option["value"] for option in field.get("options") or ()}
    least, most = field.get("min_values", 1) if needed else 0, field.get("max_values", 1)
    if (known and not known >= {*chosen}) or not least <= len(chosen) <= max(most, 1):
        raise ValueError(f"{field['custom_id']} does not take {chosen}")
    return {"value": chosen[0] if chosen else None} if field["type"] == RADIO else {"values": chosen}
