"""What every test may use."""

import os

# Before Qt is imported: a test never opens a window on somebody's screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = [
    "tests.support.browser",
    "tests.support.console",
    "tests.support.database",
    "tests.support.keys",
    "tests.support.silence",
    "tests.support.stack",
]
