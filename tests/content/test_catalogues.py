"""Every sentence of the code can be translated, and French has them all."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LOOK_UPS = {"_": 0, "N_": 0, "ngettext": 0, "pgettext": 1}
"""The functions that look a sentence up, and which of their arguments is the message id."""


def catalogue(path: str):
    with (ROOT / "translations" / path).open("rb") as stream:
        return [message for message in read_po(stream) if message.id]


def singular(message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def sentences_in(source: str) -> set[str]:
    """Return the sentences that a module looks up, wherever they stand: also inside an f-string."""
    return {
        call.args[LOOK_UPS[call.func.id]].value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in LOOK_UPS
        and len(call.args) > LOOK_UPS[call.func.id]
        and isinstance(call.args[LOOK_UPS[call.func.id]], ast.Constant)
    }


def test_a_sentence_inside_an_f_string_is_seen_here():
    assert sentences_in("print(f\"{_('good')} {ngettext('{n} day', '{n} days', 2)}\")") == {"good", "{n} day"}


def test_every_sentence_of_the_code_is_in_the_catalogue():
    known = {singular(message) for message in catalogue("dematassist.pot")}
    lost = {
        (str(path.relative_to(ROOT)), sentence)
        for path in (ROOT / "dematassist").rglob("*.py")
        for sentence in sentences_in(path.read_text(encoding="utf-8")) - known
    }
    assert lost == set()


def test_french_says_every_sentence():
    missing = [
        singular(message)
        for message in catalogue("fr/LC_MESSAGES/dematassist.po")
        if not all([message.string] if isinstance(message.string, str) else message.string)
    ]
    assert missing == []
    assert {singular(m) for m in catalogue("dematassist.pot")} == {
        singular(m) for m in catalogue("fr/LC_MESSAGES/dematassist.po")
    }


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_translation_keeps_what_is_filled_in(lang):
    faults = [
        (singular(message), message.string)
        for message in catalogue(f"{lang}/LC_MESSAGES/dematassist.po")
        if isinstance(message.id, str) and message.string and fields(message.id) != fields(message.string)
    ]
    assert faults == []


def fields(text: str) -> set[str]:
    import re

    return set(re.findall(r"\{[a-z_]+\}", text))
