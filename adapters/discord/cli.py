"""The command line's part for Discord. What a command needs is imported when it runs, so that help is instant."""

import click


@click.group()
def discord() -> None:
    """Set up the Discord bot."""


@discord.command()
@click.option("--id", "application", default="", metavar="ID", help="The Application ID, where no token is set yet.")
def invite(application: str) -> None:
    """Print the link that lets the bot into a server, with exactly the permissions that it needs.

    DISCORD_BOT_TOKEN is all that it reads: the id of the application is a part of it.
    """
    from adapters.discord.invite import application_of, invite_link
    from bot.loading import load_discord_token

    token = "" if application else load_discord_token()
    if not (application or token):
        raise click.UsageError("Set DISCORD_BOT_TOKEN, or name the Application ID of the developer portal with --id.")
    try:
        click.echo(invite_link(application or application_of(token)))
    except ValueError:
        raise click.UsageError(
            "DISCORD_BOT_TOKEN names no application: copy the token of the developer portal, under Bot."
        ) from None
