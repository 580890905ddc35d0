"""auth.*, oauth.v2.access, apps.connections.open: who is calling, and how an app gets in."""

from tests.fakes.slack.arguments import need
from tests.fakes.slack.ground import Ground, Method
from tests.fakes.slack.nouns import Json, Refused
from tests.fakes.slack.world import Team

SCOPES = (
    "app_mentions:read,assistant:write,channels:history,channels:read,chat:write,commands,files:read,files:write,"
    "groups:history,groups:read,im:history,im:read,im:write,mpim:history,mpim:read,reactions:read,users:read"
)


def test(slack: Ground, team: Team, args: Json) -> Json:
    """auth.test."""
    url = f"https://{team.id.lower()}.slack.com/"
    who = {"user": team.users[team.bot_user].name.lower(), "user_id": team.bot_user, "bot_id": team.bot_id}
    of = {"enterprise_id": team.enterprise} if team.enterprise else {}
    where = {"team": f"Team {team.id}", "team_id": team.id, **of, "is_enterprise_install": bool(team.enterprise)}
    return {"url": url, **where, **who}


def revoke(slack: Ground, team: Team, args: Json) -> Json:
    """auth.revoke."""
    team.gone = "token_revoked"
    return {"revoked": True}


def open_connection(slack: Ground, args: Json) -> Json:
    """apps.connections.open: a ticket for one socket."""
    return {"url": f"ws://127.0.0.1:{slack.port}/socket?ticket={slack.tickets.socket()}"}


def access(slack: Ground, args: Json) -> Json:
    """oauth.v2.access: a code, once, for the token of a workspace."""
    need(args, "code")
    if args.get("client_id") != slack.client_id:
        raise Refused("invalid_client_id")
    if args.get("client_secret") != slack.client_secret:
        raise Refused("bad_client_secret")
    granted = slack.tickets.codes.pop(args["code"], None)
    if granted is None:
        raise Refused("invalid_code")
    team = slack.teams[granted["team"]]
    team.gone = ""
    return {
        "app_id": "A1",
        "authed_user": {"id": granted["user"]},
        "scope": SCOPES,
        "token_type": "bot",
        "access_token": team.token,
        "bot_user_id": team.bot_user,
        "team": {"id": team.id, "name": f"Team {team.id}"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


METHODS: dict[str, Method] = {"auth.test": test, "auth.revoke": revoke}
