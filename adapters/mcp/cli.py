"""The command line's part for MCP. What it needs is imported when it runs."""

import click

from adapters.snippets.group import says_whose


@click.command()
@says_whose
def mcp(platform: str, workspace: str, user: str) -> None:
    """Let an editor's agent find snippets and lessons: an MCP server on standard input and output.

    The agent sees what you see, those of who runs the program, unless --platform, --workspace and --user say whose; and
    changes nothing. docs/mcp.md tells how to add it to an editor.
    """
    import asyncio
    import signal

    from adapters.snippets.whose import Whose
    from bot.loading import load_settings

    settings, viewer = load_settings(), Whose(platform, workspace, user).viewer
    from adapters.mcp.server import serve  # takes seconds, which a wrong setting need not wait for

    # Nothing is written that could be left half done; and Python can't end while it waits for the editor to say more.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    asyncio.run(serve(settings, viewer))
