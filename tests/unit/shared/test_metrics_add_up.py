from prometheus_client import Counter

from shared.metrics import exposition

ASKED = Counter("ventanilla_test_asked", "Used by this test only")


def test_the_figures_of_this_process_are_shown():
    ASKED.inc()
    body, content_type = exposition()
    assert b"ventanilla_test_asked_total 1.0" in body
    assert content_type.startswith("text/plain")
