"""What people do with what an app put before them: buttons, menus, modals, shortcuts, the Home tab."""

from typing import Any

from tests.fakes.slack.delivery import Delivery
from tests.fakes.slack.files import describe_file
from tests.fakes.slack.inputs import fill
from tests.fakes.slack.nouns import Ephemeral, FakeFile, FakeMessage, Json
from tests.fakes.slack.payloads import carry_event, carry_interaction
from tests.fakes.slack.persons import Persons
from tests.fakes.slack.presses import find_element, press
from tests.fakes.slack.views import check_modal, public_view, replace_view, show_view
from tests.fakes.slack.world import Team


class Screens(Persons):
    """The acts of people on blocks and views."""

    async def presses(
        self,
        channel: str,
        ts: str,
        action_id: str,
        user: str = "UANA",
        value: str = "",
        *,
        team: str = "T1",
        force: bool = False,
    ) -> Delivery:
        """Press a button, or choose from a menu, of a message or an ephemeral.

        ``value``: of the option, or of the one button among several with that ``action_id``; of feedback buttons a
        beginning is enough, such as "up". Raises ``ValueError`` where there is none, unless ``force``.
        """
        place = self.teams[team]
        shown = self._shown(place, channel, ts)
        action = press(shown.blocks, action_id, value, force=force)
        more: Json = {
            "container": _locate(shown),
            "channel": {"id": channel, "name": place.channels[channel].shown_name},
            "response_url": self._respond(team, user, channel, ts, shown.thread_ts),
            "state": {"values": {}},
        }
        if isinstance(shown, FakeMessage):
            more["message"] = {**shown.json(), "team": team}
        return await self._interact(place, "block_actions", user, {**more, "actions": [action]})

    async def presses_view(
        self, view_id: str, action_id: str, user: str = "UANA", value: str = "", *, team: str = "T1"
    ) -> Delivery:
        """Press a button of a modal, or of the Home tab whose view this is."""
        place = self.teams[team]
        view = self._view(place, view_id)
        action = press(view["blocks"], action_id, value)
        more = {"container": {"type": "view", "view_id": view_id}, "view": public_view(view), "actions": [action]}
        return await self._interact(place, "block_actions", user, more)

    async def submits(
        self, view_id: str, values: Json, user: str = "UANA", *, team: str = "T1", again: bool = False
    ) -> Json:
        """Fill in a modal and submit it; return what the app answered: {} where the modal was closed.

        ``values`` by ``action_id``: a text, the value of an option, a list of them, or of files. Raises ``ValueError``
        for a field that is missing or does not exist, and for a closed modal, unless ``again``.
        """
        place = self.teams[team]
        view = self._view(place, view_id)
        if not view["open"] and not again:
            raise ValueError(f"the modal {view_id} is closed")
        given = {name: self._attach(place, value) for name, value in values.items()}
        view["state"] = {"values": fill(view["blocks"], given)}
        delivery = await self._interact(
            place, "view_submission", user, {"view": public_view(view), "response_urls": []}
        )
        if delivery.is_acknowledged:
            self._follow(place, view, delivery.response)
        return delivery.response

    async def closes(self, view_id: str, user: str = "UANA", *, team: str = "T1") -> None:
        """Close a modal; the app hears of it where it asked to."""
        place = self.teams[team]
        view = self._view(place, view_id)
        view["open"] = False
        if view["notify_on_close"]:
            await self._interact(place, "view_closed", user, {"view": public_view(view), "is_cleared": False})

    async def shortcut(
        self, callback_id: str, channel: str = "", ts: str = "", user: str = "UANA", *, team: str = "T1"
    ) -> Delivery:
        """Choose a shortcut from the menu of a message, or without one from Slack's own."""
        place = self.teams[team]
        more: Json = {"callback_id": callback_id, "action_ts": place.stamp()}
        if not ts:
            return await self._interact(place, "shortcut", user, more)
        message = self._event(place, place.message(channel, ts))
        where = {"id": channel, "name": place.channels[channel].shown_name}
        right: Json = {"response_url": self._respond(team, user, channel, ts, message.get("thread_ts", ""))}
        about: Json = {"message": message, "message_ts": ts, "channel": where}
        return await self._interact(place, "message_action", user, {**more, **about, **right})

    async def opens_home(self, user: str = "UANA", tab: str = "home", *, team: str = "T1") -> None:
        """Open the app: ``tab`` is home or messages."""
        place = self.teams[team]
        event: Json = {"type": "app_home_opened", "user": user, "channel": place.direct(user).id, "tab": tab}
        if tab == "home" and user in place.homes:
            event["view"] = public_view(place.homes[user])
        await self.courier.deliver(carry_event(place, {**event, "event_ts": place.stamp()}))

    def has(self, channel: str, ts: str, action_id: str, *, team: str = "T1") -> bool:
        """Tell whether a message shows something with an ``action_id``."""
        return find_element(self._shown(self.teams[team], channel, ts).blocks, action_id, "") is not None

    async def _interact(self, team: Team, kind: str, user: str, more: Json) -> Delivery:
        trigger = {"trigger_id": self.tickets.trigger(team.id, user)}
        return await self.courier.deliver(carry_interaction(team, kind, user, {**trigger, **more}))

    def _attach(self, team: Team, value: Any) -> Any:
        """Return what is put into a field; files are told as in any other payload."""
        if isinstance(value, list) and any(isinstance(one, FakeFile) for one in value):
            return [describe_file(self, team, one) for one in value]
        return value

    def _shown(self, team: Team, channel: str, ts: str) -> FakeMessage | Ephemeral:
        for ephemeral in team.ephemerals:
            if (ephemeral.channel, ephemeral.ts) == (channel, ts) and not ephemeral.deleted:
                return ephemeral
        return team.message(channel, ts)

    def _view(self, team: Team, view_id: str) -> Json:
        for view in (*team.views.values(), *team.homes.values()):
            if view["id"] == view_id:
                return view
        raise ValueError(f"there is no view {view_id}")

    def _follow(self, team: Team, view: Json, response: Json) -> None:
        """Do with a modal what the app answered to its submission."""
        match response.get("response_action"):
            case "errors":
                known = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
                if not response.get("errors") or not set(response["errors"]) <= known:
                    raise ValueError(f"errors must name inputs by their block_id: {response}")
            case "update":
                replace_view(view, check_modal(response["view"]))
            case "push":
                show_view(team, check_modal(response["view"]), view["user"], view)
            case "clear":
                for other in team.views.values():
                    other["open"] = other["open"] and other["user"] != view["user"]
            case None:
                view["open"] = False
            case unknown:
                raise ValueError(f"Slack knows no response_action {unknown!r}")


def _locate(shown: FakeMessage | Ephemeral) -> Json:
    """Return where a button stands, as payloads have it."""
    seen = isinstance(shown, Ephemeral)
    where = {"type": "message", "message_ts": shown.ts, "channel_id": shown.channel, "is_ephemeral": seen}
    return {**where, **({"thread_ts": shown.thread_ts} if shown.thread_ts else {})}
