"""What Prometheus may know: counts by status and reason, seconds by stage. Never a question, never a client."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from assistant.types import Answer

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Measures:
    """The counts of one process; with ``PROMETHEUS_MULTIPROC_DIR`` set, those of all workers are told together."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._shared = "PROMETHEUS_MULTIPROC_DIR" in os.environ
        own = self._registry = CollectorRegistry()
        self._answers = Counter("ses_answers", "Answers by status and reason", ["status", "reason"], registry=own)
        self._stages = Histogram("ses_stage_seconds", "Seconds by stage", ["stage"], registry=own, buckets=SECONDS)
        self._requests = Counter("ses_requests", "Requests by route and status", ["route", "code"], registry=own)
        self._seconds = Histogram("ses_request_seconds", "Seconds by route", ["route"], registry=own, buckets=SECONDS)
        self._feedback = Counter("ses_feedback", "Thumbs", ["rating"], registry=own)
        self._inside = Gauge("ses_inside", "Questions running or waiting", registry=own, multiprocess_mode="livesum")

    def answered(self, answer: Answer) -> None:
        """Count an answer and the time of its stages."""
        self._answers.labels(answer.status, answer.reason or "none").inc()
        for step in answer.trace:
            self._stages.labels(step.stage).observe(step.seconds)

    def requested(self, route: str, code: int, seconds: float) -> None:
        """Count a request by the template of its path."""
        self._requests.labels(route, str(code)).inc()
        self._seconds.labels(route).observe(seconds)

    def rated(self, rating: str) -> None:
        """Count a thumb."""
        self._feedback.labels(rating).inc()

    def inside(self, count: int) -> None:
        """Tell how many questions are running or waiting."""
        self._inside.set(count)

    def text(self) -> bytes:
        """Return everything in the text format of Prometheus."""
        if not self._shared:
            return generate_latest(self._registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
