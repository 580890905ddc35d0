"""Votes on lessons: the channel in which each was cast, since what was said in one is not shown in another."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_CHANNEL = """
    UPDATE lesson_vote SET channel = (
        SELECT conversation.channel FROM exchange
        JOIN message ON message.id = exchange.message_id
        JOIN conversation ON conversation.id = message.conversation
        WHERE exchange.id = lesson_vote.exchange
    )
"""


def upgrade() -> None:
    op.add_column("lesson_vote", sa.Column("channel", sa.Text))
    # Of a vote without an exchange nobody knows any more where it was cast.
    op.execute(_CHANNEL)
