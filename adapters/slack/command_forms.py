"""The windows into which people put a text or a file that a command is to have: built and read without any call.

A window carries the command and the place where it was opened, so that it can be sent after a restart, too.
"""

import json
from dataclasses import dataclass, replace

from adapters.slack.blocks import Block, cut, plain
from adapters.slack.interactions import Submission
from adapters.slack.modals import LONGEST_FIELD, labelled, make_form
from adapters.slack.origin import Origin
from adapters.slack.payload import Payload, child, word
from bot.errors import UsageError
from bot.nouns import Form
from bot.text import measure

WRITE, SEND = "write", "send_file"
"""The ``callback_id`` of each."""
TEXT, FILE = "text", "file"
"""Their fields."""
IMPORT = "snippets import"
_LONGEST_LABEL = 150
_TOO_LONG = (
    "It is too long for a field of Slack's. Change it where you write code, and send all of it back as a file."
    " `/snippets show` gives you the code as it is."
)
_BRINGS = (
    "What /snippets export made, or snippets of VS Code, a gist as JSON, a ZIP with files of code; 10 MB at most."
    " First you are shown what is in it."
)
_OLD = "This form comes from another version of Code Supporter. Open it once more."


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent, and the command that is to have it."""

    origin: Origin
    command: str
    text: str = ""
    """As it was typed: it may be code."""
    file: Payload | None = None


def command_form(form: Form, origin: Origin) -> Block:
    """Return the window for a text; where what stands in it already is too long for a field, one for a file."""
    note = _write_note(form.command, origin)
    label = cut(form.label, _LONGEST_LABEL)
    if measure(form.text) > LONGEST_FIELD:
        return make_form(SEND, form.title, "Send", note, [_file_field(label, _TOO_LONG.replace("`", ""))])
    field = {
        "type": "plain_text_input",
        "action_id": TEXT,
        "multiline": True,
        "max_length": LONGEST_FIELD,
        "initial_value": form.text,
    }
    return make_form(WRITE, form.title, "Save", note, [labelled(label, field)])


def import_form(origin: Origin) -> Block:
    """Return the window for a file of snippets."""
    field = _file_field("A file of snippets", _BRINGS)
    return make_form(SEND, "Import snippets", "Look at it", _write_note(IMPORT, origin), [field])


def read_written(said: Submission) -> Sent:
    """Read a text. Raises ``UsageError``."""
    return replace(_read_note(said), text=said.raw(TEXT))


def read_sent(said: Submission) -> Sent:
    """Read which file was sent. Raises ``UsageError``."""
    if not said.files:
        raise UsageError("Choose a file.")
    return replace(_read_note(said), file=said.files[0])


def _file_field(label: str, hint: str) -> Block:
    # No ``filetypes``: what comes is read whatever it is called, and Slack need not know of .code-snippets.
    element = {"type": "file_input", "action_id": FILE, "max_files": 1}
    return {**labelled(label, element), "hint": plain(hint)}


def _write_note(command: str, origin: Origin) -> str:
    where = {"channel": origin.channel, "name": origin.channel_name, "thread": origin.thread}
    return json.dumps({"run": command, "at": where})


def _read_note(said: Submission) -> Sent:
    try:
        note = json.loads(said.note)
    except ValueError:
        note = None
    command, where = word(note, "run"), child(note, "at")
    if not command:
        raise UsageError(_OLD)
    origin = replace(
        said.origin,
        channel=word(where, "channel"),
        channel_name=word(where, "name"),
        thread=word(where, "thread"),
    )
    return Sent(origin, command)
