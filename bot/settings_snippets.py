"""The setting for snippets: whether code is kept when somebody says so, or at once."""

from typing import Literal

from pydantic_settings import BaseSettings


class SnippetSettings(BaseSettings):
    """Code of an answer becomes a snippet when a person saves it, unless all code is to be kept."""

    snippets_save: Literal["asked", "always"] = "asked"
    """ "always": the code of each answer that ends well is kept at once, for who asked."""
