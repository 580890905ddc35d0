"""What comes to a response URL, or with the acknowledgement of a command: a message, an ephemeral, a replacement."""

from tests.fakes.slack.arguments import is_true
from tests.fakes.slack.blocks import markdown_of
from tests.fakes.slack.chat import read_body, whisper
from tests.fakes.slack.ground import Ground
from tests.fakes.slack.nouns import Ephemeral, FakeMessage, Json, Refused
from tests.fakes.slack.tickets import Response
from tests.fakes.slack.world import Team


def show_response(slack: Ground, right: Response, answer: Json) -> None:
    """Do what an app answered. Raises ``Refused`` for a body that makes no sense."""
    team = slack.teams[right.team]
    if is_true(answer.get("delete_original")):
        _original(team, right).deleted = True
    elif is_true(answer.get("replace_original")):
        _replace(_original(team, right), read_body(answer))
    elif answer.get("text") or answer.get("blocks"):
        _post(team, right, read_body(answer), answer)


def _post(team: Team, right: Response, body: Json, answer: Json) -> None:
    thread = str(answer.get("thread_ts") or "")
    if answer.get("response_type") != "in_channel":
        whisper(team, right.channel, right.user, body, thread)
        return
    post = FakeMessage(team.stamp(), right.channel, team.bot_user, thread_ts=thread, bot_id=team.bot_id)
    _replace(post, body)
    team.post(post)


def _original(team: Team, right: Response) -> FakeMessage | Ephemeral:
    for ephemeral in team.ephemerals:
        if ephemeral.ts == right.ts:
            return ephemeral
    if not right.ts:
        raise Refused("no_original")
    return team.message(right.channel, right.ts)


def _replace(shown: FakeMessage | Ephemeral, body: Json) -> None:
    shown.text, shown.blocks = body["text"] or "", body["blocks"] or []
    shown.markdown = body["markdown"] or markdown_of(shown.blocks)
