"""What somebody signs in with is named as they would call it."""

import pytest

from backend.kit.devices import NAME_MAX, Device, device_of

_APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
_MAC, _WINDOWS = "(Macintosh; Intel Mac OS X 10_15_7)", "(Windows NT 10.0; Win64; x64)"
_IPHONE, _ANDROID = "(iPhone; CPU iPhone OS 18_6 like Mac OS X)", "(Linux; Android 10; K)"


@pytest.mark.parametrize(
    ("user_agent", "browser", "system"),
    [
        ("(Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0", "Firefox", "Android"),
        ("(X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox", "Linux"),
        (f"{_WINDOWS} {_CHROME} Safari/537.36", "Chrome", "Windows"),
        (f"{_WINDOWS} {_CHROME} Safari/537.36 Edg/140.0.0.0", "Edge", "Windows"),
        (f"{_ANDROID} {_CHROME} Mobile Safari/537.36", "Chrome", "Android"),
        (f"{_MAC} {_APPLE} Version/18.6 Safari/605.1.15", "Safari", "macOS"),
        (f"{_IPHONE} {_APPLE} Version/18.6 Mobile/15E148 Safari/604.1", "Safari", "iOS"),
        (f"{_IPHONE} {_APPLE} CriOS/140.0.7339.101 Mobile/15E148 Safari/604.1", "Chrome", "iOS"),
        (f"{_IPHONE} {_APPLE} FxiOS/143.0 Mobile/15E148 Safari/605.1.15", "Firefox", "iOS"),
    ],
)
def test_a_browser_is_named_without_its_version(user_agent: str, browser: str, system: str) -> None:
    assert device_of(f"Mozilla/5.0 {user_agent}") == Device(browser, system)


@pytest.mark.parametrize("user_agent", ["", "Mozilla/5.0", "something else entirely", "\u200f (((("])
def test_what_says_nothing_of_itself_has_no_name(user_agent: str) -> None:
    assert device_of(user_agent) == Device()


def test_a_name_of_any_length_is_cut() -> None:
    found = device_of("Mozilla/5.0 (compatible; " + "Evil" * 80 + "Bot/1.0)")
    assert len(found.browser or "") <= NAME_MAX
