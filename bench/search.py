"""How fast an index is made, how large it is, and how soon it answers: staff's searches, and suggestions.

The whole service answers, but for the socket: tokens, search, excerpts and JSON. The incidents are the demo's
stories under ever new names, numbers and replies; the answers are replies of its employees.
"""

import json
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient

from backend.kit.http import create_service
from backend.kit.tokens import TokenVerifier
from backend.search.api import search_api
from backend.search.home import IndexHome
from backend.search.reader import IndexReader
from backend.search.writer import IndexWriter
from bench.index_stock import CUSTOMER, Stock
from bench.report import Goal, Report, durations
from bench.stage import DIRECTORY, load, machine
from shared.tokens import AUDIENCE, Issuer, TokenSigner

COUNT = 100_000
QUESTIONS = 1000
WARM_UP = 50
LARGE = 1_000_000
"""From this many incidents on the goal of the staff's searches is held; below it that of suggestions."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Asks the service as somebody."""

    client: FlaskClient
    path: str
    token: str

    def ask(self, **question: str) -> dict[str, Any]:
        """Return the answer."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = self.client.get(self.path, query_string=question, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"{self.path} answered {answer.status_code} to {question}")
        found: dict[str, Any] = json.loads(answer.data)
        return found


def run(count: int = COUNT) -> Report:
    """Make an index of so many incidents, then ask it one question after the other."""
    DIRECTORY.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory = Path(tempfile.mkdtemp(prefix="index-", dir=DIRECTORY))
    try:
        before = load()
        stock = Stock(random.Random(11))
        home = IndexHome(directory)
        home.prepare()
        figures = _making(home, stock, count)
        staff, visitor = _callers(IndexReader(home))
        figures["search"] = _timed(staff, stock.questions(QUESTIONS + WARM_UP))
        figures["suggestions"] = _timed(visitor, stock.occasions(QUESTIONS + WARM_UP))
    finally:
        shutil.rmtree(directory)
    conditions = {
        "load_before": before,
        "load_after": load(),
        **machine(),
        "incidents": count,
        "answers": len(stock.answers),
    }
    goal = "search.p99_ms" if count >= LARGE else "suggestions.p95_ms"
    return Report("search", figures, conditions, [Goal(goal, "<", 50)])


def _making(home: IndexHome, stock: Stock, count: int) -> dict[str, Any]:
    began = time.perf_counter()
    with home.rebuilding() as fresh:
        writer = IndexWriter(fresh, is_new=True)
        for entry in stock.entries(count):
            writer.add(entry)
        writer.commit()
        writer.close()
        with home.writing():
            home.switch_to(fresh)
    seconds = time.perf_counter() - began
    size = sum(file.stat().st_size for file in fresh.iterdir())
    return {
        "making": {
            "seconds": round(seconds, 1),
            "incidents_per_s": round(count / seconds),
            "size_mib": round(size / 2**20, 1),
        }
    }


def _callers(reader: IndexReader) -> tuple[Caller, Caller]:
    signers = {issuer: TokenSigner(_key(), issuer) for issuer in (Issuer.EMPLOYEES, Issuer.WEBFORM)}
    verifier = TokenVerifier({issuer: signer.jwks for issuer, signer in signers.items()})
    app = create_service("search", checks={}, verifier=verifier)
    app.register_api(search_api(reader))
    client = app.test_client()
    employee = {"sub": "e-benchbench", "name": "Ana", "role": "agent", "teams": [], "aud": AUDIENCE}
    guest = {"sub": "guest", "customer": CUSTOMER, "aud": AUDIENCE}
    hour = timedelta(hours=1)
    return (
        Caller(client, "/api/v1/search", signers[Issuer.EMPLOYEES].sign(employee, hour)),
        Caller(client, "/api/v1/suggestions", signers[Issuer.WEBFORM].sign(guest, hour)),
    )


def _key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _timed(caller: Caller, questions: Iterator[tuple[str, dict[str, str]]]) -> dict[str, Any]:
    """Return how long the answers took, altogether and by the kind of question.

    The processor's time tells what other work on the machine added.
    """
    taken: dict[str, list[float]] = {}
    worked: list[float] = []
    empty = 0
    for number, (kind, question) in enumerate(questions):
        began, working = time.perf_counter(), time.thread_time()
        answer = caller.ask(**question)
        took = time.perf_counter() - began
        if number >= WARM_UP:
            taken.setdefault(kind, []).append(took)
            worked.append(time.thread_time() - working)
            empty += not (answer.get("hits") or answer.get("suggestions"))
    every = [each for times in taken.values() for each in times]
    return {
        **durations(every),
        "processor": durations(worked),
        "found_nothing": empty,
        "each_p99_ms": {kind: durations(times)["p99_ms"] for kind, times in taken.items()},
    }
