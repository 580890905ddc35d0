"""What is brought from elsewhere is as it was brought, and the page asks for nothing that is not there."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from adapters.web.page import STATIC

VENDOR = STATIC / "vendor"
PLACES = [VENDOR, Path(__file__).parent / "page/vendor"]
OURS = sorted([*STATIC.glob("js/*.js"), STATIC / "page.html"])


def _libraries(place: Path) -> list[dict[str, Any]]:
    noted: list[dict[str, Any]] = json.loads((place / "VENDOR.json").read_text(encoding="utf-8"))
    return noted


@pytest.mark.parametrize("place", PLACES, ids=["page", "tests"])
def test_every_vendored_file_has_the_sum_that_was_noted(place: Path) -> None:
    found = {
        path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.rglob("*")
        if path.is_file() and path.name != "VENDOR.json"
    }
    assert found == {name: sum for library in _libraries(place) for name, sum in library["files"].items()}


@pytest.mark.parametrize("place", PLACES, ids=["page", "tests"])
def test_every_library_brings_its_licence(place: Path) -> None:
    for library in _libraries(place):
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
