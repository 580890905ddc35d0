"""The command line's part for usage. What the command needs is imported when it runs, so that help is instant."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.store.usage_sums import Sum

_COUNTS = ("answers", "prompt", "completion", "cached", "dollars", "unpriced", "estimated")


@click.command()
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 3660), help="How many, today included.")
@click.option("--by", default="day", show_default=True, type=click.Choice(["day", "person", "model", "channel"]))
@click.option("--csv", "as_csv", is_flag=True, help="For a spreadsheet.")
def usage(days: int, by: str, as_csv: bool) -> None:
    """Show what answers took and cost, of all platforms and people.

    \b
      code-supporter usage --days 7
      code-supporter usage --by person --csv > usage.csv

    Days begin at 00:00 UTC. Dollars are those of answers with a known price; "unpriced" counts the others. This works
    on the database of the settings; the service may run or not.
    """
    import asyncio

    from adapters.terminal.visible import make_visible
    from bot.loading import load_settings
    from bot.store import open_store
    from bot.store.usage_sums import Range

    async def read() -> "tuple[list[Sum], Sum]":
        async with open_store(load_settings(here=True).database) as store:
            (total,) = await store.usage.sums(Range(days))
            return await store.usage.sums(Range(days), by=[by]), total

    sums, total = asyncio.run(read())
    rows = [[*_key(each, by), *_counts(each)] for each in sums]
    header = [*_HEADERS[by], *_COUNTS]
    if as_csv:
        click.echo(_as_csv([header, *rows]), nl=False)
        return
    all_of_them = ["all", *[""] * (len(_HEADERS[by]) - 1), *_counts(total)]
    click.echo(make_visible(_as_table([header, *rows, all_of_them], len(_HEADERS[by]))))


_HEADERS = {
    "day": ["day"],
    "person": ["platform", "workspace", "person", "id"],
    "model": ["provider", "model"],
    "channel": ["platform", "workspace", "channel"],
}


def _key(sum: "Sum", by: str) -> list[str]:
    keys = {
        "day": [sum.day.isoformat() if sum.day else ""],
        "person": [sum.platform, sum.workspace, sum.name, sum.author_id],
        "model": [sum.provider, sum.model],
        "channel": [sum.platform, sum.workspace, sum.channel],
    }
    return keys[by]


def _counts(sum: "Sum") -> list[str]:
    cost = "" if sum.cost is None else f"{sum.cost / 1_000_000:.6f}"
    counts = sum.answers, sum.prompt, sum.completion, sum.cached, cost, sum.answers - sum.priced, sum.estimates
    return [str(count) for count in counts]


def _as_csv(rows: Sequence[Sequence[str]]) -> str:
    import csv
    import io

    text = io.StringIO()
    # A spreadsheet would run what begins like a formula; names are people's own.
    guarded = [[f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell for cell in row] for row in rows]
    csv.writer(text).writerows(guarded)
    return text.getvalue()


def _as_table(rows: Sequence[Sequence[str]], words: int) -> str:
    """Return columns under each other; the first ``words`` of them hold words, the others figures."""
    cells = [[cell.replace("\n", " ") for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join([*map(str.ljust, row[:words], widths), *map(str.rjust, row[words:], widths[words:])]) for row in cells
    ]
    return "\n".join(line.rstrip() for line in lines)
