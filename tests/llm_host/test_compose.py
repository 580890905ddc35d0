"""``docker-compose.yml``: both profiles lead the bot to one address, and nobody else to the model."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

FILE = Path(__file__).parents[2] / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


def read(**variables: str) -> Any:
    """Return the services as Compose would see them with these variables set."""

    def fill(match: re.Match[str]) -> str:
        return variables.get(match[1]) or match[2] or ""

    return yaml.safe_load(VARIABLE.sub(fill, FILE.read_text("utf-8")))["services"]


def option(service: dict[str, Any], name: str) -> str:
    words = shlex.split(service["command"])
    return words[words.index(name) + 1]


def test_each_profile_brings_one_model_and_without_one_there_is_only_the_bot() -> None:
    profiles = {name: service.get("profiles") for name, service in read().items()}
    assert profiles == {"bot": None, "model": ["cpu"], "vllm": ["gpu"]}


@pytest.mark.parametrize("name", ["model", "vllm"])
def test_the_bot_reaches_the_model_at_one_address_whatever_the_profile(name: str) -> None:
    services = read()
    assert services["bot"]["environment"]["LOCAL_MODEL_URL"] == "http://llm:8000/v1"
    assert services[name]["networks"] == {"default": {"aliases": ["llm"]}}
    command = services[name]["command"]
    assert name == "vllm" or command[command.index("--port") + 1] == "8000"  # vLLM's own default


@pytest.mark.parametrize("name", ["model", "vllm"])
def test_a_model_is_open_to_the_other_containers_alone(name: str) -> None:
    assert not {"ports", "network_mode"} & set(read()[name])


@pytest.mark.parametrize(("name", "variable"), [("model", "LLM_API_KEY"), ("vllm", "VLLM_API_KEY")])
def test_the_bot_and_the_model_have_the_same_key_and_no_command_shows_it(name: str, variable: str) -> None:
    services = read(LLM_API_KEY="sesame")
    assert services["bot"]["environment"]["LLM_API_KEY"] == "sesame"
    assert services[name]["environment"][variable] == "sesame"
    assert "sesame" not in str(services[name]["command"])


@pytest.mark.parametrize(("gpus", "count"), [("", "1"), ("4", "4")])
def test_vllm_is_given_as_many_gpus_as_it_spreads_over(gpus: str, count: str) -> None:
    service = read(LLM_GPUS=gpus)["vllm"]
    (device,) = service["deploy"]["resources"]["reservations"]["devices"]
    assert device == {"driver": "nvidia", "count": count, "capabilities": ["gpu"]}
    assert option(service, "--tensor-parallel-size") == count


def test_vllm_starts_with_the_model_and_its_options_follow() -> None:
    words = shlex.split(read()["vllm"]["command"])
    assert words[0] == "Qwen/Qwen3.8-27B-FP8"
    assert option(read()["vllm"], "--reasoning-parser") == "qwen3"
    other = read(LLM_MODEL="openai/gpt-oss-20b", LLM_CONTEXT="40960", LLM_OPTIONS=" ")["vllm"]
    assert shlex.split(other["command"])[:3] == ["openai/gpt-oss-20b", "--max-model-len", "40960"]
    assert "qwen3" not in other["command"]


def test_the_image_is_pinned_and_asked_for_its_health_while_it_loads() -> None:
    service = read()["vllm"]
    assert re.fullmatch(r"vllm/vllm-openai:v\d+\.\d+\.\d+", service["image"])
    assert "http://localhost:8000/health" in service["healthcheck"]["test"][-1]
    assert service["healthcheck"]["start_period"] == "600s"
    assert service["restart"] == "unless-stopped"  # its server ends when its engine dies
    assert service["ipc"] == "host"
