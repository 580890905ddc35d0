"""views.*: modals and the Home tab. Limits from https://docs.slack.dev/reference/views."""

import copy
import json
import secrets

from tests.fakes.slack.arguments import need
from tests.fakes.slack.blocks import check_blocks
from tests.fakes.slack.ground import Ground, Method
from tests.fakes.slack.nouns import Json, Refused
from tests.fakes.slack.shape import check_fields, check_length, check_plain, wrong
from tests.fakes.slack.world import Team

MOST_BLOCKS = 100
LARGEST = 250_000
"""Bytes of a view."""
DEEPEST = 3
"""Modals on top of each other."""


def open_view(slack: Ground, team: Team, args: Json) -> Json:
    """views.open: within three seconds of what the person did."""
    need(args, "trigger_id", "view")
    view = _check(args["view"], "modal")
    trigger = slack.tickets.exchange(args["trigger_id"])
    if trigger.team != team.id:
        raise Refused("invalid_trigger_id")
    return {"view": public_view(show_view(team, view, trigger.user))}


def push_view(slack: Ground, team: Team, args: Json) -> Json:
    """views.push: on top of the modal that the person has open."""
    need(args, "trigger_id", "view")
    view = _check(args["view"], "modal")
    trigger = slack.tickets.exchange(args["trigger_id"])
    below = [shown for shown in team.views.values() if shown["open"] and shown["user"] == trigger.user]
    if not below:
        raise Refused("not_found")
    if len(below) >= DEEPEST:
        raise Refused("push_limit_reached")
    return {"view": public_view(show_view(team, view, trigger.user, below[-1]))}


def update_view(slack: Ground, team: Team, args: Json) -> Json:
    """views.update: of an open modal, found by its id or its ``external_id``."""
    need(args, "view")
    view = _check(args["view"], "modal")
    shown = _find(team, args)
    if args.get("hash") and args["hash"] != shown["hash"]:
        raise Refused("hash_conflict")
    return {"view": public_view(replace_view(shown, view))}


def publish(slack: Ground, team: Team, args: Json) -> Json:
    """views.publish: the Home tab of one person."""
    need(args, "user_id", "view")
    view = _check(args["view"], "home")
    user = team.user(args["user_id"]).id
    if args.get("hash") and args["hash"] != team.homes.get(user, {}).get("hash"):
        raise Refused("hash_conflict")
    if user in team.homes:
        replace_view(team.homes[user], view)
    else:
        team.homes[user] = _dress(team, view, user, None)
    return {"view": public_view(team.homes[user])}


def show_view(team: Team, view: Json, user: str, below: Json | None = None) -> Json:
    """Open a checked view for a person."""
    shown = _dress(team, view, user, below)
    external = shown["external_id"]
    if external and any(other["external_id"] == external for other in team.views.values()):
        raise Refused("duplicate_external_id")
    team.views[shown["id"]] = shown
    return shown


def replace_view(shown: Json, view: Json) -> Json:
    """Put a checked view in place of one that is shown."""
    shown |= {**view, "hash": _hash()}
    return shown


def public_view(view: Json) -> Json:
    """Return a view as apps see it, without what only this server notes."""
    return copy.deepcopy({name: value for name, value in view.items() if name not in ("open", "user")})


def check_modal(view: object) -> Json:
    """Return a modal as Slack keeps it."""
    return _check(view, "modal")


def _find(team: Team, args: Json) -> Json:
    for view in team.views.values():
        external = args.get("external_id")
        if view["open"] and (view["id"] == args.get("view_id") or (external and view["external_id"] == external)):
            return view
    raise Refused("not_found")


def _dress(team: Team, view: Json, user: str, below: Json | None) -> Json:
    id = f"V{secrets.token_hex(5).upper()}"
    empty = {"private_metadata": "", "callback_id": "", "external_id": "", "title": None, "submit": None, "close": None}
    flags = {"clear_on_close": False, "notify_on_close": False, "state": {"values": {}}, "hash": _hash()}
    whose = {"id": id, "team_id": team.id, "app_id": "A1", "bot_id": team.bot_id, "app_installed_team_id": team.id}
    stack = {"root_view_id": below["root_view_id"] if below else id, "previous_view_id": below["id"] if below else None}
    return {**whose, **empty, **flags, **stack, "open": True, "user": user, **view}


def _hash() -> str:
    return f"{secrets.randbelow(10**9)}.{secrets.token_hex(4)}"


def _check(view: object, kind: str) -> Json:
    if not isinstance(view, dict) or view.get("type") != kind:
        raise Refused("invalid_arguments", f"[ERROR] a view of the type {kind} is wanted [json-pointer:/view/type]")
    check_fields(
        view,
        "/view",
        "private_metadata callback_id external_id title close submit clear_on_close notify_on_close submit_disabled",
        "blocks title" if kind == "modal" else "blocks",
    )
    for name in ("title", "submit", "close"):
        if view.get(name) is not None:
            check_plain(view[name], f"/view/{name}", 24)
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if name in view:
            check_length(view[name], f"/view/{name}", most, 0)
    blocks = check_blocks(view["blocks"], kind, MOST_BLOCKS)
    if kind == "modal" and any(block["type"] == "input" for block in blocks) and not view.get("submit"):
        raise wrong("a view with inputs needs: submit", "/view")
    if len(json.dumps(view)) > LARGEST:
        raise Refused("view_too_large")
    return {**view, "blocks": blocks}


METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish,
}
