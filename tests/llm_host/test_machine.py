"""What a machine or a container has to offer."""

import math
import socket
from pathlib import Path

import pytest

from llm_host.errors import HostError
from llm_host.machine import count_cores, free_disk, free_memory, open_port, require

GIB = 2**30


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    return folder


def test_memory_is_what_the_kernel_says_is_available(tmp_path: Path) -> None:
    write(tmp_path, meminfo="MemTotal:       8388608 kB\nMemAvailable:   3145728 kB\n")
    assert free_memory(tmp_path, tmp_path) == 3


def test_a_container_has_what_its_limit_leaves_and_cached_files_give_way(tmp_path: Path) -> None:
    write(tmp_path, meminfo="MemAvailable:   8388608 kB\n", memory__max=f"{4 * GIB}\n")
    write(tmp_path, memory__current=f"{3 * GIB}\n", memory__stat=f"anon {GIB}\ninactive_file {2 * GIB}\n")
    assert free_memory(tmp_path, tmp_path) == 3


def test_a_container_without_limits_has_what_the_machine_has(tmp_path: Path) -> None:
    write(tmp_path, meminfo="MemAvailable:   2097152 kB\n", memory__max="max\n", cpu__max="max 100000\n")
    assert free_memory(tmp_path, tmp_path) == 2
    assert count_cores(tmp_path) == count_cores(tmp_path / "nowhere")


def test_a_system_that_does_not_say_is_taken_to_have_enough(tmp_path: Path) -> None:
    assert free_memory(tmp_path, tmp_path) == math.inf


def test_a_quota_of_one_core_is_one_core(tmp_path: Path) -> None:
    assert count_cores(write(tmp_path, cpu__max="50000 100000\n")) == 1


def test_a_folder_that_is_not_there_yet_has_the_room_of_its_disk(tmp_path: Path) -> None:
    assert free_disk(tmp_path / "not" / "yet") > 0


def test_any_free_port_is_found_and_a_taken_one_is_refused() -> None:
    port = open_port("127.0.0.1", 0)
    assert port > 0
    with socket.create_server(("127.0.0.1", port)), pytest.raises(HostError, match=f"127.0.0.1:{port}.*--port 0"):
        open_port("127.0.0.1", port)


def test_a_library_that_is_missing_is_named_with_what_brings_it() -> None:
    with pytest.raises(HostError, match=r"no_such_library is not installed; `pip install 'code-supporter\[local\]'`"):
        require("no_such_library")
