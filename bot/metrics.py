"""What operators may watch: counted here, served at `/metrics`."""

from prometheus_client import Counter, Gauge, Histogram

ASKS = Counter("cs_asks_total", "Answers that ended", ["platform", "mode", "outcome"])
ACTIVE = Gauge("cs_active_answers", "Answers that are being written or wait for their turn", ["platform"])
TOKENS = Counter("cs_tokens_total", "Tokens sent to and received from models", ["direction", "model"])
COST = Counter("cs_cost_dollars_total", "What answers cost, of models with a known price", ["model"])
FIRST_TOKEN = Histogram(
    "cs_first_token_seconds",
    "From asking the model to its first word",
    ["model"],
    buckets=(0.1, 0.3, 1, 3, 10, 30, 100),
)
ANSWER = Histogram(
    "cs_answer_seconds", "From asking a model to its last word", ["model"], buckets=(1, 3, 10, 30, 60, 120, 300, 600)
)
RESTING = Gauge(
    "cs_provider_resting",
    "1 where a provider failed several times in a row and is left alone; brought: how many",
    ["provider"],
)
WAITING = Gauge("cs_waiting_answers", "Answers that wait for a place at a provider", ["provider"])
AGAIN = Counter("cs_model_retries_total", "Questions that were asked again", ["provider"])
FELL_OVER = Counter("cs_fallbacks_total", "Questions that another model took over", ["model", "instead"])
