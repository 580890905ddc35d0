"""What the API says of itself: OpenAPI, with what FastAPI does not say."""

from typing import Any

from fastapi import FastAPI

from adapters.tokens.scopes import ASK, READ, WRITE
from adapters.web.v1.problems import MEDIA_TYPE, Problem

_ABOUT = f"""\
Snippets, as they are in Slack, Discord, the page and the terminal; and answers, written as they are on the page.

Without a token it acts as the person at the page, and what changes something is taken from the page alone (`Origin`).
Else send `Authorization: Bearer cs_…`; `code-supporter tokens add` makes such a token, which acts as one person and has
scopes: `{READ}`, `{WRITE}` and, to ask, `{ASK}`. It sees what is theirs and what is open to all of their workspace; in
which channels they are is not known here.

Every error is `{MEDIA_TYPE}` (RFC 9457).
"""
_BEARER = {"type": "http", "scheme": "bearer", "description": "A token, as `cs_…`."}


def describe(api: FastAPI) -> dict[str, Any]:
    """Return the description of the API, as OpenAPI."""
    said = FastAPI.openapi(api)
    said["info"]["description"] = _ABOUT
    components = said.setdefault("components", {})
    components["schemas"] |= _schemas()
    components["securitySchemes"] = {"token": _BEARER}
    said["security"] = [{}, {"token": []}]
    for operation in (each for path in said["paths"].values() for each in path.values()):
        for parameter in operation.get("parameters", []):
            if parameter["name"].lower() == "if-match":
                parameter["required"] = True
    return said


def _schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    nested = schema.pop("$defs", {})
    return {"Problem": schema, **nested}
