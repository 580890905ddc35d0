"""llama.cpp's OpenAI-compatible server in a process of its own: ``python -m llm_host.llamacpp SETTINGS``.

A process of its own, because loading holds Python's lock for seconds: no signal could be heard meanwhile. It ends
with its stdin, and by any signal.
"""

import json
import os
import sys
from typing import Any

from llm_host.machine import count_cores

HTTP_THREADS = 32
"""The default is so small that requests in flight block even /slots."""
CACHE_MIB = 256
"""Memory for the prompts of earlier answers, which are not read again."""


def load(settings: dict[str, Any]) -> Any:
    """Return the running server; it listens when this returns. Raises ``RuntimeError``: llama.cpp said why."""
    # OpenMP's barriers spin: beside one other busy process a 48-token answer took more than 80 s.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # read when the library is loaded
    import xllamacpp

    params, cores = xllamacpp.CommonParams(), count_cores()
    params.model.path, params.model_alias = settings["path"], {settings["name"]}
    params.hostnames, params.port = [settings["host"]], settings["port"]
    params.api_keys = [key for key in [os.environ.get("LLM_API_KEY")] if key]
    params.n_parallel, params.n_ctx = settings["slots"], settings["slots"] * settings["context"]
    params.cpuparams.n_threads, params.cpuparams_batch.n_threads = max(1, cores - 1), cores
    params.n_threads_http, params.cache_ram_mib = HTTP_THREADS, CACHE_MIB
    params.endpoint_metrics = params.endpoint_slots = params.offline = True
    params.ui, params.cors_origins = False, ""  # no web page of somebody else's may ask from a browser
    params.verbosity = 1  # errors only
    # Fitting a model to a GPU's memory reads it twice: 2 of 5 s wasted where there is only a CPU.
    params.fit_params = len(xllamacpp.get_device_info()) > 1
    return xllamacpp.Server(params)


def main() -> None:
    """Serve until stdin ends."""
    try:
        _server = load(json.loads(sys.argv[1]))
    except ImportError as error:
        sys.exit(
            f"llama.cpp can't be loaded ({error}); on Debian `apt-get install libgomp1` brings what slim images lack"
        )
    except RuntimeError as error:
        sys.exit(f"llama.cpp: {error}")
    while os.read(0, 4096):
        continue
    os._exit(0)  # closing the server waits for ever where it has only just begun, and there is nothing to save


if __name__ == "__main__":
    main()
