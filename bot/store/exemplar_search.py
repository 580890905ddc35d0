"""Which answers may be shown as exemplars, and to whom: all of it read from thumbs, uses and places, as they stand."""

from sqlalchemy import and_, bindparam, delete, exists, func, or_, select

from bot.learning.nouns import Standing
from bot.nouns import Mode, State
from bot.store.columns import Words
from bot.store.lesson_tables import exemplar_choice, exemplar_vector, lesson, lesson_use
from bot.store.reading import WHOLE
from bot.store.tables import conversation, exchange, feedback, message, picture

LONGEST = 500 * 3
"""Characters of an answer that may be shown: 500 tokens, as ``estimate`` counts them."""
_ON_THIS = feedback.c.exchange == exchange.c.id
_LIKED = exists().where(_ON_THIS, feedback.c.verdict > 0)
_LIKED_BY_OTHERS = exists().where(_ON_THIS, feedback.c.verdict > 0, feedback.c.author_id != message.c.author_id)
_DISLIKED = exists().where(_ON_THIS, feedback.c.verdict < 0)
_FAILED = exists().where(
    lesson_use.c.exchange == exchange.c.id,
    lesson_use.c.applied.is_(True),
    func.coalesce(lesson_use.c.mended, lesson_use.c.passed).is_(False),
)
_UNDONE = exists().where(
    lesson_use.c.exchange == exchange.c.id,
    lesson_use.c.applied.is_(True),
    lesson_use.c.lesson == lesson.c.id,
    lesson.c.standing == Standing.DELETED,
)
_FIT = and_(
    exchange.c.state == State.DONE,
    exchange.c.answer != "",
    func.length(exchange.c.answer) <= LONGEST,
    message.c.mode == Mode.QUERY,
    _LIKED,
    ~_DISLIKED,
    ~_FAILED,
    ~_UNDONE,
    ~exists().where(picture.c.message_id == message.c.id),
)
_HERE = and_(message.c.platform == bindparam("p"), conversation.c.workspace == bindparam("w"))
_IS_OWN = message.c.author_id == bindparam("who")
_CHANNEL = bindparam("channel", type_=Words)
# What was said in direct messages stays in those of who said it.
_OWN = and_(_IS_OWN, or_(conversation.c.channel != "", _CHANNEL == ""))
# Whoever likes their own answer makes it an example for themselves only.
_SEEN = and_(conversation.c.channel != "", conversation.c.channel == _CHANNEL, _LIKED_BY_OTHERS)
_COLUMNS = select(
    exchange.c.id,
    exchange.c.answer,
    message.c.text,
    message.c.attachments,
    _IS_OWN.label("is_own"),
    exemplar_vector.c.vector,
    exemplar_vector.c.embedder,
).select_from(WHOLE.outerjoin(exemplar_vector, exemplar_vector.c.exchange == exchange.c.id))
_VISIBLE = _COLUMNS.where(_HERE, _FIT, or_(_OWN, _SEEN), message.c.conversation != bindparam("conversation"))
NEWEST = _VISIBLE.order_by(exchange.c.id.desc()).limit(bindparam("most"))
CHOSEN = (
    _VISIBLE.add_columns(exemplar_choice.c.position)
    .where(exemplar_choice.c.exchange == exchange.c.id, exemplar_choice.c.conversation == bindparam("conversation"))
    .order_by(exemplar_choice.c.position)
)
UNKNOWN = (
    select(exchange.c.id, message.c.text)
    .select_from(WHOLE.outerjoin(exemplar_vector, exemplar_vector.c.exchange == exchange.c.id))
    .where(_FIT, func.coalesce(exemplar_vector.c.embedder, "") != bindparam("embedder"))
    .order_by(exchange.c.id.desc())
    .limit(bindparam("most"))
)
STANDS = select(message.c.text).select_from(WHOLE).where(_FIT, exchange.c.id == bindparam("this"))
DROP = delete(exemplar_vector).where(exemplar_vector.c.exchange == bindparam("this"))
