"""The API's carrying: what there is to filter by, and snippets taken out of one house and into another."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from adapters.web.v1.callers import Reader, Writer
from adapters.web.v1.problems import problems
from adapters.web.v1.wishes import Owner
from bot.nouns import Attachment
from bot.snippets import SnippetBook

_TYPES = {"json": "application/json", "zip": "application/zip", "vscode": "application/json"}
_FILE = {
    "content": {
        "application/json": {"schema": {}},
        "application/zip": {"schema": {"type": "string", "format": "binary"}},
    }
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class Form(StrEnum):
    """What snippets are exported as."""

    JSON = "json"
    ZIP = "zip"
    VSCODE = "vscode"


class FacetsView(BaseModel):
    """What there is to filter by, and how many snippets have it."""

    languages: dict[str, int]
    tags: dict[str, int]


class RefusedView(BaseModel):
    """What can't be brought."""

    name: str
    why: str


class Imported(BaseModel):
    """What an import did, or, as a dry run, would do."""

    dry_run: bool
    new: list[str] = Field(description="The names of what is kept; it is private, until it is shared.")
    back: list[str] = Field(description="The names of what comes back from the caller's bin.")
    had: list[str] = Field(description="The names of what the caller keeps already, which stays as it is.")
    refused: list[RefusedView]


def offer_carrying(book: SnippetBook) -> APIRouter:
    """Routes for all snippets at once."""
    routes = APIRouter()

    @routes.get("/snippets/facets", tags=["snippets"])
    async def count_facets(viewer: Reader) -> FacetsView:
        """Tell languages and tags, and how many snippets have each."""
        facets = await book.facets(viewer)
        return FacetsView(languages=facets.languages, tags=facets.tags)

    @routes.get("/export", response_class=Response, tags=["carrying"], responses={200: _FILE})
    async def export_snippets(
        viewer: Reader,
        format: Form = Form.JSON,
        q: Annotated[str, Query(description="Only what this finds.", max_length=200)] = "",
        owner: Annotated[Owner, Query(description="team: what others let the caller see, too.")] = Owner.ME,
    ) -> Response:
        """Take snippets along: as JSON or a ZIP, with all that they were, or as snippets for VS Code."""
        file = await book.carrying.export(viewer, q, format.value, everybody=owner is Owner.TEAM)
        headers = {"content-disposition": f'attachment; filename="{file.name}"', "cache-control": "no-store"}
        content = file.data or file.text.encode()
        return Response(content, media_type=_TYPES[format.value], headers=headers)

    @routes.post("/import", tags=["carrying"], openapi_extra=_BODY, responses=problems(413))
    async def import_snippets(
        viewer: Writer,
        request: Request,
        dry_run: Annotated[bool, Query(description="Only tell what it would do.")] = False,
        name: Annotated[str, Query(description="What the file is called.", max_length=200)] = "",
    ) -> Imported:
        """Bring in what was exported here, VS Code's snippets, or a gist; the body is the file, 10 MB at most."""
        plan = await book.carrying.plan(viewer, read_file(name, await request.body()))
        if not dry_run:
            await book.carrying.bring(viewer, plan)
        return Imported(
            dry_run=dry_run,
            new=[each.name for each in plan.new],
            back=[each.name for each, _ in plan.back],
            had=[each.name for each, held in plan.had if not held.deleted],
            refused=[RefusedView(name=each.name, why=each.why) for each in plan.refused],
        )

    return routes


def read_file(name: str, data: bytes) -> Attachment:
    """Return what was sent as a file: a text where it is one."""
    try:
        return Attachment(name or "import.json", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Attachment(name or "import.zip", data=data)
