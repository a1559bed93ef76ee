"""Figures for Prometheus: what ``/metrics`` answers, in one process or in many."""

import os

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Environment variable that names a folder, empty at the start, where the workers of one service add up."""


def exposition() -> tuple[bytes, str]:
    """Return the body and the content type of ``/metrics``.

    Under gunicorn with several workers set ``PROMETHEUS_MULTIPROC_DIR``, else each worker shows its
    own figures only.
    """
    if not os.environ.get(SHARED_FOLDER):
        return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no annotation here
    return generate_latest(registry), CONTENT_TYPE_LATEST
