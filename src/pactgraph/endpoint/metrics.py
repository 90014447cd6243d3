"""What is counted, for Prometheus."""

import time
from collections.abc import Callable

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

QUERIES = Counter("pactgraph_queries", "Queries by outcome", ["outcome"])
UPDATES = Counter("pactgraph_updates", "Changes of the graph by outcome", ["outcome"])
DURATION = Histogram("pactgraph_query_seconds", "Time to the end of a query", ["outcome"], buckets=_SECONDS)
KILLED = Counter(
    "pactgraph_queries_killed", "Query processes ended before their query, by reason", ["reason"]
)
CACHED = Counter("pactgraph_results_cached", "Answers from the cache of the snapshot in force")
REQUESTS = Counter("pactgraph_http_requests", "Requests by status class", ["status"])
IN_FLIGHT = Gauge("pactgraph_queries_in_flight", "Queries that run or wait now")
SNAPSHOT_AGE = Gauge("pactgraph_snapshot_age_seconds", "Time since the snapshot in force was taken up")


def watch_age(since: Callable[[], float]) -> None:
    """Has the age of the snapshot computed when it is asked for; `since` is in seconds of the epoch."""
    SNAPSHOT_AGE.set_function(lambda: max(0.0, time.time() - since()))


def exposition() -> bytes:
    """All metrics in the text format of Prometheus."""
    return generate_latest(REGISTRY)
