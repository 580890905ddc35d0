"""``python -m llm_host serve --dry-run``: what would be started and why, and nothing is."""

import shlex
from pathlib import Path

import pytest

from tests.llm_host.command import environment, run


def rows(text: str) -> dict[str, str]:
    """Return what each row says, by what it is about."""
    return {line[:15].strip(): line[16:] for line in text.splitlines() if line[:15].strip()}


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Variables of a machine without a GPU."""
    return environment(tmp_path, PATH="/nowhere", LLM_API_KEY="sesame")


def test_the_plan_for_eight_gpus_elsewhere_says_all_that_matters(env: dict[str, str]) -> None:
    result = run("serve", "--dry-run", "--gpus", "8x80", "--host", "10.0.0.5", "--port", "8000", env=env)
    assert (result.returncode, result.stderr) == (0, "")
    said = rows(result.stdout)
    assert said["engine"] == "vLLM, on 8 GPUs of 80 GB"
    assert said["model"].startswith("Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8: 482.0 GB, licence Apache-2.0")
    assert said["not verified"]
    assert said["served as"] == "qwen3-coder-480b, at http://10.0.0.5:8000/v1"
    assert said["quantisation"].startswith("FP8")
    assert said["context"].startswith("106,496 tokens for one conversation (the model takes 262,144)")
    assert said["memory"].startswith("92% of each GPU is taken, 73.6 GiB: 56.1 weights")
    assert said["KV cache"].startswith("auto")
    assert said["GPUs"] == "tensor parallel over 8 of 8"
    assert said["prefix caching"] == "on, and chunked prefill too: both are vLLM's defaults"
    assert said["key"] == "set by LLM_API_KEY"
    command = shlex.split(said["command"])
    assert command[:3] == ["vllm", "serve", "Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8"]
    assert "--enable-expert-parallel" in command
    assert "sesame" not in result.stdout


def test_what_does_not_fit_is_said_with_what_would_carry_it(env: dict[str, str]) -> None:
    result = run("serve", "--dry-run", "--gpu-memory", "24", "--gpu-count", "1", env=env)
    assert rows(result.stdout)["does not fit"] == "qwen3.8-27b-fp8 (31 GB): it would on 1 GPU of 48 GB"


def test_gpus_over_which_a_model_can_not_be_spread_are_not_used(env: dict[str, str]) -> None:
    result = run("serve", "--dry-run", "--gpus", "3x24", env=env)
    said = rows(result.stdout)["GPUs"]
    assert said == "tensor parallel over 2 of 3; 1 not used: its 24 attention heads can't be spread over more"


def test_without_a_gpu_llama_cpp_serves_and_nothing_is_fetched(env: dict[str, str], tmp_path: Path) -> None:
    result = run("serve", "qwen2.5-coder-0.5b", "--dry-run", env=env)
    said = rows(result.stdout)
    assert said["engine"].startswith("llama.cpp, on ")
    assert "vllm is not installed" in said["engine"]
    assert said["model"].endswith("qwen2.5-coder-0.5b-instruct-q4_k_m.gguf: 491 MB, licence Apache-2.0, to be fetched")
    assert said["context"] == "4,096 tokens for one conversation, 4 answers at once"
    assert "-m llm_host.llamacpp" in said["command"]
    assert list(tmp_path.rglob("*.gguf")) == []


def test_a_real_start_can_not_be_on_gpus_elsewhere(env: dict[str, str]) -> None:
    result = run("serve", "--gpus", "8x80", env=env)
    assert result.stderr == "llm_host: GPUs that are elsewhere can only be planned for: add --dry-run\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gpt-oss-20"], "there is no model 'gpt-oss-20': did you mean gpt-oss-20b?"),
        (["--gpus", "many"], "'many' is no number of GPUs"),
        (["--gpus", "8x80", "--gpu-count", "2"], "--gpus 8x80 says both"),
        (["--gpu-count", "2"], "--gpu-count wants --gpu-memory"),
        (["gpt-oss-120b", "--gpus", "24"], "does not fit on 1 GPU of 24 GB; what would do: 1 GPU of 141 GB"),
        (["gpt-oss-20b"], "gpt-oss-20b is a model for vLLM, but vllm is not installed"),
    ],
)
def test_a_wrong_wish_is_one_sentence(arguments: list[str], said: str, env: dict[str, str]) -> None:
    result = run("serve", "--dry-run", *arguments, env=env)
    assert result.returncode == 1
    assert result.stdout == ""
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_vllm_without_a_gpu_is_one_sentence(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "vllm").write_text("#!/bin/sh\n")
    (tmp_path / "vllm").chmod(0o755)
    result = run("serve", "gpt-oss-20b", "--engine", "vllm", env=env | {"PATH": str(tmp_path)})
    assert result.stderr == (
        "llm_host: no CUDA GPU is here: nvidia-smi lists none; --engine llama.cpp serves on the CPU\n"
    )
