"""Who is in a workspace, and where they talk: users and channels."""

from dataclasses import dataclass

from tests.fakes.slack.nouns import Json


@dataclass
class User:
    """A person, or a bot."""

    id: str
    name: str
    is_bot: bool = False

    def json(self, team: str) -> Json:
        profile = {"display_name": self.name, "real_name": self.name, "image_48": "", "team": team}
        return {
            "id": self.id,
            "team_id": team,
            "name": self.name.lower(),
            "real_name": self.name,
            "deleted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "tz": "Europe/Madrid",
            "profile": profile,
        }


@dataclass
class Channel:
    """A channel or a direct message; ``members`` are ids of users, bots among them."""

    id: str
    name: str
    members: set[str]
    is_private: bool = False
    is_archived: bool = False
    with_user: str = ""
    """In a direct message, the person at its other end."""

    @property
    def kind(self) -> str:
        """As events name it in ``channel_type``."""
        return "im" if self.with_user else "group" if self.is_private else "channel"

    @property
    def shown_name(self) -> str:
        """As commands and buttons name it: only public channels by their own name."""
        return {"im": "directmessage", "group": "privategroup", "channel": self.name}[self.kind]

    def json(self) -> Json:
        kinds = {"is_channel": self.kind == "channel", "is_group": self.kind == "group", "is_im": self.kind == "im"}
        described = {"id": self.id, "is_private": self.is_private, "is_archived": self.is_archived, **kinds}
        if self.with_user:
            return {**described, "user": self.with_user, "is_open": True}
        return {**described, "name": self.name, "num_members": len(self.members)}
