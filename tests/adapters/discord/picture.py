"""Makes docs/discord.png: the story of a thread, told by a real model in simcord, whose page draws it as Discord does.

.venv/bin/python -m llm_host serve qwen2.5-coder-1.5b --port 8080
.venv/bin/pip install --target /tmp/page "simcord[preview]==3.2.1"
PYTHONPATH=/tmp/page .venv/bin/python -m tests.adapters.discord.picture http://127.0.0.1:8080/v1
"""

import argparse
import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser

from tests.adapters.discord.simulated import Simulation
from tests.adapters.discord.simulated_ana import Ana
from tests.adapters.web.page.screen import browsing
from tests.fakes.openai_server import ModelServer

PICTURE = Path(__file__).parents[3] / "docs" / "discord.png"
QUESTION = "A short Python function that sorts a list of people by their age, please."
COMPLAINT = "in JavaScript, please"
WIDTH, TALL, MARGIN = 1000, 3000, 20
_PATIENCE = 600.0
_MORNING, _LATER = 10 * 3600 + 14 * 60, 8 * 60
"""Seconds: simcord's day begins at midnight, and what is said shortly after something else has no name above it."""
_READY = "() => window.simcordPreview && window.simcordPreview.ready === true"
# Discord shows one line of what is replied to, simcord all of it
_ONLY_THE_THREAD = """
    #toolbar, #messages-sidebar, #channel-composer, .message-edited-compact, .message-context-actions { display: none }
    .preview-workspace { display: block }
    .message-reply, .reply-text { height: 24px; overflow: hidden; white-space: nowrap; align-items: center }
    .reply-excerpt * { display: inline; margin: 0; padding: 0; border: 0; font-size: inherit; color: inherit }
    .reply-excerpt .code-block-wrap, .reply-excerpt li { display: none }
"""
_AT_REST = f"""() => document.fonts.status === "loaded" && !document.querySelector(".message-components :disabled")
    && document.querySelector("#channel-layout").getBoundingClientRect().width === {WIDTH}"""
_END = (
    "() => Math.max(...[...document.querySelectorAll('.channel-message')].map(e => e.getBoundingClientRect().bottom))"
)


async def tell(world: Simulation, ana: Ana) -> None:
    """Ask, complain, see it mended, and keep the code."""
    assert world.env.bot.user
    await world.env.bot.user.edit(username="Code Supporter")
    await world.env.advance_time(_MORNING)
    await ana.asks(QUESTION)
    await world.env.advance_time(_LATER)
    await ana.complains(await ana.sees("", "👎"), COMPLAINT)
    better = await ana.sees("**Correction:**", "👍")
    await ana.actor.react(better, "📌")
    await world.env.advance_time(_LATER)
    await ana.sees("s-", "Undo")


async def draw(world: Simulation, ana: Ana, browser: Browser) -> None:
    """Put the thread into the picture, and nothing of what stands around it on simcord's page."""
    page = await browser.new_page(viewport={"width": WIDTH, "height": TALL}, bypass_csp=True)
    async with world.env.preview(ana.thread, viewers=[ana.actor], layout="channel") as shown:
        await page.goto(shown.url)
        await page.wait_for_function(_READY)
        await page.add_style_tag(content=_ONLY_THE_THREAD)
        await page.wait_for_function(_AT_REST)
        height = await page.evaluate(_END) + MARGIN
        await page.screenshot(path=PICTURE, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})


async def main(address: str) -> None:
    """Have the story told by the model behind an address."""
    with TemporaryDirectory() as folder:
        own = {"openai_base_url": address, "openai_model": ""}
        async with Simulation() as world, world.program(Path(folder), ModelServer(), **own), browsing() as browser:
            ana = Ana(world.env, patience=_PATIENCE)
            await tell(world, ana)
            await draw(world, ana, browser)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", help="of a model server, up to and with /v1")
    asyncio.run(main(parser.parse_args().address))
