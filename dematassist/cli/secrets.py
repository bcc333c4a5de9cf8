"""Passwords and words asked without showing them: on the terminal, or read from a file descriptor."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from dematassist.cli.door import WRONG_USE
from dematassist.i18n import _

if TYPE_CHECKING:
    import argparse

_MAX_LINE_BYTES = 4096


class Asking:
    """What asks for secrets: a person at a terminal, or a program that writes them one a line."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        if descriptor is None and not sys.stdin.isatty():
            _refuse(_("There is no terminal to ask on. Use --secrets-fd."))

    @property
    def is_person(self) -> bool:
        """Whether a person answers."""
        return self._descriptor is None

    def secret(self, question: str) -> str:
        """Return what is answered, which is never shown."""
        if self._descriptor is None:
            try:
                return getpass.getpass(f"{question} ")
            except EOFError:
                _refuse(_("Nothing was typed."))
        # A program too is told what is asked: which words, of a sheet it has just read.
        print(question, file=sys.stderr, flush=True)
        return _line(self._descriptor)

    def twice(self, question: str) -> str:
        """Return what a person typed twice alike; a program is asked once."""
        while True:
            answer = self.secret(question)
            if not self.is_person or not answer or self.secret(_("The same once more:")) == answer:
                return answer
            print(_("The two were not the same. Type them again."), file=sys.stderr)


def add_option(parser: argparse.ArgumentParser) -> None:
    """Describe the option that gives secrets."""
    parser.add_argument(
        "--secrets-fd",
        type=int,
        metavar="N",
        help=_("read passwords and words from this file descriptor, one a line, instead of asking"),
    )


def asking(given: argparse.Namespace) -> Asking:
    """Return what asks, as the arguments say."""
    return Asking(given.secrets_fd)


def _line(descriptor: int) -> str:
    """Read one line byte by byte: what follows is for the next question."""
    line = b""
    try:
        while (read := os.read(descriptor, 1)) not in (b"", b"\n") and len(line) < _MAX_LINE_BYTES:
            line += read
    except OSError:
        _refuse(_("Nothing can be read from the file descriptor {number}.").format(number=descriptor))
    if not line and read == b"":
        _refuse(_("An answer is missing on the file descriptor {number}.").format(number=descriptor))
    return line.removesuffix(b"\r").decode("utf-8", "replace")


def _refuse(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise SystemExit(WRONG_USE)
