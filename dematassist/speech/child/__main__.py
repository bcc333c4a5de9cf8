"""``python -m dematassist.speech.child`` speaks what its standard input asks for."""

from dematassist.speech.child.service import main

if __name__ == "__main__":
    main()
