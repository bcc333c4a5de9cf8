"""The official sheets in the window: taken in, found, read by keyboard, their questions answered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from dematassist.system.settings import Comfort
from dematassist.ui import routes
from dematassist.ui.widgets.buttons import Button, RadioButton
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.labels import Heading
from dematassist.ui.widgets.prose import Prose
from tests.guides.official.samples import sheet, write_zip

from .conftest import stock

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def stocked(window):
    """A window whose library holds one sheet and one form."""
    stock(window)
    return window


def button(window, words: str) -> Button:
    found = [b for b in children(window, Button) if b.isVisibleTo(window) and words in b.words()]
    assert len(found) == 1, [b.words() for b in children(window, Button) if b.isVisibleTo(window)]
    return found[0]


def shown(window) -> str:
    return "\n".join(
        line for prose in children(window, Prose) if prose.isVisibleTo(window) for line in prose.lines()
    )


def test_an_archive_is_taken_in_and_the_page_says_what_is_there(window, qtbot):
    archive = stock(window)
    window.app.paths.official.unlink()
    window.app.forget_official()
    window.go(routes.OfficialLibrary())
    assert "Cet ordinateur n’a pas encore de fiches officielles." in shown(window)
    window.page._take(str(archive))
    qtbot.waitUntil(lambda: "2 fiches officielles sont ici." in shown(window), timeout=20_000)
    assert window.app.official.has("F1")


def test_an_import_that_was_stopped_begins_again_in_one_click(window, qtbot, monkeypatch):
    from dematassist.guides.official import reading
    from dematassist.ui.tasks import Cancelled

    def stopped(_done: int, _total: int) -> None:
        raise Cancelled

    monkeypatch.setattr(reading, "EVERY", 1)
    archive = stock(window)
    with pytest.raises(Cancelled):
        window.app.take_in_official(archive, stopped)
    window.go(routes.OfficialLibrary())
    assert "Les fiches sont comme avant." in shown(window)
    button(window, "Reprendre l’import de vosdroits-latest.zip").click()
    qtbot.waitUntil(lambda: "Les fiches sont comme avant." not in shown(window), timeout=20_000)
    assert window.app.official.has("F1")


def test_a_file_that_is_no_archive_is_refused_in_words_and_the_sheets_stay(stocked, qtbot, tmp_path):
    wrong = tmp_path / "photo.zip"
    wrong.write_bytes(b"not a zip")
    stocked.go(routes.OfficialLibrary())
    stocked.page._take(str(wrong))
    qtbot.waitUntil(lambda: stocked.page._task is None, timeout=20_000)
    assert stocked.app.official.has("F1")
    assert "2 fiches officielles sont ici." in shown(stocked)


def test_a_sheet_is_found_beside_the_guides_and_opens(stocked):
    stocked.go(routes.Home("carte d’identité tout savoir"))
    QApplication.processEvents()
    found = button(stocked, "Carte d’identité : tout savoir")
    assert "Fiche officielle." in found.words()
    found.click()
    assert stocked.page.heading.text() == "Carte d’identité : tout savoir"


def test_answering_the_question_of_a_sheet_keeps_the_focus_there_and_shows_the_case(stocked):
    stocked.go(routes.OfficialSheet("F1", 1))
    answers = [r for r in children(stocked, RadioButton) if r.isVisibleTo(stocked)]
    assert answers, "the sheet asks nothing"
    first = answers[0].words()
    answers[0].setChecked(True)
    QApplication.processEvents()
    focus = stocked.focusWidget()
    assert isinstance(focus, RadioButton)
    assert (focus.words(), focus.isChecked()) == (first, True)
    assert "Sur le site." in shown(stocked)


def test_a_word_is_explained_in_its_place(stocked):
    stocked.go(routes.OfficialSheet("F1"))
    asking = button(stocked, "Que veut dire «\u00a0Rendez-vous\u00a0»")
    asking.click()
    assert stocked.focusWidget().lines() == ("Moment convenu.",)


def test_headings_are_reached_by_key_both_ways(stocked, qtbot):
    stocked.go(routes.OfficialSheet("F1"))
    stocked.activateWindow()
    before = stocked.focusWidget()
    qtbot.keyClick(before, Qt.Key.Key_Down, CTRL_SHIFT)
    first = stocked.focusWidget()
    assert isinstance(first, Heading)
    assert first.level == 2
    qtbot.keyClick(first, Qt.Key.Key_Up, CTRL_SHIFT)
    assert stocked.focusWidget().level == 1


def test_a_guide_says_when_its_official_sheet_changed_after_it_was_checked(stocked):
    from datetime import date

    from dematassist.ui.pages.before.view import before_view

    guide = stocked.app.library.guide("carte-vitale", "fr")
    today = date(2026, 12, 24)
    assert before_view(guide, {}, today, guide.read_on).changed_since == ""
    later = before_view(guide, {}, today, date(2026, 12, 3)).changed_since
    assert later.startswith("La fiche officielle a changé le 3 décembre 2026")


def visible_part(window, widget) -> QRect:
    """Return what is seen of a widget, in the page."""
    page = window.page
    seen = QRect(widget.mapTo(page.viewport(), QPoint(0, 0)), widget.size())
    return seen.intersected(page.viewport().rect())


@pytest.fixture
def tall(build, tmp_path):
    """A window at 200 % at a chapter whose text is several screens high, with a link and a chapter after."""
    text = "".join(f"<Paragraphe>Règle {n} du chemin de la forêt communale.</Paragraphe>" for n in range(90))
    link = "<LienExterne URL='https://example.org/foret'>Carte de la forêt</LienExterne>"
    text += f"<Paragraphe>{link}</Paragraphe>"
    chapters = f"<Chapitre><Titre>Règles</Titre>{text}</Chapitre><Chapitre><Titre>Suite</Titre></Chapitre>"
    window = build(comfort=Comfort(text_percent=200))
    window.app.take_in_official(
        write_zip(tmp_path / "a.zip", {"F8.xml": sheet("F8", "Forêt", f"<Texte>{chapters}</Texte>")}),
        lambda _done, _total: None,
    )
    window.app.forget_official()
    window.go(routes.OfficialSheet("F8", 1))
    window.activateWindow()
    QApplication.processEvents()
    return window


def test_a_text_higher_than_the_screen_is_walked_line_by_line_and_the_line_stays_in_sight(tall, qtbot):
    (text,) = [prose for prose in children(tall.page, Prose) if prose.isVisibleTo(tall.page)]
    assert text.height() > 2 * tall.page.viewport().height()
    text.setFocus()
    QApplication.processEvents()
    for _ in range(60):
        qtbot.keyClick(text, Qt.Key.Key_Down)
    line = text.mapTo(tall.page.viewport(), text.cursorRect().center())
    assert text.textCursor().blockNumber() > 20
    assert tall.page.viewport().rect().contains(line)
    before = tall.page.verticalScrollBar().value()
    qtbot.keyClick(text, Qt.Key.Key_PageUp)
    assert tall.page.verticalScrollBar().value() < before


def test_what_follows_a_text_higher_than_the_screen_is_whole_in_sight_when_tab_reaches_it(tall, qtbot):
    (text,) = [prose for prose in children(tall.page, Prose) if prose.isVisibleTo(tall.page)]
    text.setFocus()
    reached = []
    for _ in range(3):
        qtbot.keyClick(tall.focusWidget(), Qt.Key.Key_Tab)
        QApplication.processEvents()
        focused = tall.focusWidget()
        reached.append(focused.accessibleName())
        assert visible_part(tall, focused).size() == focused.size()
    assert [name.split(" : ")[0].split("\u00a0")[0] for name in reached] == [
        "Ouvrir",
        "Chapitre suivant",
        "Tous les chapitres",
    ]
