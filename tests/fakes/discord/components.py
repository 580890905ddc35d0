"""Components of messages: rows of buttons and menus, or the newer layouts, and Discord's limits on each."""

from collections.abc import Iterator

from tests.fakes.discord.errors import Refused, invalid, length, missing
from tests.fakes.discord.nouns import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = (3, 5, 6, 7, 8)
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LINK, PREMIUM = 5, 6
_LAYOUT = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR, CONTAINER)
_MOST, _MOST_TEXT = 40, 4000


def check_components(components: list[Json], *, is_layout: bool) -> None:
    """Raise ``Refused`` where Discord would refuse them; ``is_layout``: the message has the flag IS_COMPONENTS_V2."""
    if not isinstance(components, list):
        raise invalid("components", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    if not is_layout and len(components) > 5:
        raise invalid("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for number, component in enumerate(components):
        if component.get("type") not in (_LAYOUT if is_layout else (ROW,)):
            raise invalid(f"components.{number}.type", "UNION_TYPE_CHOICES", 'Value of field "type" is not allowed.')
        _check(component, f"components.{number}")
    every = list(walk(components))
    if is_layout and len(every) > _MOST:
        raise invalid("components", "BASE_TYPE_MAX_LENGTH", f"Must be {_MOST} or fewer in length.")
    if is_layout:
        length("components", "".join(text_of(every)), 1 if text_of(every) else 0, _MOST_TEXT)
    ids = [one["custom_id"] for one in every if "custom_id" in one]
    if twice := next((one for one in ids if ids.count(one) > 1), None):
        raise invalid(
            "components", "COMPONENT_CUSTOM_ID_DUPLICATED", f"Component custom id cannot be duplicated: {twice}"
        )


def walk(components: list[Json]) -> Iterator[Json]:
    """Give all components, the inner ones too."""
    for component in components:
        yield component
        inner = [*component.get("components", ())]
        inner += [component[name] for name in ("accessory", "component") if name in component]
        yield from walk(inner)


def text_of(components: list[Json]) -> list[str]:
    """Return what the texts among components say."""
    return [one["content"] for one in components if one["type"] == TEXT_DISPLAY]


def find_component(components: list[Json], wanted: str) -> Json | None:
    """Return the button or menu with a ``custom_id``, or else a label or emoji."""
    every = [one for one in walk(components) if one["type"] == BUTTON or one["type"] in SELECTS]
    for one in every:
        if one.get("custom_id") == wanted:
            return one
    return next((one for one in every if wanted in (one.get("label"), one.get("emoji", {}).get("name"))), None)


def _check(component: Json, path: str) -> None:
    match component["type"]:
        case 1:
            _check_row(component, path)
        case 9:
            _check_children(component, path, (TEXT_DISPLAY,), 3)
            if component.get("accessory", {}).get("type") not in (BUTTON, THUMBNAIL):
                raise missing(f"{path}.accessory")
            _check(component["accessory"], f"{path}.accessory")
        case 17:
            _check_children(component, path, _LAYOUT[:-1], _MOST)
        case 10:
            length(f"{path}.content", component.get("content", ""), 1, _MOST_TEXT)
        case 2:
            _check_button(component, path)
        case kind if kind in SELECTS:
            check_select(component, path)


def _check_row(row: Json, path: str) -> None:
    inner = row.get("components", [])
    kinds = {one.get("type") for one in inner}
    if not inner or (kinds == {BUTTON} and len(inner) > 5):
        raise invalid(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    if kinds != {BUTTON} and (len(inner) > 1 or not kinds <= {*SELECTS}):
        raise invalid(
            f"{path}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The row is too wide or holds no buttons"
        )
    _check_children(row, path, (BUTTON, *SELECTS), 5)


def _check_children(component: Json, path: str, kinds: tuple[int, ...], most: int) -> None:
    inner = component.get("components", [])
    if not 1 <= len(inner) <= most:
        raise invalid(f"{path}.components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")
    for number, one in enumerate(inner):
        if one.get("type") not in kinds:
            raise invalid(f"{path}.components.{number}.type", "UNION_TYPE_CHOICES", "This type is not allowed here.")
        _check(one, f"{path}.components.{number}")


def _check_button(button: Json, path: str) -> None:
    if button.get("style") not in range(1, PREMIUM + 1):
        raise missing(f"{path}.style")
    if "label" in button:
        length(f"{path}.label", button["label"], 0, 80)
    if not button.get("label") and not button.get("emoji") and button["style"] != PREMIUM:
        raise invalid(path, "BUTTON_COMPONENT_REQUIRES_LABEL_OR_EMOJI", "A button needs a label or an emoji")
    if button["style"] == LINK:
        length(f"{path}.url", button.get("url", ""), 1, 512)
        if "custom_id" in button:
            raise invalid(f"{path}.custom_id", "BUTTON_COMPONENT_CUSTOM_ID_URL", "A link has no custom id")
    elif button["style"] != PREMIUM:
        length(f"{path}.custom_id", button.get("custom_id", ""), 1, 100)


def check_select(select: Json, path: str) -> None:
    """Raise where a menu is not as Discord takes it."""
    length(f"{path}.custom_id", select.get("custom_id", ""), 1, 100)
    length(f"{path}.placeholder", select.get("placeholder") or "", 0, 150)
    if select["type"] != STRING_SELECT:
        return
    options = select.get("options", [])
    check_options(options, path)
    least, most = bounds(select)
    if not 0 <= least <= min(most, 25) or most > len(options):
        raise invalid(f"{path}.max_values", "BASE_TYPE_BAD_LENGTH", "More values than options, or fewer than none.")


def bounds(field: Json, most: int = 1) -> tuple[int, int]:
    """Return how many values a field takes at least and at most, where it may leave out one or the other."""
    named = field.get("min_values"), field.get("max_values")
    return 1 if named[0] is None else named[0], most if named[1] is None else named[1]


def check_options(options: list[Json], path: str) -> None:
    """Raise where the options of a menu or of a group of boxes are not as Discord takes them."""
    if not 1 <= len(options) <= 25:
        raise invalid(f"{path}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    for number, option in enumerate(options):
        length(f"{path}.options.{number}.label", option["label"], 1, 100)
        length(f"{path}.options.{number}.value", option["value"], 1, 100)
        length(f"{path}.options.{number}.description", option.get("description") or "", 0, 100)
    if len({option["value"] for option in options}) < len(options):
        raise Refused(50035, errors={"components": {"_errors": [{"code": "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"}]}})
