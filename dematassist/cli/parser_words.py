"""The sentences of ``argparse`` in the language of the person: Python has them in English only."""

from __future__ import annotations

import argparse

from dematassist import i18n

N_ = str
"""Marks a sentence for the catalogues (Babel knows this name)."""

SENTENCES = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    # Translators: %(argument_name)s is the name of what was typed wrong, %(message)s what is wrong with it.
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("not allowed with argument %s"),
    N_("one of the arguments %s is required"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
)


def speak() -> None:
    """Have ``argparse`` look its sentences up in our catalogues.

    It asks a function of its module named ``_``; should that change, its sentences come in English again.
    """
    vars(argparse).update(_=i18n._)
