"""How an answer ended; filled in while it is written, so that it holds also where writing breaks off."""

from dataclasses import dataclass, field, replace

from bot import metrics
from bot.budgets import Budget
from bot.costs import DOLLAR, cost
from bot.models import Model
from bot.nouns import Button, Exchange, State, Usage


@dataclass(slots=True)
class Ending:
    """What becomes of one answer."""

    state: State = State.DONE
    problem: str = ""
    """A sentence for the person, where something went wrong."""
    model: str = ""
    provider: str = ""
    usage: Usage | None = None
    """What was taken for it, of all models together; None: nothing."""
    stands: str = ""
    """The answer that stands, where it was asked for once more; empty: all that was written is the answer."""
    offers: list[Button] = field(default_factory=list)
    """What to put under the answer beside what is under each."""
    budgets: list[Budget] = field(default_factory=list)
    """What it is taken from, as that was before it."""
    complaint: tuple[Exchange, Exchange, str, Model] | None = None
    """What there is to learn from: the complaint, the answer that it is about, its correction, and who refined it."""

    def count(self, usage: Usage | None, model: Model) -> None:
        """Add what a model took, at its price."""
        if not usage:
            return
        usage = replace(usage, cost=cost(usage, model.price))
        self.usage = self.usage + usage if self.usage else usage
        metrics.TOKENS.labels("in", model.name).inc(usage.prompt)
        metrics.TOKENS.labels("out", model.name).inc(usage.completion)
        if usage.cost is not None:
            metrics.COST.labels(model.name).inc(usage.cost / DOLLAR)
