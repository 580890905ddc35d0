"""Imports run one way: adapters → bot → prompts. The engine knows no platform, and the model host none of us."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"adapters", "benchmarks", "bot", "evals", "llm_host", "prompts", "tests"}
ALLOWED = {
    "adapters": {"adapters", "bot", "prompts"},
    "bot": {"bot", "prompts"},
    "prompts": {"prompts"},
    "llm_host": {"llm_host"},
}
PLATFORMS = {"discord", "fastapi", "slack_bolt", "slack_sdk", "starlette", "uvicorn"}


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_a_package_imports_only_what_stands_below_it(package: str) -> None:
    files = list((ROOT / package).rglob("*.py"))
    assert files
    wrong = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files
        for name in _imported(file)
        if name in OURS - ALLOWED[package]
    }
    assert not wrong


def test_the_engine_imports_no_platform_and_no_web_framework() -> None:
    wrong = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file in (ROOT / "bot").rglob("*.py")
        for name in _imported(file)
        if name in PLATFORMS
    }
    assert not wrong


def _adapters_used_in(file: Path) -> set[str]:
    """The parts of ``adapters`` that a file imports, or is itself."""
    used = {file.relative_to(ROOT / "adapters").parts[0].removesuffix(".py")}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        used.update(name.split(".")[1] for name in names if name.startswith("adapters."))
    return used


def test_only_the_composition_root_and_the_command_line_know_two_platforms() -> None:
    platforms = {"slack", "discord", "web", "terminal"}
    knowing = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "adapters").rglob("*.py")
        if len(_adapters_used_in(file) & platforms) > 1
    }
    assert knowing == {"adapters/cli.py", "adapters/service.py"}
