"""Stands in for ``vllm serve``: the same options, the same answer of /v1/models, a record of how it was called.

"acme/broken" never comes up; "acme/mortal" dies once it has answered, and leaves a deaf worker behind.
"""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

MODEL, ARGUMENTS = sys.argv[2], sys.argv[3:]


def option(name: str) -> str:
    return ARGUMENTS[ARGUMENTS.index(name) + 1]


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        right = self.path == "/v1/models" and self.headers["Authorization"] == f"Bearer {os.environ['VLLM_API_KEY']}"
        body = json.dumps({"data": [{"id": option("--served-model-name"), "max_model_len": 32768}]}).encode()
        self.send_response(200 if right else 401)
        self.end_headers()
        self.wfile.write(body)


Path(os.environ["FAKE_VLLM_RECORD"]).write_text(json.dumps(sys.argv[1:]), "utf-8")
if MODEL == "acme/broken":
    sys.exit("RuntimeError: no kernel image is available")
sys.stdout.write("INFO some chatter on stdout\n")
sys.stdout.flush()
if MODEL == "acme/mortal":
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    with Path(os.environ["FAKE_VLLM_RECORD"]).with_name("workers").open("a") as workers:
        workers.write(f"{subprocess.Popen([sys.executable, '-c', deaf], stdout=subprocess.DEVNULL).pid}\n")
with HTTPServer((option("--host"), int(option("--port"))), Answer) as server:
    if MODEL != "acme/mortal":
        server.serve_forever()
    server.handle_request()
os._exit(7)
