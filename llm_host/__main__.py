"""The command line: ``python -m llm_host list | pull NAME | serve [NAME]``."""

import sys
from pathlib import Path

import click
from platformdirs import user_cache_dir

from llm_host import leash
from llm_host.catalogue import ModelFile, read_catalogue
from llm_host.choose import choose_runtime
from llm_host.errors import HostError
from llm_host.machine import open_port
from llm_host.names import locate
from llm_host.progress import megabytes
from llm_host.pull import pull
from llm_host.runtimes import Serving
from llm_host.shelf import Shelf
from llm_host.supervise import supervise

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
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port to listen on; 0 takes any free one.",
)
@click.option("--context", type=click.IntRange(256), help="Tokens for one conversation.  [llama.cpp: 4096; vLLM: all]")
@click.option("--slots", type=click.IntRange(1, 256), help="Answers at once.  [llama.cpp: 4]")
@click.option("--engine", type=click.Choice(["auto", "vllm", "llama.cpp"]), default="auto", show_default=True)
@click.option("--exit-with-parent", is_flag=True, help="End when stdin does.")
def serve(
    name: str | None, shelf: Shelf, host: str, port: int, engine: str, exit_with_parent: bool, **size: int
) -> None:
    """Serve the model NAME (or LOCAL_MODEL), fetched where it is not here, until SIGTERM or Ctrl-C.

    Without a name it is the best of the catalogue that fits. LLM_API_KEY sets the key that clients must show. One
    line on stdout says when it answers: READY http://HOST:PORT/v1 NAME CONTEXT_TOKENS.
    """
    leash.put_on(exit_with_parent)
    supervise(choose_runtime(name, shelf, engine, Serving(host, open_port(host, port), **size)))


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
