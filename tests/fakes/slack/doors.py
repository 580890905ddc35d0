"""The other addresses: uploads, files, and the URLs to respond to what a person did."""

from aiohttp import web

from tests.fakes.slack.arguments import read_arguments
from tests.fakes.slack.ground import Ground
from tests.fakes.slack.nouns import Refused
from tests.fakes.slack.responses import show_response

_SIGN_IN = "<!DOCTYPE html><html><body>Sign in to Slack</body></html>"


def routes(slack: Ground) -> list[web.RouteDef]:
    """Return the routes of a server."""
    doors = _Doors(slack)
    return [
        web.post("/upload/{team}/{file}", doors.upload),
        web.get("/files/{team}/{file}/{name}", doors.download),
        web.post("/actions/{team}/{id}", doors.respond),
    ]


class _Doors:
    def __init__(self, slack: Ground) -> None:
        self._slack = slack

    async def upload(self, request: web.Request) -> web.Response:
        """Take the bytes of a file, raw or as a form."""
        team = self._slack.teams[request.match_info["team"]]
        file = team.files[request.match_info["file"]]
        if request.content_type.startswith("multipart/"):
            part = next(iter((await request.post()).values()))
            content = part.file.read() if isinstance(part, web.FileField) else str(part).encode()
        else:
            content = await request.read()
        if len(content) != file.promised:
            return web.Response(status=400, text="the length is not what was said")
        file.content, file.promised = content, 0
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.Response:
        """Give a file to whoever has the token; others see the page for signing in, as with Slack."""
        team = self._slack.teams[request.match_info["team"]]
        file = team.files[request.match_info["file"]]
        if team.gone or request.headers.get("Authorization") != f"Bearer {team.token}":
            return web.Response(text=_SIGN_IN, content_type="text/html")
        return web.Response(body=file.content, content_type=file.mimetype)

    async def respond(self, request: web.Request) -> web.Response:
        """Take what an app says to a response URL."""
        try:
            body = await read_arguments(request)
            right = self._slack.tickets.respond(request.match_info["id"])
            self._slack.responses.append(body)
            show_response(self._slack, right, body)
        except Refused as refused:
            return web.Response(status=404, text=refused.code)
        return web.Response(text="ok")
