"""Settings: a wrong one stops the start with one line that names it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

_READ = """
from bot.errors import StartError
from bot.loading import load_settings
try:
    print(repr(load_settings(here=HERE)))
except StartError as error:
    print("STOP", error)
"""


def read(folder: Path, environment: Mapping[str, str] | None = None, *, here: bool = True) -> str:
    """What a fresh process makes of these settings."""
    root = Path(__file__).parents[2]
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", _READ.replace("HERE", str(here))],
        cwd=folder,
        env=keep | {"PYTHONPATH": str(root), "XDG_CONFIG_HOME": str(folder / "config"), **(environment or {})},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def refusal(folder: Path, environment: dict[str, str]) -> str:
    """Return the one line with which the start is refused; it holds no secret."""
    said = read(folder, environment)
    assert said.startswith("STOP ")
    assert said.count("\n") == 1
    assert "secret" not in said
    return said


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"WEB_PORT": "abc"}, "WEB_PORT=abc"),
        ({"WEB_PORT": "70000"}, "WEB_PORT=70000"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL=LOUD"),
        ({"MODEL_VISION": "maybe"}, "MODEL_VISION=maybe: input should be 'auto', 'true' or 'false'"),
        ({"OPENAI_BASE_URL": "localhost:8000"}, "OPENAI_BASE_URL=localhost:8000"),
        ({"DATABASE_URL": "mysql://me:secret@db/x"}, "DATABASE_URL: use sqlite"),
        ({"WEB_PROT": "8000"}, "WEB_PROT; did you mean WEB_PORT?"),
        ({"WEB_HOST": "0.0.0.0"}, "WEB_TRUST_NETWORK=true"),
        ({"LOCAL_MODEL": "x", "OPENAI_BASE_URL": "http://h/v1"}, "LOCAL_MODEL and OPENAI_BASE_URL"),
        ({"LOCAL_MODEL": "x", "LOCAL_MODEL_URL": "http://h/v1"}, "LOCAL_MODEL and LOCAL_MODEL_URL"),
        ({"OPENAI_MODEL": "gpt"}, "OPENAI_MODEL is set, but neither"),
        ({"MAX_QUESTION": "1"}, "MAX_QUESTION=1"),
        ({"WEB_AUTH": "password"}, "WEB_AUTH=password: input should be 'local' or 'chat'"),
        ({"WEB_AUTH": "chat", "PUBLIC_URL": "https://code.example"}, "WEB_AUTH=chat needs Slack or Discord"),
        ({"WEB_AUTH": "chat", "DISCORD_BOT_TOKEN": "a.b.c"}, "WEB_AUTH=chat needs PUBLIC_URL"),
        (
            {"WEB_AUTH": "Chat", "DISCORD_BOT_TOKEN": "a.b.c", "PUBLIC_URL": "http://code.example"},
            "PUBLIC_URL=http://code.example is not safe",
        ),
        ({"WEB_QUESTIONS_PER_MINUTE": "0"}, "WEB_QUESTIONS_PER_MINUTE=0"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, environment: dict[str, str], named: str) -> None:
    assert named in refusal(tmp_path, environment)


@pytest.mark.parametrize(
    "address", ["https://code.example", "http://localhost:8000", "http://127.0.0.1", "http://[::1]:80"]
)
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_where_people_sign_in_other_machines_may_reach_the_page(tmp_path: Path, address: str, host: str) -> None:
    environment = {"WEB_AUTH": "chat", "DISCORD_BOT_TOKEN": "a.b.c", "PUBLIC_URL": address, "WEB_HOST": host}
    assert "web_auth='chat'" in read(tmp_path, environment)


def test_an_unknown_name_in_the_env_file_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENAI_MODEL=x\nDATA_DIRECTORY=/tmp\n")
    assert read(tmp_path) == "STOP .env: there is no setting DATA_DIRECTORY; did you mean DATA_DIR?\n"


def test_secrets_never_show(tmp_path: Path) -> None:
    said = read(tmp_path, {"OPENAI_API_KEY": "sk-secret", "DATABASE_URL": "postgres://me:secret@db/x"})
    assert said.startswith("Settings(")
    assert "sk-secret" not in said
    assert "me:secret" not in said


def test_an_empty_variable_counts_as_unset(tmp_path: Path) -> None:
    assert "openai_api_key=None" in read(tmp_path, {"OPENAI_API_KEY": ""})


def test_the_env_file_of_a_strange_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENAI_BASE_URL=http://evil.example/v1\nSECRET_KEY=x\n")
    assert "openai_base_url=''" in read(tmp_path, here=False)


def test_the_env_file_in_the_user_s_configuration_folder_is_always_read(tmp_path: Path) -> None:
    own = tmp_path / "config" / "code-supporter"
    own.mkdir(parents=True)
    (own / ".env").write_text("OPENAI_BASE_URL=http://ours.example/v1\n")
    assert "openai_base_url='http://ours.example/v1'" in read(tmp_path, here=False)


@pytest.mark.parametrize("name", ["VLLM_API_KEY", "DATABASE_URI", "MODELS_DIR", "OPENAI_API_KEY_2", "LOG_LEVELS"])
def test_names_of_other_programs_are_left_alone(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, {name: "x"}).startswith("Settings(")
