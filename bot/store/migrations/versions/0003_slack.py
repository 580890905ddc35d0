"""The workspaces that installed the Slack app: slack_sdk's tables, with room for sealed tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table("slack_bots", *_whose(), *_sealed("bot"), *_when())
    op.create_table(
        "slack_installations",
        *_whose(),
        sa.Column("enterprise_url", sa.String(200)),
        *_sealed("bot"),
        sa.Column("user_id", sa.String(32), nullable=False),
        *_sealed("user"),
        *(
            sa.Column(f"incoming_webhook_{name}", sa.String(200))
            for name in ("url", "channel", "channel_id", "configuration_url")
        ),
        sa.Column("token_type", sa.String(32)),
        *_when(),
    )
    op.create_table(
        "slack_oauth_states",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("state", sa.String(200), nullable=False),
        sa.Column("expire_at", sa.DateTime, nullable=False),
    )
    op.create_index("slack_bots_idx", "slack_bots", ["client_id", "enterprise_id", "team_id", "installed_at"])
    op.create_index(
        "slack_installations_idx",
        "slack_installations",
        ["client_id", "enterprise_id", "team_id", "user_id", "installed_at"],
    )


def _whose() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("app_id", sa.String(32), nullable=False),
        sa.Column("enterprise_id", sa.String(32)),
        sa.Column("enterprise_name", sa.String(200)),
        sa.Column("team_id", sa.String(32)),
        sa.Column("team_name", sa.String(200)),
        sa.Column("bot_id", sa.String(32)),
        sa.Column("bot_user_id", sa.String(32)),
    ]


def _sealed(whose: str) -> list[sa.Column[object]]:
    return [
        sa.Column(f"{whose}_token", sa.Text),
        sa.Column(f"{whose}_scopes", sa.String(1000)),
        sa.Column(f"{whose}_refresh_token", sa.Text),
        sa.Column(f"{whose}_token_expires_at", sa.DateTime),
    ]


def _when() -> list[sa.Column[object]]:
    return [
        sa.Column("is_enterprise_install", sa.Boolean, nullable=False),
        sa.Column("installed_at", sa.DateTime, nullable=False),
    ]
