"""Every sentence of the code can be translated, and French has them all."""

from __future__ import annotations

import ast
import gettext
import re
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


def test_no_line_of_french_begins_with_a_sign_or_ends_with_an_opening_quote():
    """A plain space may break there: U+00A0 does not."""
    faults = [
        form
        for message in catalogue("fr/LC_MESSAGES/dematassist.po")
        for form in ([message.string] if isinstance(message.string, str) else message.string)
        if re.search("« | [»:;!?]", form)
    ]
    assert faults == []


@pytest.mark.parametrize(("lang", "without_count"), [("fr", 1), ("ar", 3)])
def test_a_translation_keeps_what_is_filled_in(lang, without_count):
    """The first forms of a plural may say their number in words: « un », « واحد », « اثنان »."""
    faults = []
    for message in catalogue(f"{lang}/LC_MESSAGES/dematassist.po"):
        is_plural = not isinstance(message.id, str)
        forms = message.string if is_plural else (message.string,)
        wanted = fields(message.id[1] if is_plural else message.id)
        for number, form in enumerate(forms if any(forms) else ()):
            may_miss = {"{n}", "{count}"} if is_plural and number < without_count else set()
            if not form or fields(form) - wanted or wanted - fields(form) - may_miss:
                faults.append((singular(message), form))
    assert faults == []


def test_arabic_chooses_its_six_forms_as_arabic_does():
    """Zero, one, two, few (3 to 10), many (11 to 99), other: Unicode CLDR 48, plural rules."""
    with (ROOT / "translations/ar/LC_MESSAGES/dematassist.po").open("rb") as stream:
        arabic = read_po(stream)
    chosen = gettext.c2py(arabic.plural_expr)
    numbers = (0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111)
    assert [chosen(n) for n in numbers] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 3, 4]
    assert {len(message.string) for message in arabic if isinstance(message.id, tuple)} == {6}


def fields(text: str) -> set[str]:
    return set(re.findall(r"\{[a-z_]+\}", text))
