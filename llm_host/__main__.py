"""The command line: ``python -m llm_host list | pull NAME | serve [NAME]``."""

import sys
from pathlib import Path
from typing import Any

import click
from platformdirs import user_cache_dir

from llm_host import leash
from llm_host.catalogue import ModelFile, read_catalogue
from llm_host.choose import choose
from llm_host.errors import HostError
from llm_host.explain import write
from llm_host.machine import open_port
from llm_host.names import locate
from llm_host.options import read_elsewhere, wishes
from llm_host.progress import megabytes, say
from llm_host.pull import pull
from llm_host.serving import Serving
from llm_host.shelf import Shelf
from llm_host.supervise import RESTARTS, supervise
from llm_host.weights import read_weights

models_option = click.option(
    "--models",
    "shelf",
    envvar="MODEL_DIR",
    show_envvar=True,
    default=Path(user_cache_dir("code-supporter"), "models"),
    show_default="the user's cache folder",
    type=click.Path(file_okay=False, path_type=Path),
    callback=lambda context, option, folder: Shelf(folder),
    help="Folder where models are kept.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Run a coding model behind an OpenAI-compatible URL."""


@cli.command("list")
@models_option
def show(shelf: Shelf) -> None:
    """Show the models that can be named, and which of them are here."""
    for model in read_catalogue().values():
        click.echo(
            f"{model.name:22} {megabytes(model.bytes):>9}  {model.licence}  {_state(model, shelf):10} {model.about}"
        )
    for name, path in shelf.guests().items():
        click.echo(f"{name}  {megabytes(path.stat().st_size)}  here")
    click.echo("For vLLM on a GPU, the most able first (GB in all that it wants):")
    for weights in read_weights().values():
        click.echo(f"{weights.name:22} {weights.wants_gb:6} GB  {weights.licence}  {weights.repo}: {weights.about}")
    click.echo("Also right: a path to a .gguf file, owner/repo:file.gguf and owner/repo on the hub.")


@cli.command("pull")
@click.argument("name")
@models_option
def fetch(name: str, shelf: Shelf) -> None:
    """Bring the model NAME onto this machine and print its path."""
    found = locate(name, shelf)
    click.echo(pull(found, shelf) if isinstance(found, ModelFile) else found)


@cli.command()
@click.argument("name", required=False, envvar="LOCAL_MODEL")
@models_option
@wishes
@click.option("--engine", type=click.Choice(["auto", "vllm", "llama.cpp"]), default="auto", show_default=True)
@click.option("--dry-run", is_flag=True, help="Show what would be started and why, and start nothing.")
@click.option("--exit-with-parent", is_flag=True, help="End when stdin does.")
def serve(
    name: str | None,
    shelf: Shelf,
    engine: str,
    dry_run: bool,
    exit_with_parent: bool,
    gpus: str | None,
    gpu_memory: float | None,
    gpu_count: int | None,
    **wished: Any,
) -> None:
    """Serve the model NAME (or LOCAL_MODEL), fetched where it is not here, until SIGTERM or Ctrl-C.

    Without a name it is the best of the catalogue that fits. LLM_API_KEY sets the key that clients must show. What is
    started, and why, is said on stderr before; --dry-run says only that, on stdout. One line on stdout says when it
    answers: READY http://HOST:PORT/v1 NAME CONTEXT_TOKENS.
    """
    elsewhere = read_elsewhere(gpus, gpu_memory, gpu_count)
    if dry_run:
        click.echo(write(choose(name, shelf, engine, Serving(**wished), elsewhere, dry=True).rows))
        return
    if elsewhere:
        raise HostError("GPUs that are elsewhere can only be planned for: add --dry-run")
    leash.put_on(exit_with_parent)
    wished["port"] = open_port(wished["host"], wished["port"])
    choice = choose(name, shelf, engine, Serving(**wished))
    say(write(choice.rows))
    # Whoever holds our stdin starts us again.
    supervise(choice.runtime, restarts=0 if exit_with_parent else RESTARTS)


def _state(model: ModelFile, shelf: Shelf) -> str:
    path, partial = shelf.path(model), shelf.partial(model)
    if path.exists():
        return "here"
    return f"{partial.stat().st_size * 100 // model.bytes} % here" if partial.exists() else "not here"


def main() -> None:
    """Run the command line; an error is one line on stderr and exit status 1."""
    try:
        cli()
    except HostError as error:
        sys.exit(f"llm_host: {error}")


if __name__ == "__main__":
    main()
