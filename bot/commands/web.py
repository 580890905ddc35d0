"""`/code web`: the way to the web page, and out of it."""

from bot.commands.call import Call, Reply
from bot.commands.parse import WEB, split, unknown
from bot.errors import UsageError
from bot.nouns import Button
from bot.store import Store
from bot.store.snippets import Viewer

_NO_PAGE = "There is no address for the web page: the operator of this Code Supporter has not set `PUBLIC_URL`."
_ELSEWHERE = (
    "The web page: {}\n\nTo be let in, give this command in Slack, or on a server of Discord: you get a link there that"
    " only you see."
)
_LINK = (
    "This link opens the web page, where you are who you are here. It works once, for five minutes; a newer one takes"
    " its place. Whoever has it is let in as you, so pass it on to nobody.\n\n`/code web logout` signs you out"
    " everywhere."
)
_TOO_MANY = "You got five links within a minute. Use the newest one, or wait a minute."


class WebCommand:
    """Says where the page is; where people sign in there, gives whoever asks a link of their own."""

    def __init__(self, store: Store, public_url: str, *, signs_in: bool) -> None:
        self._store = store
        self._public_url = public_url
        self._signs_in = signs_in

    async def run(self, call: Call, rest: str) -> Reply:
        """Answer ``web``, or ``web logout``."""
        if not self._signs_in:
            return Reply(f"The web page: {self._public_url}" if self._public_url else _NO_PAGE)
        verb, _ = split(rest)
        if verb and verb not in WEB:
            raise unknown(verb, WEB, "code web")
        person = Viewer(call.author, call.workspace)
        if verb:
            return await self._sign_out(person)
        return await self._let_in(person) if call.signs_in else Reply(_ELSEWHERE.format(self._public_url))

    async def _let_in(self, person: Viewer) -> Reply:
        secret = await self._store.sign_ins.make(person)
        if not secret:
            raise UsageError(_TOO_MANY)
        # Behind the #, a browser keeps it to itself: no server, log or preview of the link gets it.
        return Reply(_LINK, (Button("Open the web page", "", url=f"{self._public_url}/login#t={secret}"),))

    async def _sign_out(self, person: Viewer) -> Reply:
        await self._store.sign_ins.withdraw(person)
        ended = await self._store.sessions.end_all(person)
        if not ended:
            return Reply("You are signed in nowhere.")
        return Reply(f"You are signed out everywhere: in {ended} {'browser' if ended == 1 else 'browsers'}.")
