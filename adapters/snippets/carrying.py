"""What carries snippets from one house to another: export and import."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.snippets.group import on_desk, snippets

if TYPE_CHECKING:
    from adapters.snippets.desk import Desk

_FORMS = {".zip": "zip", ".code-snippets": "vscode"}
"""What a file is to hold, by the ending of its name; any other holds JSON."""


@snippets.command()
@click.argument("words", nargs=-1)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--form", type=click.Choice(["json", "zip", "vscode"]), help="json, unless FILE ends as another one.")
@click.option("--force", is_flag=True, help="Write over a FILE that is there.")
@on_desk
async def export(desk: "Desk", words: tuple[str, ...], output: Path | None, form: str | None, force: bool) -> str:
    """Write the snippets into a file: all, or those that hold WORDS.

    \b
      code-supporter snippets export -o snippets.json
      code-supporter snippets export -o retry.zip retry '#http'
      code-supporter snippets export -o team.code-snippets lang:python
    """
    from adapters.snippets.files import is_seen, write

    if not output and is_seen():
        raise click.UsageError("Say where to: export -o snippets.json")
    form = form or _FORMS.get(output.suffix if output else "", "json")
    reply = await desk.run(" ".join(["export", form, *words]))
    write(reply.file, output, force=force)
    if not output:
        click.echo(desk.tell(reply), err=True)
        return ""
    return f"{desk.tell(reply)}\n{output} is written."


@snippets.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come, and keep nothing.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@on_desk
async def bring(desk: "Desk", file: Path, dry_run: bool, yes: bool) -> str:
    """Keep the snippets of a file: an export of ours, VS Code's snippets, or a Gist's JSON.

    What would come is shown first; at a terminal you are asked then.
    """
    from adapters.snippets.files import is_seen, read

    reply = await desk.run("import", read(file))
    plan = desk.tell(reply)
    command = next((button.command for button in reply.buttons), "")
    if dry_run or not command:
        return plan
    click.echo(plan)
    if not yes:
        if not is_seen():
            raise click.UsageError("Nothing was kept. To keep that: --yes")
        click.confirm("Keep that?", abort=True)
    return desk.tell(await desk.run(command.removeprefix("snippets ")))
