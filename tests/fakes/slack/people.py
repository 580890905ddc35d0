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
    is_of_few: bool = False
    """True for the direct messages of several people."""

    @property
    def kind(self) -> str:
        """As events name it in ``channel_type``."""
        if self.with_user or self.is_of_few:
            return "im" if self.with_user else "mpim"
        return "group" if self.is_private else "channel"

    @property
    def shown_name(self) -> str:
        """As commands and buttons name it: private channels not by their own name."""
        return {"im": "directmessage", "group": "privategroup"}.get(self.kind, self.name)

    def json(self) -> Json:
        names = {"is_channel": "channel", "is_group": "group", "is_im": "im", "is_mpim": "mpim"}
        kinds = {name: self.kind == kind for name, kind in names.items()}
        described = {"id": self.id, "is_private": self.is_private, "is_archived": self.is_archived, **kinds}
        if self.with_user:
            return {**described, "user": self.with_user, "is_open": True}
        return {**described, "name": self.name, "num_members": len(self.members)}
