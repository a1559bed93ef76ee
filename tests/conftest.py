"""What every test may use."""

import os

from hypothesis import settings

# The same examples each time, and no file that remembers the last failure.
settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.load_profile("same")

# Before Qt is imported: a test never opens a window on somebody's screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = [
    "tests.support.broker",
    "tests.support.browser",
    "tests.support.console",
    "tests.support.database",
    "tests.support.keys",
    "tests.support.patience",
    "tests.support.phone",
    "tests.support.post_office",
    "tests.support.sharing",
    "tests.support.silence",
    "tests.support.stack",
    "tests.support.staff_desk",
]
