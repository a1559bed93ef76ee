"""``./dev`` after its shell half: ``python -m deploy.local COMMAND``."""

import sys

from deploy.local.cli import main

sys.exit(main(sys.argv[1:]))
