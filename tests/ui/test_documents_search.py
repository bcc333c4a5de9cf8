"""Finding a paper again in « Mes documents », among many."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dematassist.ui import routes
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.search_field import SearchField
from dematassist.vault.model import Document, DocumentFacts
from tests.copies import samples

from .test_documents import WAIT_MS, add, heading, letter, opened, press, shown

__all__ = ["letter", "opened"]


@pytest.fixture
def filled(opened, qtbot, tmp_path):
    """A folder of three papers, one of them said."""
    for number, name in enumerate(("quittance", "bulletin de paie", "passeport"), 1):
        (tmp_path / f"{name}.pdf").write_bytes(samples.letter(number))
    add(opened, qtbot, *(tmp_path / f"{n}.pdf" for n in ("quittance", "bulletin de paie", "passeport")))
    qtbot.waitUntil(lambda: len(opened.app.held) == 3, timeout=WAIT_MS)
    space = opened.app.space
    rent = next(d for d in opened.app.held if d.original_name == "quittance.pdf")
    space.set_facts(rent.id, DocumentFacts(kind="quittance-loyer", title="Loyer de février", holder="Zoé"))
    opened.publish(opened.app.hold(space.documents()))
    opened.go(routes.Documents())
    return opened


def field_of(window) -> SearchField:
    (field,) = children(window.page, SearchField)
    return field


def papers(window) -> list[str]:
    QApplication.processEvents()
    titles = [b.accessibleName() for b in children(window.page, Button) if b.isVisibleTo(window)]
    return [title.split(". ")[1] for title in titles if title[:1].isdigit()]


def test_papers_are_found_as_one_types_without_accents_and_with_a_slip(filled, qtbot):
    field = field_of(filled)
    for typed in ("fevrier", "zoe", "quitance", "loyer"):
        field.setText("xylophone")
        qtbot.waitUntil(lambda: papers(filled) == [], timeout=WAIT_MS)
        field.setText(typed)
        qtbot.waitUntil(lambda: papers(filled) == ["Loyer de février"], timeout=WAIT_MS)
    assert "1 papier trouvé." in field.accessibleDescription()


def test_nothing_found_says_what_to_do_and_escape_shows_all_again(filled, qtbot):
    field = field_of(filled)
    field.setFocus()
    QTest.keyClicks(field, "xylophone")
    qtbot.waitUntil(lambda: papers(filled) == [], timeout=WAIT_MS)
    assert "Aucun papier trouvé pour «\u00a0xylophone\u00a0»." in shown(filled)
    assert "Essayez un autre mot" in field.accessibleDescription()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert heading(filled) == "Mes documents"
    qtbot.waitUntil(lambda: len(papers(filled)) == 3, timeout=WAIT_MS)
    assert field.hasFocus()
    assert field.accessibleDescription() == ""
    # Nothing is left to clear: Escape leaves the page, as everywhere.
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert heading(filled) != "Mes documents"


def test_down_goes_to_the_first_answer(filled, qtbot):
    field = field_of(filled)
    QTest.keyClicks(field, "passeport")
    qtbot.waitUntil(lambda: papers(filled) == ["passeport.pdf"], timeout=WAIT_MS)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert filled.focusWidget().accessibleName().startswith("1. passeport.pdf")


def test_enter_right_after_the_last_letter_goes_to_the_answer_once_it_is_found(filled, qtbot):
    field = field_of(filled)
    QTest.keyClicks(field, "passeport")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: filled.focusWidget().accessibleName().startswith("1. passeport.pdf"), timeout=WAIT_MS
    )


def test_back_from_a_paper_finds_the_search_it_was_found_by(filled, qtbot):
    QTest.keyClicks(field_of(filled), "passeport")
    qtbot.waitUntil(lambda: papers(filled) == ["passeport.pdf"], timeout=WAIT_MS)
    press(filled, "1. passeport.pdf")
    filled.back()
    qtbot.waitUntil(lambda: papers(filled) == ["passeport.pdf"], timeout=WAIT_MS)
    assert field_of(filled).text() == "passeport"


def test_what_was_looked_for_in_the_folder_is_forgotten_when_it_closes(filled, qtbot):
    QTest.keyClicks(field_of(filled), "passeport")
    qtbot.waitUntil(lambda: papers(filled) == ["passeport.pdf"], timeout=WAIT_MS)
    filled.talk()
    filled.publish(filled.app.lock_space())
    filled.back()
    assert "passeport" not in str(filled._route)


def test_ten_thousand_papers_are_shown_thirty_at_a_time(opened):
    day = date(2026, 1, 2)
    facts = DocumentFacts(expires=day)
    many = tuple(
        Document(
            id=f"{n:032x}", facts=facts, original_name=f"scan-{n}.pdf", media_type="application/pdf",
            size_bytes=9, sha256="0" * 64, added=day,
        )
        for n in range(10_000)
    )  # fmt: skip
    opened.publish(opened.app.hold(many))
    assert "Mes papiers (10000)" in [h.text() for h in children(opened.page, type(opened.page.heading))]
    assert len(papers(opened)) == 30
    assert "Et 9980 autres papiers." in shown(opened)
    press(opened, "Montrer plus de papiers")
    assert len(papers(opened)) == 60
    assert opened.focusWidget().accessibleName().startswith("31. scan-30.pdf")
