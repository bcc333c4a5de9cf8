"""``python -m dematassist`` opens the command line."""

from dematassist.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
