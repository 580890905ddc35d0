"""What is brought from elsewhere is as it was brought, and the page asks for nothing that is not there."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from adapters.web.page import STATIC

VENDOR = STATIC / "vendor"
LIBRARIES = json.loads((VENDOR / "VENDOR.json").read_text(encoding="utf-8"))
SUMS = {name: sum for library in LIBRARIES for name, sum in library["files"].items()}
OURS = sorted([*STATIC.glob("js/*.js"), STATIC / "page.html"])


def test_every_vendored_file_has_the_sum_that_was_noted() -> None:
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDOR.json"
    }
    assert found == SUMS


def test_every_library_brings_its_licence() -> None:
    for library in LIBRARIES:
        assert any(name.endswith(".LICENSE") for name in library["files"]), library["name"]
        assert re.fullmatch(r"\d+\.\d+\.\d+", library["version"])


def test_the_page_knows_the_languages_that_are_there() -> None:
    source = (STATIC / "js/highlight.js").read_text(encoding="utf-8")
    written = re.search(r"OWN_NAMES =\n(.*?)\n\n?/\*\*", source, re.DOTALL) or pytest.fail("no OWN_NAMES")
    names = " ".join(re.findall(r"'([^']*)'", written[1])).split()
    assert sorted(names) == sorted(path.stem for path in VENDOR.glob("languages/*.js"))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_the_page_makes_no_markup_from_text(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "setHTML"):
        assert sink not in source
    assert not re.search(r"\sstyle=|\son\w+=|https?://", source.replace("http://www.w3.org", ""))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_what_the_page_loads_is_there(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for name in re.findall(r"(?:from|import) '(\.[^']+)'", source):
        assert (STATIC / "js" / name).resolve().is_file(), name
    for name in re.findall(r'"/static/([^"]+)"', source):
        assert (STATIC / name).is_file(), name
