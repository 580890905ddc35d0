"""The command line's part for models. What a command needs is imported when it runs, so that help is instant."""

import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

import click

T = TypeVar("T")


@click.group()
def models() -> None:
    """See which models there are, try them, and say in code-supporter.toml who serves more.

    A service that runs takes up what changes there by itself.
    """


@models.command("list")
def show_list() -> None:
    """List the models with their providers, contexts and prices, and why one can't be asked."""
    from adapters.models.looking import look

    click.echo(_run(look()))


@models.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
def test(names: tuple[str, ...]) -> None:
    """Ask each model one small question, and say how fast it answers and what it can do.

    \b
      code-supporter models test
      code-supporter models test gpt-5-mini coder

    "first token" is the time until it says something, "tokens/s" its speed from then on. Of a provider that serves
    many models, none of which code-supporter.toml names, the default alone is asked. Exit code 1: none answers.
    """
    from adapters.models.looking import try_all

    text, answered = _run(try_all(names))
    click.echo(text)
    sys.exit(0 if answered else 1)


@models.command()
@click.argument("url", metavar="openai|URL")
@click.option("--name", default="", help="What to call the provider; else after its host.")
@click.option("--key-env", default="", metavar="VARIABLE", help="The environment variable that holds the key.")
@click.option(
    "--model", "chosen", multiple=True, metavar="NAME", help="Offer this model of it; else all that it serves."
)
@click.option("--default", is_flag=True, help="Let the first of them answer where none is chosen.")
def add(url: str, name: str, key_env: str, chosen: tuple[str, ...], default: bool) -> None:
    """Try a provider, and write it into code-supporter.toml.

    \b
      code-supporter models add openai --model gpt-5-mini
      code-supporter models add http://10.0.0.5:8000/v1 --name gpu --model code --default

    The key itself never stands in the file: only the name of the environment variable that holds it.
    """
    if default and not chosen:
        raise click.UsageError("--default needs a --model to be that.")
    from adapters.models.changing import add_provider

    click.echo(_run(add_provider(url, name, key_env, chosen, default=default)))


@models.command()
@click.argument("name")
def remove(name: str) -> None:
    """Take a provider with its models, or one model, out of code-supporter.toml."""
    from adapters.models.changing import remove_entry

    click.echo(remove_entry(name))


def _run(work: Coroutine[Any, Any, T]) -> T:
    import asyncio

    return asyncio.run(work)
