"""``python -m dematassist.vault.worker`` opens the space that its standard input asks for."""

from dematassist.vault.worker.service import main

if __name__ == "__main__":
    main()
