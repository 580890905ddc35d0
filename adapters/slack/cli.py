"""The command line's part for Slack. What a command needs is imported when it runs, so that help is instant."""

import click


@click.group()
def slack() -> None:
    """Set up the Slack app."""


@slack.command()
@click.option("--http", is_flag=True, help="For signed HTTP at PUBLIC_URL instead of Socket Mode.")
def manifest(http: bool) -> None:
    """Print the manifest of the Slack app, to be pasted at https://api.slack.com/apps.

    PUBLIC_URL is all that it reads. With it set, it also says where people come back to who install the app in their
    workspace.
    """
    from adapters.slack.manifest import write_manifest
    from bot.loading import load_public_url

    public_url = load_public_url()
    if http and not public_url:
        raise click.UsageError("Set PUBLIC_URL to the https address under which Slack reaches this service.")
    click.echo(write_manifest(public_url, http=http), nl=False)
