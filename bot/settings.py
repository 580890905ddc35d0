"""Every setting, and which of them make sense together."""

from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_cache_path
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from bot.settings_catalogue import CatalogueSettings
from bot.settings_discord import DiscordSettings
from bot.settings_learning import LearningSettings
from bot.settings_slack import SlackSettings
from bot.settings_snippets import SnippetSettings
from bot.settings_web import WebSettings

_OPENAI = "https://api.openai.com/v1"
_DRIVERS = {"postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}


def web_address(value: str) -> str:
    """Return an address without the slash at its end. Raises ``ValueError`` for what is none."""
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("an address starts with http:// or https://")
    return value.rstrip("/")


class Settings(CatalogueSettings, SlackSettings, DiscordSettings, LearningSettings, SnippetSettings, WebSettings):
    """One field a setting; its name in capitals is the environment variable."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    openai_api_key: SecretStr | None = None
    openai_base_url: str = ""
    openai_model: str = ""
    """The default model; empty: chosen from what the provider serves."""
    model_context: Annotated[int, Field(ge=0)] = 0
    """Tokens that the model takes, question and answer together; 0: as the provider says."""
    model_silence: Annotated[float, Field(ge=0)] = 0
    """Seconds without a sign of life after which a model counts as gone; 0: 60, and 300 for a local model."""
    model_concurrency: Annotated[int, Field(ge=0)] = 0
    """Answers that the model writes at once, others wait in order; 0: any number, and 4 for a local model."""
    model_vision: Literal["auto", "true", "false"] = "auto"
    """Whether models take pictures; "auto": what the server says, else what their names tell."""
    local_model: str = ""
    """A model that the program runs itself: a name of `llm_host/catalogue.toml`, a hub name or a GGUF file."""
    local_model_url: str = ""
    """Where a local model is served already, as by docker-compose.yml: then none is started."""
    llm_api_key: SecretStr | None = None
    """The key of that local model."""
    model_dir: Path = user_cache_path("code-supporter") / "models"

    database_url: SecretStr | None = None

    max_question: Annotated[int, Field(ge=100)] = 60_000
    """Longest question, attachments included, in characters."""
    answer_seconds: Annotated[float, Field(gt=0)] = 600
    grace_seconds: Annotated[float, Field(ge=0)] = 20
    """How long running answers may go on after the program was told to stop."""
    recover_minutes: Annotated[float, Field(ge=0)] = 30
    """An unfinished answer younger than this is written again after a restart; an older one says that it was cut."""
    lease_seconds: Annotated[float, Field(ge=1)] = 15
    """How long after a process died another may take over its answers."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @property
    def runs_local_model(self) -> bool:
        """True where nothing that answers is named, so that the program brings a model of its own."""
        is_needed = bool(self.local_model) or not self.lists_providers
        return is_needed and not (self._names_provider or self.local_model_url)

    @property
    def _names_provider(self) -> bool:
        return bool(self.openai_api_key or self.openai_base_url)

    @property
    def in_charge(self) -> frozenset[str]:
        """The admins; where nobody but one person can be at the page, that one is among them."""
        return self.admins | (frozenset({"web:local"}) if self.is_for_one else frozenset())

    @property
    def provider(self) -> tuple[str, SecretStr | None]:
        """The address and the key of what answers, where the program brings no model of its own."""
        if self._names_provider:
            return self.openai_base_url or _OPENAI, self.openai_api_key
        return self.local_model_url, self.llm_api_key

    @property
    def sees(self) -> bool | None:
        """Whether models take pictures, where the setting decides that."""
        return None if self.model_vision == "auto" else self.model_vision == "true"

    @property
    def database(self) -> str:
        """The address of the database, with its password: never to be logged."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir.absolute() / 'code-supporter.db'}"

    @field_validator("log_level", mode="before")
    @classmethod
    def _capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("model_vision", mode="before")
    @classmethod
    def _small_letters(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("data_dir", "model_dir", mode="after")
    @classmethod
    def _home(cls, value: Path) -> Path:
        return value.expanduser()

    @field_validator("openai_base_url", "local_model_url", "public_url", mode="after")
    @classmethod
    def _web_address(cls, value: str) -> str:
        return web_address(value)

    @field_validator("database_url", mode="after")
    @classmethod
    def _driver(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        scheme, separator, rest = value.get_secret_value().partition("://")
        scheme = _DRIVERS.get(scheme, scheme)
        if not separator or scheme not in _DRIVERS.values():
            raise ValueError("use sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME")
        return SecretStr(f"{scheme}://{rest}")

    @model_validator(mode="after")
    def _at_odds(self) -> "Settings":
        if self.local_model and not self.runs_local_model:
            others = {"OPENAI_BASE_URL": self.openai_base_url, "OPENAI_API_KEY": self.openai_api_key}
            other = next((name for name, value in others.items() if value), "LOCAL_MODEL_URL")
            raise ValueError(f"LOCAL_MODEL and {other} are both set: keep the one that should answer")
        if self.openai_model and not (self._names_provider or self.local_model_url):
            raise ValueError("OPENAI_MODEL is set, but neither OPENAI_API_KEY nor OPENAI_BASE_URL: set one of them")
        chats = self.slack_is_on or bool(self.discord_bot_token)
        if fault := self.find_slack_fault(self.public_url) or self.find_web_fault(chats):
            raise ValueError(fault)
        return self
