"""Where the catalogue of providers and models stands, and the keys that it names."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_path
from pydantic import PrivateAttr, field_validator
from pydantic_settings import BaseSettings

FILE = "code-supporter.toml"


class CatalogueSettings(BaseSettings):
    """``CATALOGUE`` and what follows from it."""

    catalogue: Path | None = None
    """The file; not set: ``code-supporter.toml`` where the program is at home, else in the data folder."""
    data_dir: Path = user_data_path("code-supporter")

    _dotenv: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @field_validator("catalogue", mode="after")
    @classmethod
    def _at_home(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value else None

    @property
    def catalogue_file(self) -> Path:
        """The file, which may not be there."""
        return self.catalogue or self.data_dir / FILE

    @property
    def lists_providers(self) -> bool:
        """True where the file names somebody who answers; of a broken one the start says what is wrong with it."""
        try:
            return bool(tomllib.loads(self.catalogue_file.read_text(encoding="utf-8")).get("providers"))
        except FileNotFoundError:
            return self.catalogue is not None
        except (OSError, ValueError):
            return True

    def find_key(self, variable: str) -> str:
        """Return the value of an environment variable, also from the `.env` files; empty: it is not set."""
        return os.environ.get(variable, "") or self._dotenv.get(variable, "")

    def know(self, dotenv: Mapping[str, str]) -> None:
        """Take note of what stands in `.env` files."""
        self._dotenv = dotenv
