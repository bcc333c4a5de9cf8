"""``python -m dematassist.copies.child`` does the one job that its standard input describes."""

from dematassist.copies.child.service import main

if __name__ == "__main__":
    main()
