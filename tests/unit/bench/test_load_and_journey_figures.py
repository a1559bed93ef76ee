import asyncio
from collections.abc import Iterator

import pytest

from bench.child import Child
from bench.customer import Receipt
from bench.journey import Pace, Sightings, _figures, _write
from bench.load import DEEDS, press
from bench.processes import cpu_seconds, family


@pytest.fixture(name="canned")
def _canned() -> Iterator[Child]:
    with Child("bench.canned", {"page": '<input type="hidden" name="csrf_token" value="x">'}) as child:
        yield child


def test_each_client_repeats_its_deed_until_the_time_is_over(canned: Child) -> None:
    url = canned.hear(20)["url"]
    tally = asyncio.run(press(url, DEEDS["form"], clients=3, seconds=0.2))
    assert tally.accepted > 3
    assert (tally.refused, tally.first_refusal) == (0, "")
    assert cpu_seconds(family(canned.pid)) > 0


def test_what_the_server_does_not_take_is_counted_apart(canned: Child) -> None:
    url = canned.hear(20)["url"]
    # The canned site answers like the form, which is not what the bare view says.
    tally = asyncio.run(press(url, DEEDS["bare"], clients=1, seconds=0.05))
    assert tally.accepted == 0
    assert tally.refused > 0
    assert "303" in tally.first_refusal


def test_customers_write_at_the_pace_whether_or_not_they_are_answered(canned: Child) -> None:
    url = canned.hear(20)["url"]
    receipts = asyncio.run(_write(url, Pace(rate=100, count=20)))
    assert len(receipts) == 20
    moments = [receipt.sent_at for receipt in receipts]
    assert moments == sorted(moments)
    assert moments[-1] - moments[0] > 0.09
    assert all(receipt.answered_at > receipt.sent_at for receipt in receipts)


def test_an_incident_that_no_console_painted_counts_as_lost(canned: Child) -> None:
    receipts = [Receipt("7F3K-9QX2", "", 10.0, 10.005), Receipt("7F3K-9QX3", "", 11.0, 11.010)]
    sightings = Sightings(canned, arrived={"7F3K-9QX2": 10.030}, painted={"7F3K-9QX2": 10.040})
    figures = _figures(receipts, sightings)
    assert figures["lost"] == 1
    assert figures["painted"] == {"count": 1, "p50_ms": 40.0, "p95_ms": 40.0, "p99_ms": 40.0, "max_ms": 40.0}
    assert figures["answered"]["max_ms"] == 10.0
