"""What Prometheus reads at /metrics."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

registry = CollectorRegistry()

requests = Counter(
    "marketing_agent_http_requests_total",
    "HTTP requests by operation and status",
    ["operation", "status"],
    registry=registry,
)
request_seconds = Histogram(
    "marketing_agent_http_request_seconds",
    "Seconds until the answer began",
    ["operation"],
    registry=registry,
)
model_calls = Counter(
    "marketing_agent_model_calls_total",
    "Calls of the language model by result: ok, or why there was no answer",
    ["result"],
    registry=registry,
)
model_seconds = Histogram(
    "marketing_agent_model_seconds",
    "Seconds that a call of the language model took",
    registry=registry,
)
model_tokens = Counter(
    "marketing_agent_model_tokens_total",
    "Tokens sent to the language model (in) and received (out)",
    ["direction"],
    registry=registry,
)


def exposition() -> bytes:
    """The metrics in Prometheus' text form."""
    return generate_latest(registry)
