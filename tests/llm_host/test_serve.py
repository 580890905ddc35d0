"""``python -m llm_host serve``: what the program that starts it sees, whatever happens meanwhile."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.llm_host.command import SOON, environment, is_open, run, running, wait
from tests.llm_host.hub_server import HubServer

STALLED = "acme/coder-GGUF:coder.gguf"
Ending = Callable[["subprocess.Popen[str]"], object]


def close_stdin(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.close()


ENDINGS = [
    pytest.param(close_stdin, id="the end of stdin"),
    pytest.param(lambda process: process.send_signal(signal.SIGTERM), id="SIGTERM"),
    pytest.param(lambda process: process.send_signal(signal.SIGINT), id="SIGINT"),
]


@pytest.fixture
def gpu(tmp_path: Path) -> dict[str, str]:
    """Variables of a machine with a CUDA GPU and vLLM."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in {
        "vllm": f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).with_name("fake_vllm.py")}" "$@"\n',
        "nvidia-smi": "#!/bin/sh\necho '0, 24564, 8.9, Some GPU'\n",
    }.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    path = f"{folder}:{os.environ['PATH']}"
    return environment(tmp_path, PATH=path, LLM_API_KEY="sesame", FAKE_VLLM_RECORD=str(tmp_path / "record"))


@pytest.mark.parametrize("end", ENDINGS)
def test_it_ends_at_once_while_it_is_still_fetching_and_keeps_what_came(
    hub: HubServer, tmp_path: Path, end: Ending
) -> None:
    hub.files["acme/coder-GGUF"] = {"coder.gguf": b"GGUF" + bytes(5_000_000)}
    hub.stall_at = 2_000_000
    with running("serve", STALLED, "--port", "0", "--exit-with-parent", env=environment(tmp_path, hub.url)) as process:
        wait(lambda: hub.fetched and any(p.stat().st_size for p in tmp_path.rglob("*.partial")))
        end(process)
        assert process.wait(SOON) == 0
    assert [p.stat().st_size > 0 for p in tmp_path.rglob("*.partial")] == [True]


def test_without_the_flag_the_end_of_stdin_means_nothing(hub: HubServer, tmp_path: Path) -> None:
    hub.files["acme/coder-GGUF"] = {"coder.gguf": b"GGUF" + bytes(5_000_000)}
    hub.stall_at = 2_000_000
    with running("serve", STALLED, "--port", "0", env=environment(tmp_path, hub.url)) as process:
        close_stdin(process)
        wait(lambda: hub.fetched)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.3)


@pytest.mark.parametrize("end", ENDINGS)
def test_vllm_serves_where_there_is_a_gpu_and_ends_with_us(gpu: dict[str, str], tmp_path: Path, end: Ending) -> None:
    with running("serve", "acme/coder", "--port", "0", "--exit-with-parent", env=gpu) as process:
        assert process.stdout is not None
        ready, url, name, context = process.stdout.readline().split()
        argv = json.loads((tmp_path / "record").read_text())
        end(process)
        assert process.wait(SOON) == 0
        assert process.stdout.read() == ""
    assert (ready, name, context) == ("READY", "acme/coder", "32768")
    assert url.startswith("http://127.0.0.1:")
    assert url.endswith("/v1")
    assert argv[:4] == ["serve", "acme/coder", "--served-model-name", "acme/coder"]
    assert "sesame" not in argv
    wait(lambda: not is_open(url))


def is_running(pid: str) -> bool:
    """Tell whether that process is there, and not only its remains."""
    try:
        return Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the children of a process that was killed")
def test_vllm_is_not_left_behind_when_we_are_killed(gpu: dict[str, str]) -> None:
    with running("serve", "acme/coder", "--port", "0", env=gpu) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[1]
        assert is_open(url)
        process.kill()
    wait(lambda: not is_open(url))


def test_a_model_of_the_catalogue_goes_to_vllm_as_its_unquantised_weights(gpu: dict[str, str], tmp_path: Path) -> None:
    wishes = ["--context", "8192", "--slots", "8", "--kv-cache", "fp8"]
    with running("serve", "qwen2.5-coder-1.5b", "--port", "0", *wishes, env=gpu) as process:
        assert process.stdout is not None
        assert process.stdout.readline().split()[2] == "qwen2.5-coder-1.5b"
    argv = json.loads((tmp_path / "record").read_text())
    assert argv[1] == "Qwen/Qwen2.5-Coder-1.5B-Instruct"
    assert argv[argv.index("--max-model-len") + 1] == "8192"
    assert argv[argv.index("--max-num-seqs") + 1] == "8"
    assert argv[argv.index("--kv-cache-dtype") + 1] == "fp8"


