"""``ETag`` and ``If-Match``."""

import pytest

from backend.kit.problems import Problem
from backend.kit.versions import etag, seen_version


@pytest.mark.parametrize("sent", ['"7"', ' "7" '])
def test_what_was_handed_out_comes_back(sent):
    assert seen_version(sent) == 7
    assert seen_version(etag(7)) == 7


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (None, 428),
        ("", 428),
        ("*", 400),
        ('W/"7"', 400),
        ("7", 400),
        ('"7", "8"', 400),
        ('"x"', 400),
        ("٧", 400),
        ("1" * 10, 400),
    ],
)
def test_anything_else_is_refused(sent, status):
    with pytest.raises(Problem) as refused:
        seen_version(sent)
    assert refused.value.status == status
