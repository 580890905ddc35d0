"""Settings read once at the start: from the environment, then from `.env` files; a name that is none is refused."""

import difflib
import os
from pathlib import Path
from typing import Annotated, TypeVar

from dotenv import dotenv_values
from platformdirs import user_config_path
from pydantic import AfterValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings

from bot.errors import StartError
from bot.settings import Settings, web_address
from bot.settings_catalogue import FILE

_OWN = user_config_path("code-supporter") / ".env"
_OUR_WORDS = {
    *("ANSWER", "DISCORD", "LESSONS", "EMBEDDINGS", "ENCRYPTION", "GRACE", "LEASE"),
    *("LOCAL", "MAX", "OPENAI", "RECOVER", "SLACK", "SNIPPETS", "WEB"),
}
"""What a name of ours begins with, and no other program's name that looks nearly the same."""
_OTHERS = {"SLACK_API_TOKEN"}
"""What other programs call a setting of theirs, however much it looks like one of ours."""
_COMPOSE = {"LLM_MODEL", "HF_TOKEN", "HF_ENDPOINT", "COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME"}
"""Names that may stand in the same `.env` because docker-compose.yml reads them."""


def load_settings(*, here: bool = False) -> Settings:
    """Read the settings. Raises ``StartError`` with one line that names the setting which is wrong.

    The `.env` and the catalogue of the working directory are read only where the program is at home, as ``here`` says:
    another folder's may be anybody's, and could send a question and a key elsewhere. The `.env` in the user's
    configuration folder always is.
    """
    files = [_OWN, Path(".env")] if here else [_OWN]
    _refuse_unknown(files)
    try:
        settings = Settings(_env_file=files)
    except ValidationError as error:
        raise StartError(_one_line(error)) from None
    settings.know({name: value for file in files for name, value in _read(file).items()})
    if here and not settings.catalogue and (file := Path(FILE)).is_file():
        return settings.model_copy(update={"catalogue": file.absolute()})
    return settings


def load_public_url() -> str:
    """Read PUBLIC_URL alone, so that all else may still be missing. Raises ``StartError``."""
    return _load_alone(_PublicUrl).public_url


def load_discord_token() -> str:
    """Read DISCORD_BOT_TOKEN alone; empty: it is not set. Raises ``StartError``."""
    token = _load_alone(_DiscordToken).discord_bot_token
    return token.get_secret_value() if token else ""


class _PublicUrl(BaseSettings):
    model_config = Settings.model_config

    public_url: Annotated[str, AfterValidator(web_address)] = ""


class _DiscordToken(BaseSettings):
    model_config = Settings.model_config

    discord_bot_token: SecretStr | None = None


Alone = TypeVar("Alone", bound=BaseSettings)


def _load_alone(settings: type[Alone]) -> Alone:
    try:
        return settings(_env_file=[_OWN, Path(".env")])
    except ValidationError as error:
        raise StartError(_one_line(error)) from None


def _refuse_unknown(files: list[Path]) -> None:
    known = {name.upper() for name in Settings.model_fields}
    for file in files:
        for name in dotenv_values(file) if file.is_file() else ():
            if name.upper() not in known | _COMPOSE and not _may_be_a_key(name, known):
                raise StartError(f"{file}: there is no setting {name}{_suggestion(name, known)}")
    for name in os.environ.keys() - known - _OTHERS:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.87)
        if near and name.partition("_")[0] in _OUR_WORDS and not name.startswith(near[0]):
            raise StartError(f"there is no setting {name}; did you mean {near[0]}?")


def _read(file: Path) -> dict[str, str]:
    return {name: value for name, value in dotenv_values(file).items() if value} if file.is_file() else {}


def _may_be_a_key(name: str, known: set[str]) -> bool:
    """Tell whether this may be a key that the catalogue names, and is no setting of ours that is mistyped."""
    is_one = name.endswith(("_KEY", "_TOKEN")) and name.isupper()
    return is_one and not difflib.get_close_matches(name, known, n=1, cutoff=0.87)


def _suggestion(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def _one_line(error: ValidationError) -> str:
    first = error.errors()[0]
    reason = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return reason
    name = str(first["loc"][0]).upper()
    secret = "SecretStr" in str(Settings.model_fields[name.lower()].annotation)
    return f"{name}: {reason}" if secret else f"{name}={first['input']}: {reason[0].lower()}{reason[1:]}"
