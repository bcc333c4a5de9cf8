"""Arabic in the window: numbers are dialled as they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout

from dematassist import i18n
from dematassist.ui.widgets.labels import Line
from dematassist.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = ["36 46", "30\u00a039", "+33 9 70 82 31 90", "0 806 001 620", "+33 1\u202f84 90 36 46", "4821-7730"]


def in_number(letter: str) -> bool:
    return letter.isdigit() or letter in "+-"


def drawn(prose: Prose, wanted: Callable[[str], bool]) -> str:
    """Return the letters of the first line from left to right, as they are on the screen."""
    block = prose.document().firstBlock()
    line = block.layout().lineAt(0)
    letters = [
        (place.x(), block.text()[index])
        for run in line.glyphRuns(-1, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll)
        for place, index in zip(run.positions(), run.stringIndexes(), strict=True)
    ]
    return "".join(letter for _x, letter in sorted(letters) if wanted(letter))


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_in_an_arabic_sentence_is_drawn_in_its_order(build, qtbot, number):
    build(lang="ar")
    prose = Prose("نص", (f"اتصل بالرقم {number} مجانا.",))
    qtbot.addWidget(prose)
    prose.resize(900, 200)
    prose.show()
    qtbot.waitExposed(prose)
    qtbot.waitUntil(lambda: prose.document().firstBlock().layout().lineCount() > 0)
    assert drawn(prose, in_number) == "".join(filter(in_number, number))


def test_a_line_that_begins_in_latin_letters_begins_on_the_right(build, qtbot):
    build(lang="ar")
    prose = Prose("نص", ("France Services: مساعدة مجانية.", "مساعدة."))
    qtbot.addWidget(prose)
    block = prose.document().firstBlock()
    assert block.textDirection() == Qt.LayoutDirection.RightToLeft


def test_nothing_is_added_in_a_language_written_from_left_to_right(build):
    build(lang="fr")
    assert i18n.shown("Appelez le 36 46.") == "Appelez le 36 46."


def test_only_numbers_in_groups_are_touched(build):
    build(lang="ar")
    assert i18n.shown("في document-1.jpg") == "في document-1.jpg"
    assert i18n.shown("رمز 2D-Doc") == "رمز 2D-Doc"
    assert i18n.shown("قبل 12 نوفمبر 2026") == "قبل 12 نوفمبر 2026"
    assert i18n.shown("36 46") == "\u206636\u00a046\u2069"


def test_the_beginning_of_an_address_is_drawn_in_its_order(build):
    build(lang="ar")
    assert i18n.shown("يبدأ بـ https://. ثم") == "يبدأ بـ \u2066https://\u2069. ثم"
    # A whole address is copied as it is: nothing is added to it.
    assert i18n.shown("على https://a.fr") == "على https://a.fr"


def test_a_list_has_the_commas_of_its_language(build):
    build(lang="fr")
    assert i18n.listed(("Passeport", "RIB")) == "Passeport, RIB"
    build(lang="ar")
    assert i18n.listed(("جواز السفر", "RIB")) == "جواز السفر، RIB"


def test_a_label_that_begins_in_latin_letters_ends_on_the_left(build, qtbot):
    build(lang="ar")
    line = Line("PDF ملف.")
    qtbot.addWidget(line)
    line.resize(400, 60)
    image = line.grab().toImage()
    inked = [sum(image.pixel(x, y) != image.pixel(0, 0) for y in range(60)) for x in range(400)]
    # A full stop is low; the stem of a « P » is not.
    assert 0 < next(filter(None, inked)) < max(inked) / 3


def test_a_french_line_in_an_arabic_window_ends_with_its_full_stop(build, qtbot):
    build(lang="ar")
    assert i18n.shown("Prix : 36 46.\nالسعر") == "\u2066Prix : 36\u00a046.\u2069\nالسعر"
    prose = Prose("نص", ("Votre passeport.", "جواز سفرك."))
    qtbot.addWidget(prose)
    prose.resize(900, 200)
    prose.show()
    qtbot.waitExposed(prose)
    qtbot.waitUntil(lambda: prose.document().firstBlock().layout().lineCount() > 0)
    assert drawn(prose, lambda letter: letter.isalpha() or letter == ".") == "Votrepasseport."
    heading = Line("Votre passeport")
    qtbot.addWidget(heading)
    assert heading.alignment() & Qt.AlignmentFlag.AlignAbsolute
