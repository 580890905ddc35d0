"""Bring the libraries of the page, and of its tests, from their npm packages into the tree: ``make vendor``.

The page is served as it lies here, without a build step or a foreign host, so what it needs is kept beside it.
``VENDOR.json`` says what was brought, in which version, under which licence and with which sums; a test holds it.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "adapters/web/static/vendor"
TESTS = ROOT / "tests/adapters/web/page/vendor"
"""What is here is in no package of ours."""
LANGUAGES = (
    *("bash", "c", "cpp", "csharp", "css", "dart", "diff", "dockerfile", "go", "ini", "java", "javascript", "json"),
    *("kotlin", "lua", "makefile", "markdown", "php", "powershell", "python", "ruby", "rust", "scss", "sql", "swift"),
    *("typescript", "xml", "yaml"),
)


@dataclass(frozen=True)
class Library:
    """An npm package, and which of its files become which of ours."""

    name: str
    version: str
    licence: str
    files: dict[str, str] = field(repr=False)


LIBRARIES = {
    PAGE: (
        Library("marked", "18.2.1", "MIT", {"lib/marked.esm.js": "marked.js", "LICENSE": "marked.LICENSE"}),
        Library(
            "@highlightjs/cdn-assets",
            "11.12.0",
            "BSD-3-Clause",
            {
                "es/core.min.js": "highlight.js",
                "LICENSE": "highlight.LICENSE",
                **{f"es/languages/{name}.min.js": f"languages/{name}.js" for name in LANGUAGES},
            },
        ),
    ),
    TESTS: (Library("axe-core", "4.14.1", "MPL-2.0", {"axe.min.js": "axe.js", "LICENSE": "axe.LICENSE"}),),
}


def fetch(library: Library, folder: Path) -> Path:
    """Download one package with npm; return its folder."""
    package = f"{library.name}@{library.version}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.PIPE, text=True
    )
    target = folder / package.replace("/", "-")
    with tarfile.open(folder / packed.stdout.strip()) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def copy(library: Library, package: Path, vendor: Path) -> dict[str, str]:
    """Copy the files of one package into ``vendor``; return their sums by name."""
    sums = {}
    for source, name in sorted(library.files.items(), key=lambda item: item[1]):
        # A source map is not brought along, and its name would make browsers ask for it.
        text = re.sub(r"^//# sourceMappingURL=.*\n?", "", (package / source).read_text("utf-8"), flags=re.M)
        (vendor / name).parent.mkdir(parents=True, exist_ok=True)
        (vendor / name).write_text(text, encoding="utf-8")
        sums[name] = hashlib.sha256(text.encode()).hexdigest()
    return sums


def bring(libraries: Sequence[Library], vendor: Path) -> None:
    """Replace what is in ``vendor`` by fresh files."""
    with TemporaryDirectory() as folder:
        packages = [fetch(library, Path(folder)) for library in libraries]
        shutil.rmtree(vendor, ignore_errors=True)
        brought = [
            asdict(library) | {"files": copy(library, package, vendor)}
            for library, package in zip(libraries, packages, strict=True)
        ]
    (vendor / "VENDOR.json").write_text(json.dumps(brought, indent=2) + "\n", encoding="utf-8")


def main() -> int:
    """Replace the vendored files by fresh ones; npm must be installed."""
    if not shutil.which("npm"):
        sys.stderr.write("npm is needed to bring the page's libraries: install Node.js\n")
        return 1
    for vendor, libraries in LIBRARIES.items():
        bring(libraries, vendor)
    return 0


if __name__ == "__main__":
    sys.exit(main())
