"""What operators may watch: counted here, served at `/metrics`."""

from prometheus_client import Counter, Gauge, Histogram

ASKS = Counter("cs_asks_total", "Answers that ended", ["platform", "mode", "outcome"])
ACTIVE = Gauge("cs_active_answers", "Answers that are being written or wait for their turn", ["platform"])
TOKENS = Counter("cs_tokens_total", "Tokens sent to and received from models", ["direction", "model"])
FIRST_TOKEN = Histogram(
    "cs_first_token_seconds",
    "From asking the model to its first word",
    ["model"],
    buckets=(0.1, 0.3, 1, 3, 10, 30, 100),
)
ANSWER = Histogram(
    "cs_answer_seconds", "From asking a model to its last word", ["model"], buckets=(1, 3, 10, 30, 60, 120, 300, 600)
)
