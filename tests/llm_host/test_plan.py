"""Which model fits on which GPUs, and what is said where a wish can't be met. No GPU is needed to plan."""

import json
import re
from pathlib import Path

import pytest

from llm_host.errors import HostError
from llm_host.explain import explain_vllm, write
from llm_host.gpus import Gpus, check_capability, find_gpus, read_gpus
from llm_host.plan import plan, recommend
from llm_host.runtimes import vllm
from llm_host.serving import Serving
from llm_host.weights import Weights, find_weights, read_weights

USUAL = Serving("127.0.0.1", 8001)


def known(name: str) -> Weights:
    return read_weights()[name]


def wish(**fields: object) -> Serving:
    return Serving("127.0.0.1", 8001, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gpus", "name", "parallel", "context"),
    [
        ("1x4", "qwen2.5-coder-0.5b", 1, 32_768),
        ("1x6", "qwen2.5-coder-1.5b", 1, 16_384),
        ("1x8", "qwen2.5-coder-7b-awq", 1, 16_384),
        ("1x16", "gpt-oss-20b", 1, 16_384),
        ("1x24", "gpt-oss-20b", 1, 40_960),
        ("1x48", "qwen3.8-27b-fp8", 1, 49_152),
        ("1x80", "qwen3.8-27b-fp8", 1, 163_840),
        ("1x141", "gpt-oss-120b", 1, 131_072),
        ("2x8", "qwen2.5-coder-14b-awq", 2, 16_384),
        ("2x24", "qwen3.8-27b-fp8", 2, 49_152),
        ("2x80", "gpt-oss-120b", 2, 131_072),
        ("3x24", "qwen3.8-27b-fp8", 2, 49_152),
        ("4x8", "gpt-oss-20b", 4, 65_536),
        ("4x24", "gpt-oss-120b", 4, 81_920),
        ("4x80", "gpt-oss-120b", 4, 131_072),
        ("8x24", "gpt-oss-120b", 8, 131_072),
        ("8x80", "qwen3-coder-480b", 8, 106_496),
        ("8x141", "qwen3-coder-480b", 8, 262_144),
    ],
)
def test_each_size_of_machine_has_a_model(gpus: str, name: str, parallel: int, context: int) -> None:
    fit = recommend(read_gpus(gpus), USUAL)
    assert (fit.weights.name, fit.parallel, fit.context) == (name, parallel, context)


README = Path(__file__).parents[2] / "llm_host" / "README.md"
ROWS = re.findall(r"^\| (\d × \d+ GB[^|]*) \| `([\w.-]+)`", README.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("sizes", "name"), ROWS)
def test_the_table_in_the_readme_is_what_is_chosen(sizes: str, name: str) -> None:
    assert len(ROWS) == 9
    for size in sizes.split(", "):
        assert recommend(read_gpus(size), USUAL).weights.name == name


@pytest.mark.parametrize("count", [1, 2, 4, 8])
@pytest.mark.parametrize("gib", [8, 24, 48, 80, 141])
def test_a_plan_adds_up(count: int, gib: int) -> None:
    fit = recommend(Gpus(count, gib), USUAL)
    taken = fit.weights.gib / fit.parallel + fit.own_gib + fit.rest_gib
    assert taken == pytest.approx(gib * fit.share)
    assert fit.weights.wants_gb <= count * gib
    assert 4096 <= fit.context <= fit.room
    assert fit.weights.licence == "Apache-2.0"
    command = vllm(fit, USUAL).command
    assert command[command.index("--tensor-parallel-size") + 1] == str(fit.parallel)
    assert command[command.index("--max-model-len") + 1] == str(fit.context)


@pytest.mark.parametrize(
    ("name", "gpus", "wishes", "said"),
    [
        (
            "qwen2.5-coder-7b-awq",
            "24",
            {"context": 100_000},
            "qwen2.5-coder-7b-awq takes 32,768 tokens at most, and --context asks for 100,000",
        ),
        (
            "qwen3.8-27b-fp8",
            "24",
            {},
            "qwen3.8-27b-fp8 has 29 GiB of weights: it does not fit on 1 GPU of 24 GB; "
            "what would do: 1 GPU of 48 GB, or gpt-oss-20b",
        ),
        (
            "qwen3.8-27b-fp8",
            "48",
            {"context": 262_144},
            "--context asks for 262,144 tokens, and on 1 GPU of 48 GB there is room for about 212,699 beside "
            "qwen3.8-27b-fp8; what would do: --kv-cache fp8, which holds twice as many, or --context 211968, "
            "or 1 GPU of 80 GB",
        ),
        ("gpt-oss-20b", "2x24", {"parallel": 4}, "--tensor-parallel 4 wants 4 GPUs, and there are 2"),
        (
            "gpt-oss-20b",
            "4x24",
            {"parallel": 3},
            "the 64 attention heads of gpt-oss-20b can't be spread evenly over 3 GPUs; "
            "--tensor-parallel may be 1, 2, 4",
        ),
        (
            "qwen3-coder-480b",
            "8x24",
            {},
            "449 GiB of weights: it does not fit on 8 GPUs of 24 GB; what would do: 8 GPUs",
        ),
        ("qwen2.5-coder-0.5b", "1", {}, "does not fit on 1 GPU of 1 GB; what would do: 1 GPU of 8 GB"),
    ],
)
def test_what_cant_be_is_said_with_what_could(name: str, gpus: str, wishes: dict[str, object], said: str) -> None:
    with pytest.raises(HostError) as refused:
        plan(known(name), read_gpus(gpus), wish(**wishes))
    assert said in str(refused.value)


