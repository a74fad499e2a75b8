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


def exposition() -> bytes:
    """The metrics in Prometheus' text form."""
    return generate_latest(registry)
