"""The shape of commands: names, descriptions, options, and Discord's limits on each."""

import re

from tests.fakes.discord.errors import Refused, Strange, invalid, length, missing
from tests.fakes.discord.nouns import Json

CHAT, USER, MESSAGE = 1, 2, 3
SUB, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, PERSON, CHANNEL, NUMBER, ATTACHMENT = 3, 4, 5, 6, 7, 10, 11
MOST = {CHAT: 100, USER: 5, MESSAGE: 5}
"""Commands of each type. Discord takes 15 context menus since March 2026, discord.py 2.7.1 only five."""
_FIELDS = """
    id name name_localizations description description_localizations options type nsfw dm_permission contexts
    integration_types default_member_permissions handler
    """
_OPTION = """
    name name_localizations description description_localizations options type required choices autocomplete
    min_value max_value min_length max_length channel_types
    """
_NAME = re.compile(r"[-_'\w]{1,32}")


def check_command(command: Json) -> None:
    """Raise where Discord would refuse a command."""
    if unknown := command.keys() - {*_FIELDS.split()}:
        raise Strange(f"a command has no such fields: {sorted(unknown)}")
    if command.get("type", CHAT) != CHAT:
        length("name", command.get("name", ""), 1, 32)
        if command.get("description") or command.get("options"):
            raise invalid("description", "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_NOT_ALLOWED", "Not in menus.")
        return
    _check_words(command, "")
    _check_options(command.get("options") or [], "options", {SUB, GROUP, *range(STRING, ATTACHMENT + 1)})
    if measure(command) > 8000:
        raise invalid("options", "APPLICATION_COMMAND_TOO_LARGE", "Combined characters must be 8000 or fewer.")


def check_all(commands: list[Json]) -> None:
    """Raise where there are too many commands in one place, or two of one name."""
    names = [(command.get("type", CHAT), command["name"]) for command in commands]
    if len({*names}) < len(names):
        raise invalid("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
    for kind, most in MOST.items():
        if sum(one == kind for one, _ in names) > most:
            raise Refused(30032)


def measure(command: Json) -> int:
    """Return how many characters a command has in all."""
    own = len(command.get("name", "")) + len(command.get("description", ""))
    own += sum(len(one["name"]) + len(str(one["value"])) for one in command.get("choices") or ())
    return own + sum(measure(option) for option in command.get("options") or ())


def _check_words(one: Json, path: str) -> None:
    name = one.get("name", "")
    if not _NAME.fullmatch(name) or name != name.lower():
        raise invalid(f"{path}name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    length(f"{path}description", one.get("description", ""), 1, 100)


def _check_options(options: list[Json], path: str, kinds: set[int]) -> None:
    if len(options) > 25:
        raise invalid(path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if len({option.get("name") for option in options}) < len(options):
        raise invalid(path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique.")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        raise invalid(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options come before others.")
    for number, option in enumerate(options):
        _check_option(option, f"{path}.{number}.", kinds)
    if any(one["type"] in (SUB, GROUP) for one in options) and any(one["type"] >= STRING for one in options):
        raise invalid(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands and options exclude each other.")


def _check_option(option: Json, path: str, kinds: set[int]) -> None:
    if unknown := option.keys() - {*_OPTION.split()}:
        raise Strange(f"an option has no such fields: {sorted(unknown)}")
    _check_words(option, path)
    if "type" not in option:
        raise missing(f"{path}type")
    if option["type"] not in kinds:
        raise invalid(f"{path}type", "BASE_TYPE_CHOICES", "This type is not allowed here.")
    if option["type"] == GROUP:
        return _check_options(option.get("options") or [], f"{path}options", {SUB})
    if option["type"] == SUB:
        return _check_options(option.get("options") or [], f"{path}options", {*range(STRING, ATTACHMENT + 1)})
    return _check_choices(option, path)


def _check_choices(option: Json, path: str) -> None:
    choices = option.get("choices") or []
    if len(choices) > 25:
        raise invalid(f"{path}choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if option.get("autocomplete") and choices:
        raise invalid(f"{path}autocomplete", "APPLICATION_COMMAND_AUTOCOMPLETE_NOT_ALLOWED", "Not with choices.")
    for number, choice in enumerate(choices):
        length(f"{path}choices.{number}.name", choice["name"], 1, 100)
        length(f"{path}choices.{number}.value", str(choice["value"]), 0, 100)
