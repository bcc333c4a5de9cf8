"""``python -m dematassist.hub``."""

from __future__ import annotations

import sys

from dematassist.hub.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
