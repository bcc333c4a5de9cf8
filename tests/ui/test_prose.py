"""What stands out in a text, for an eye that looks for it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor

from dematassist.ui.widgets.prose import Prose


def bold_parts(prose: Prose) -> list[str]:
    """Return the parts in bold, in their order."""
    parts: list[str] = [""]
    cursor = QTextCursor(prose.document())
    while cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor):
        letter = cursor.selectedText()
        if letter != "\u2029" and cursor.charFormat().font().bold():
            parts[-1] += letter
        elif parts[-1]:
            parts.append("")
        cursor.setPosition(cursor.position())
    return [part.replace("\u00a0", " ") for part in parts if part]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Caf : 32 30. Du lundi au vendredi.", "32 30"),
        ("Depuis l’étranger : +33 9 70 82 31 90.", "+33 9 70 82 31 90"),
        ("Appelez le 0 806 001 620, c’est gratuit.", "0 806 001 620"),
        ("Une victime appelle le 116 006.", "116 006"),
        ("Un signe 🙂 avant le 09 70 83 07 07.", "09 70 83 07 07"),
    ],
)
def test_a_phone_number_is_bold(window, line, number):
    assert bold_parts(Prose("", (line, "Puis rien."))) == [number]


@pytest.mark.parametrize(
    "line",
    [
        "Moins de 14 069 € par an.",
        "1 104,25 €",
        "En 2025, 30 jours.",
        "Il y en a 2 700.",
        "115 000 habitants",
    ],
)
def test_another_number_is_not(window, line):
    assert bold_parts(Prose("", (line,))) == []


def test_the_words_a_line_begins_with_are_bold_when_asked(window):
    papers = Prose(
        "", ("Passeport. Valable.", "Photo d’identité. Récente."), leads=("Passeport", "Photo d’identité")
    )
    assert bold_parts(papers) == ["Passeport", "Photo d’identité"]