def test_what_is_offered_instead_does_work() -> None:
    with pytest.raises(HostError) as refused:
        plan(known("qwen3.8-27b-fp8"), Gpus(1, 48), wish(context=262_144))
    offered = re.search(r"--context (\d+)", str(refused.value))
    assert offered
    assert plan(known("qwen3.8-27b-fp8"), Gpus(1, 48), wish(context=int(offered[1]))).context == int(offered[1])
    assert plan(known("qwen3.8-27b-fp8"), Gpus(1, 48), wish(context=262_144, kv_cache="fp8")).context == 262_144


def test_where_nothing_fits_the_smallest_says_what_it_wants() -> None:
    with pytest.raises(HostError, match=r"qwen2\.5-coder-0\.5b .* does not fit on 1 GPU of 1 GB"):
        recommend(Gpus(1, 1), USUAL)


def test_a_model_of_unknown_size_gets_all_gpus_and_vllm_finds_the_context() -> None:
    weights = find_weights("acme/coder")
    assert weights
    fit = plan(weights, Gpus(2, 24), USUAL)
    assert (fit.parallel, fit.context, fit.room) == (2, 0, 0)
    runtime = vllm(fit, USUAL)
    assert runtime.command[runtime.command.index("--max-model-len") + 1] == "auto"
    assert "size not known" in write(explain_vllm(fit, USUAL, runtime, named=True))


def test_a_folder_of_weights_says_its_own_shape(tmp_path: Path) -> None:
    shape = {"num_attention_heads": 14, "num_key_value_heads": 2, "num_hidden_layers": 24, "hidden_size": 896}
    (tmp_path / "config.json").write_text(json.dumps(shape | {"max_position_embeddings": 32_768}))
    (tmp_path / "model.safetensors").write_bytes(bytes(1_000_000))
    weights = find_weights(str(tmp_path))
    assert weights
    assert (weights.heads, weights.context, weights.gb) == (14, 32_768, 0.001)
    assert weights.kv_bytes == known("qwen2.5-coder-0.5b").kv_bytes


def test_of_layers_of_two_kinds_only_the_full_ones_remember(tmp_path: Path) -> None:
    shape = {"num_attention_heads": 24, "num_key_value_heads": 4, "num_hidden_layers": 64, "head_dim": 256}
    kinds = ["linear_attention", "linear_attention", "linear_attention", "full_attention"] * 16
    (tmp_path / "config.json").write_text(json.dumps({"text_config": shape | {"layer_types": kinds}}))
    weights = find_weights(str(tmp_path))
    assert weights
    assert weights.kv_bytes == known("qwen3.8-27b-fp8").kv_bytes


def test_a_folder_without_weights_is_named(tmp_path: Path) -> None:
    with pytest.raises(HostError, match=r"holds no weights for vLLM: its config\.json can't be read"):
        find_weights(str(tmp_path))


@pytest.mark.parametrize("name", ["qwen/qwen3.8-27b-fp8", "Qwen3.8-27B-FP8"])
def test_a_model_of_the_catalogue_is_known_by_its_hub_name_too(name: str) -> None:
    assert find_weights(name) is known("qwen3.8-27b-fp8")


@pytest.mark.parametrize("text", ["", "x", "8x", "0x80", "8x0", "-1x80", "8 GPUs", "1e3"])
def test_what_is_no_number_of_gpus_is_refused(text: str) -> None:
    with pytest.raises(HostError, match="8x80 means eight GPUs of 80 GB each"):
        read_gpus(text)


def test_ways_to_write_gpus() -> None:
    assert read_gpus("8x80") == read_gpus("8 × 80 GB") == Gpus(8, 80)
    assert read_gpus("24") == read_gpus("1x24gb") == Gpus(1, 24)


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What nvidia-smi prints; it is the only program there."""
    program = tmp_path / "nvidia-smi"
    program.write_text(f'#!/bin/sh\nwhile read -r line; do echo "$line"; done < {tmp_path}/gpus\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    return tmp_path / "gpus"


def test_the_driver_lists_the_gpus_and_the_smallest_counts(driver: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver.write_text("0, 81559, 9.0, NVIDIA H100 80GB HBM3\n1, 24564, 8.9, NVIDIA GeForce RTX 4090\n")
    assert find_gpus() == Gpus(2, 24564 / 1024, "NVIDIA GeForce RTX 4090", 8.9)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    assert str(find_gpus()) == "1 GPU of 80 GB"
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    assert find_gpus() is None


@pytest.mark.parametrize("text", ["", "No devices were found\n", "0, [N/A], [N/A], GB10\n"])
def test_a_driver_without_gpus_has_none(driver: Path, text: str) -> None:
    driver.write_text(text)
    assert find_gpus() is None


def test_gpus_too_old_for_vllm_are_named() -> None:
    with pytest.raises(HostError, match=r"wants GPUs of compute capability 7\.5 and more, and Tesla P40 has 6\.1"):
        check_capability(Gpus(1, 24, "Tesla P40", 6.1))
