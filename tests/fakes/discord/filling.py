"""How a person fills in a modal, within what each of its fields takes."""

from tests.fakes.discord.components import ROW, STRING_SELECT, TEXT_DISPLAY, TEXT_INPUT, bounds
from tests.fakes.discord.describe import show_file
from tests.fakes.discord.modals import BOX, BOXES, LABEL, RADIO, UPLOAD
from tests.fakes.discord.nouns import FakeFile, Json
from tests.fakes.discord.typed import Upload


def fill(modal: Json, values: Json, upload: Upload) -> Json:
    """Return the data of a submission.

    ``values`` by ``custom_id`` or label: a text, a truth for a single box, or a list of the values of options or of
    files. What is not named keeps what stands there. Raises ``ValueError`` where a field does not exist, or does not
    take that.
    """
    names = {name for top in modal["components"] for name in _names(top)}
    if unknown := values.keys() - names:
        raise ValueError(f"the modal has no fields {sorted(unknown)}, only {sorted(names)}")
    resolved: Json = {}
    components = [_fill_top(top, values, upload, resolved) for top in modal["components"]]
    return {"custom_id": modal["custom_id"], "components": components, "resolved": resolved}


def _inner(top: Json) -> Json:
    inner: Json = top["components"][0] if top["type"] == ROW else top.get("component", {})
    return inner


def _names(top: Json) -> list[str]:
    inner = _inner(top)
    return [one for one in (inner.get("custom_id"), top.get("label"), inner.get("label")) if one]


def _fill_top(top: Json, values: Json, upload: Upload, resolved: Json) -> Json:
    if top["type"] == TEXT_DISPLAY:
        return {"type": TEXT_DISPLAY, "id": top.get("id", 0)}
    inner = _inner(top)
    value = next((values[name] for name in _names(top) if name in values), None)
    filled = {"type": inner["type"], "id": inner.get("id", 0), "custom_id": inner["custom_id"]}
    if inner["type"] == TEXT_INPUT:
        filled["value"] = _text(inner, value)
    elif inner["type"] == BOX:
        filled["value"] = bool(inner.get("default") if value is None else value)
    elif inner["type"] == UPLOAD:
        filled["values"] = _files(inner, value or [], upload, resolved)
    else:
        chosen = _chosen(inner, value)
        filled |= {"value": chosen[0] if chosen else None} if inner["type"] == RADIO else {"values": chosen}
    return {"type": ROW, "components": [filled]} if top["type"] == ROW else {"type": LABEL, "component": filled}


def _text(field: Json, value: object) -> str:
    text = field.get("value") or "" if value is None else value
    needed = field.get("required", True)
    least, most = max(field.get("min_length") or 0, int(needed)), field.get("max_length") or 4000
    if not isinstance(text, str) or ((text or needed) and not least <= len(text) <= most):
        raise ValueError(f"{field['custom_id']} does not take {text!r}")
    return text


def _chosen(field: Json, value: object) -> list[str]:
    if field["type"] not in (STRING_SELECT, RADIO, BOXES):
        raise ValueError(f"the fake Discord fills in no menus of people or channels: {field['custom_id']}")
    options = field.get("options") or []
    ticked = [option["value"] for option in options if option.get("default")]
    chosen = ticked if value is None else [value] if isinstance(value, str) else value
    least, most = bounds(field, len(options) if field["type"] == BOXES else 1)
    if not isinstance(chosen, list) or not {*chosen} <= {option["value"] for option in options}:
        raise ValueError(f"{field['custom_id']} does not take {chosen}")
    if not least <= len(chosen) <= most and (chosen or field.get("required", True)):
        raise ValueError(f"{field['custom_id']} takes {least} to {most}, and not {chosen}")
    return chosen


def _files(field: Json, files: list[FakeFile], upload: Upload, resolved: Json) -> list[str]:
    least, most = bounds(field)
    if not least <= len(files) <= most and (files or field.get("required", True)):
        raise ValueError(f"{field['custom_id']} does not take {len(files)} files")
    kept = [upload(file) for file in files]
    resolved.setdefault("attachments", {}).update({file.id: show_file(file, True) for file in kept})
    return [file.id for file in kept]
