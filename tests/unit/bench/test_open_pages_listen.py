from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from bench.child import Child
from bench.tracking import Ears, _figures
from tests.support.served import serving


class News(BaseHTTPRequestHandler):
    """Tells one change to each page; the page that is one too many is turned away."""

    def do_GET(self) -> None:
        """Answer as the site does."""
        if "many" in self.path:
            self.send_error(503)
            return
        self.send_response(200)
        self.end_headers()
        for line in (b"retry: 1000\n\n", b": still here\n\n", b"id: 7\nevent: changed\ndata: 7\n\n"):
            self.wfile.write(line)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with serving(News) as url:
        yield url


def test_each_page_tells_what_it_hears_and_who_was_turned_away_is_counted(site: str) -> None:
    with Child("bench.listeners", {"url": site, "paths": ["/a", "/b", "/many"], "connect_s": 10}) as child:
        assert child.hear(20) == {"ready": 2, "turned_away": 1}
        ears = Ears(child)
        ears.wait_for([(0, 7), (1, 7)])
        assert ears.heard.keys() == {(0, 7), (1, 7)}


def test_a_change_that_a_page_never_heard_of_counts_as_lost(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.tracking.LATE_S", 0.01)
    with Child("bench.listeners", {"url": site, "paths": [], "connect_s": 10}) as child:
        child.hear(20)
        ears = Ears(child, heard={(0, 7): 10.25})
        figures = _figures({(0, 7): 10.0, (1, 7): 10.0}, ears)
    assert figures["lost"] == 1
    assert figures["heard"]["p99_ms"] == 250.0
