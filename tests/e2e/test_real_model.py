"""The main job on real input: no key, and a real model that writes code, on the page and in the terminal."""

import ast
import asyncio
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import psutil
import pytest
from playwright.async_api import Page, expect

from tests.adapters.web.page.screen import FINISHED, browsing
from tests.e2e.program import Program, environment, running
from tests.real_model import MARKS, MODEL, pull_real_model
from tests.until import until

pytestmark = [*MARKS, pytest.mark.browser]

PATIENCE = 120
"""Seconds: two cores may have other things to do."""


def defined_in(answer: str) -> list[str]:
    """The functions that the Python code of an answer defines."""
    code = re.search(r"```python\n(.*?)```", answer, re.DOTALL)
    tree = ast.parse(code[1] if code else answer)
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


async def ask_on(page: Page, question: str) -> None:
    await page.get_by_label("Your question").fill(question)
    await page.get_by_label("Your question").press("Enter")


def ask_in_terminal(folder: Path, *words: str) -> str:
    """What `code-supporter ask` prints, with the model of the service on the same data folder."""
    done = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "ask", *words],
        env=environment(folder, LOCAL_MODEL=MODEL),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_the_page_and_the_terminal_answer_with_the_local_model(tmp_path: Path) -> None:
    pull_real_model()
    async with (
        running(tmp_path, patience=PATIENCE, LOCAL_MODEL=MODEL) as program,
        browsing() as browser,
        await browser.new_page() as page,
    ):
        await page.goto(program.url)
        await ask_on(page, "Write a Python function add(a, b) that returns the sum. Code only.")
        await expect(page.get_by_role("status")).to_have_text(FINISHED, timeout=PATIENCE * 1000)
        assert "add" in defined_in(await page.locator(".prose pre").first.inner_text())
        answer = await asyncio.to_thread(ask_in_terminal, tmp_path, "Write a Python function is_prime(n). Code only.")
        assert "is_prime" in defined_in(answer)
        assert await program.ends(signal.SIGTERM) == 0


async def test_a_killed_service_completes_its_answer_after_the_next_start(tmp_path: Path) -> None:
    pull_real_model()
    async with browsing() as browser, await browser.new_page() as page:
        async with running(tmp_path, patience=PATIENCE, LOCAL_MODEL=MODEL) as program:
            port = program.url.rpartition(":")[2]
            await page.goto(program.url)
            await ask_on(page, "Explain in three sentences what a mutex is.")
            await expect(page.locator(".prose")).to_contain_text(" ", timeout=PATIENCE * 1000)
            await program.ends(signal.SIGKILL)
            await expect(page.locator("#lost")).to_be_visible(timeout=PATIENCE * 1000)
        async with running(tmp_path, patience=PATIENCE, LOCAL_MODEL=MODEL, WEB_PORT=port):
            await expect(page.get_by_role("status")).to_have_text(FINISHED, timeout=PATIENCE * 1000)
            assert len(await page.locator(".prose").inner_text()) > 60
            await expect(page.locator(".exchange")).to_have_count(1)


async def test_a_local_model_that_dies_and_does_not_come_up_at_once_ends_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.symlink_to(pull_real_model())
    async with running(tmp_path, patience=PATIENCE, LOCAL_MODEL=str(file)) as program:
        file.unlink()
        for child in psutil.Process(program.process.pid).children():
            child.kill()
        await until(lambda: "exit 1" in reasons(program), seconds=PATIENCE)  # its next start found no file
        file.symlink_to(pull_real_model())
        await until(lambda: not reasons(program), seconds=PATIENCE)
        assert await program.ends(signal.SIGTERM) == 0


def reasons(program: Program) -> str:
    """Why the service is not ready, in its own words."""
    return "".join(httpx2.get(f"{program.url}/readyz").json()["reasons"])