def test_without_a_name_the_gpu_decides_and_the_reasons_are_said_before(gpu: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "hf" / "hub" / "models--openai--gpt-oss-20b").mkdir(
        parents=True
    )  # fetched already, so it needs no room
    with running("serve", "--port", "0", env=gpu) as process:
        assert process.stdout is not None
        assert process.stdout.readline().split()[2] == "gpt-oss-20b"
        process.terminate()
        assert process.stderr is not None
        said = process.stderr.read()
    assert "vLLM, on 1 GPU of 24 GB (Some GPU)" in said
    assert said.index("does not fit    qwen3.8-27b-fp8") < said.index("gpt-oss-20b: loading into vLLM")
    assert "sesame" not in said


def test_an_engine_that_dies_is_started_again_a_few_times_and_its_workers_end_with_it(
    gpu: dict[str, str], tmp_path: Path
) -> None:
    with running("serve", "acme/mortal", "--port", "0", env=gpu) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said = process.stderr.read()
        assert process.wait(SOON) == 1
        assert process.stdout.read().count("READY") == 4
    assert said.count("it is started again") == 3
    assert said.splitlines()[-1] == "llm_host: vLLM ended by itself (exit status 7); what it said stands above"
    for worker in (tmp_path / "workers").read_text().split():
        wait(lambda worker=worker: not is_running(worker))  # type: ignore[misc]


def test_whoever_watches_it_starts_it_again_itself(gpu: dict[str, str]) -> None:
    with running("serve", "acme/mortal", "--port", "0", "--exit-with-parent", env=gpu) as process:
        assert process.wait(3 * SOON) == 1
        assert process.stderr is not None
        assert "it is started again" not in process.stderr.read()


def test_a_runtime_that_gives_up_is_named_below_its_own_words(gpu: dict[str, str]) -> None:
    result = run("serve", "acme/broken", "--port", "0", env=gpu)
    assert result.returncode == 1
    assert result.stdout == ""
    *_, own, last = result.stderr.splitlines()
    assert own == "RuntimeError: no kernel image is available"
    assert last == (
        "llm_host: vLLM ended by itself (exit status 1); what it said stands above;"
        " --engine llama.cpp does without vLLM (it serves the catalogue and GGUF files)"
    )


def test_whoever_listens_beyond_this_machine_without_a_key_is_told(gpu: dict[str, str]) -> None:
    open_to_all = {name: value for name, value in gpu.items() if name != "LLM_API_KEY"} | {"VLLM_API_KEY": "x"}
    result = run("serve", "acme/broken", "--host", "0.0.0.0", "--port", "0", env=open_to_all)
    assert "of this machine can use the model: LLM_API_KEY sets a key" in result.stderr


def test_a_port_in_use_stops_the_start_before_anything_is_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port), env=environment(tmp_path))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in result.stderr
    assert "--port 0 takes any free port" in result.stderr


def test_a_damaged_model_ends_with_one_sentence_after_what_llama_cpp_said(tmp_path: Path) -> None:
    path = tmp_path / "torn.gguf"
    path.write_bytes(b"GGUF" + bytes(100))
    result = run("serve", str(path), "--port", "0", env=environment(tmp_path))
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1].startswith("llm_host: llama.cpp ended by itself")


def test_vllm_is_asked_for_where_it_is_not_installed(tmp_path: Path) -> None:
    result = run("serve", "acme/coder", "--engine", "vllm", "--port", "0", env=environment(tmp_path, PATH="/nowhere"))
    assert "vllm is not installed" in result.stderr


def test_a_file_of_ones_own_is_served_by_default_where_LOCAL_MODEL_names_it(tmp_path: Path) -> None:
    result = run("serve", "--port", "0", env=environment(tmp_path, LOCAL_MODEL="/no/such.gguf"))
    assert result.stderr == "llm_host: there is no file /no/such.gguf\n"
