"""What carries snippets from one house to another: export and import."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.snippets.group import as_query, on_desk, snippets

if TYPE_CHECKING:
    from adapters.snippets.desk import Desk

_FORMS = {".zip": "zip", ".code-snippets": "vscode"}
"""What a file is to hold, by the ending of its name; any other holds JSON."""


@snippets.command()
@click.argument("words", nargs=-1)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--form", type=click.Choice(["json", "zip", "vscode"]), help="json, unless FILE ends as another one.")
@click.option("--all", "everybody", is_flag=True, help="What others let you see, too.")
@click.option("--force", is_flag=True, help="Write over a FILE that is there.")
@on_desk
async def export(
    desk: "Desk", words: Sequence[str], output: Path | None, form: str | None, everybody: bool, force: bool
) -> str:
    """Write your snippets into a file, with all that they were: all, or those that hold WORDS.

    Where the first of WORDS is zip or vscode, that is the form.

    \b
      code-supporter snippets export -o snippets.json
      code-supporter snippets export -o retry.zip retry '#http'
      code-supporter snippets export -o team.code-snippets lang:python
    """
    from adapters.snippets.files import is_seen, write

    if not output and is_seen():
        raise click.UsageError("Say where to: export -o snippets.json")
    if not form and words and words[0] in ("json", *_FORMS.values()):
        form, *words = words
    form = form or _FORMS.get(output.suffix if output else "", "json")
    reply = await desk.run(f"export {form} {'all' if everybody else ''} {as_query(words)}")
    write(reply.file, output, force=force)
    if output:
        return f"{output} is written. {desk.tell(reply)}"
    click.echo(desk.tell(reply), err=True)
    return ""


@snippets.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("key", default="", metavar="")
@click.option("--dry-run", is_flag=True, help="Say what would come, and keep nothing.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@on_desk
async def bring(desk: "Desk", file: Path, key: str, dry_run: bool, yes: bool) -> str:
    """Bring the snippets of a file: an export of ours, a ZIP of code, VS Code's snippets, or a gist.

    What would come is shown first; at a terminal you are asked then.
    """
    from adapters.snippets.files import is_seen, read
    from adapters.terminal.visible import make_visible

    if key:  # what undoes an import names no file
        return await desk.does("import", str(file), key)
    reply = await desk.run("import", read(file))
    plan = desk.tell(reply)
    command = next((button.command for button in reply.buttons), "")
    if dry_run or not command:
        return plan
    click.echo(make_visible(plan))
    if not yes:
        if not is_seen():
            raise click.UsageError("Nothing was imported. To import that: --yes")
        click.confirm("Import that?", abort=True)
    return desk.tell(await desk.run(command.removeprefix("snippets ")))
