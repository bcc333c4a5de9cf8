"""« Préparer le fichier à envoyer », with the real child: chosen, ordered, hidden, seen, saved."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from dematassist.copies.draft import order
from dematassist.copies.model import Format, undrawable
from dematassist.journeys.model import AtStep
from dematassist.ui import routes
from dematassist.ui.listening.texts import heard_texts
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.children import children
from tests.copies import samples

from .conftest import begin, draft_a_copy

WAIT_MS = 20_000


@pytest.fixture
def papers(tmp_path):
    """Two papers and a file that is none."""
    files = {
        "loyer.pdf": samples.letter(2),
        "photo.png": samples.picture("PNG"),
        "virus.exe": b"MZ" + bytes(200),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in files}


def button(window, words: str) -> Button:
    found = [
        b
        for b in children(window.page, Button)
        if b.isVisibleTo(window) and b.accessibleName().startswith(words)
    ]
    assert len(found) == 1, [b.accessibleName() for b in children(window.page, Button)]
    return found[0]


def troubles(window) -> list[str]:
    return [line.text() for line in children(window.page, Beside) if line.isVisibleTo(window)]


def drop(window, *files) -> None:
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    window.page._papers.take(given)


def names(window) -> list[str]:
    return [paper.name for paper in window.app.outgoing.draft.papers]


def make_copy(window, qtbot, papers, made=Format.PDF) -> None:
    window.go(routes.SendFile())
    window.page._formats[made].setChecked(True)
    drop(window, papers["loyer.pdf"], papers["photo.png"])
    qtbot.waitUntil(lambda: names(window) == ["loyer.pdf", "photo.png"], timeout=WAIT_MS)
    button(window, "Faire la copie").click()
    qtbot.waitUntil(lambda: window.page.heading.text().startswith("Regardez votre copie"), timeout=WAIT_MS)


def test_papers_are_put_in_order_by_buttons_and_the_focus_follows(window, qtbot, papers):
    window.go(routes.SendFile())
    drop(window, papers["loyer.pdf"], papers["photo.png"])
    qtbot.waitUntil(lambda: names(window) == ["loyer.pdf", "photo.png"], timeout=WAIT_MS)
    button(window, "Monter. 2. photo.png").click()
    assert names(window) == ["photo.png", "loyer.pdf"]
    assert window.focusWidget().accessibleName() == "Descendre. 1. photo.png"
    button(window, "Retirer. 1. photo.png").click()
    assert names(window) == ["loyer.pdf"]
    assert papers["photo.png"].exists()


def test_a_file_that_is_no_paper_is_told_beside_the_button_and_the_others_stay(window, qtbot, papers):
    window.go(routes.SendFile())
    drop(window, papers["loyer.pdf"])
    qtbot.waitUntil(lambda: names(window) == ["loyer.pdf"], timeout=WAIT_MS)
    drop(window, papers["virus.exe"])
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=WAIT_MS)
    assert "virus.exe" in troubles(window)[0]
    assert window.focusWidget() is button(window, "Choisir des papiers")
    assert troubles(window)[0] in window.focusWidget().accessibleDescription()
    assert names(window) == ["loyer.pdf"]


def test_a_picture_that_was_copied_is_pasted(window, qtbot):
    window.go(routes.SendFile())
    picture = QImage(300, 400, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.yellow)
    QGuiApplication.clipboard().setImage(picture)
    button(window, "Coller").click()
    qtbot.waitUntil(lambda: names(window) == ["Image collée.png"], timeout=WAIT_MS)


def test_a_picture_that_is_dropped_is_taken_as_it_was_written_whatever_was_copied(window, qtbot):
    window.go(routes.SendFile())
    QGuiApplication.clipboard().setText("bonjour")
    written, given = samples.picture("JPEG"), QMimeData()
    given.setData("image/jpeg", written)
    window.page._papers.take(given)
    qtbot.waitUntil(lambda: names(window) == ["Image collée.jpeg"], timeout=WAIT_MS)
    assert window.app.outgoing.draft.papers[0].source.content == written


def test_nothing_to_paste_is_told(window):
    window.go(routes.SendFile())
    QGuiApplication.clipboard().setText("bonjour")
    button(window, "Coller").click()
    assert troubles(window) == ["Il n’y a ni fichier ni image à coller. Copiez-en d’abord, puis collez."]


def test_what_is_missing_or_wrong_is_told_beside_its_field(window, qtbot, papers):
    window.go(routes.SendFile())
    button(window, "Faire la copie").click()
    assert troubles(window) == ["Choisissez d’abord au moins un papier."]
    drop(window, papers["loyer.pdf"])
    qtbot.waitUntil(lambda: names(window) == ["loyer.pdf"], timeout=WAIT_MS)
    window.page._size.setText("beaucoup")
    button(window, "Faire la copie").click()
    assert window.focusWidget() is window.page._size
    assert troubles(window)[0] in window.page._size.accessibleDescription()
    window.page._size.setText("")
    window.page._mark.setText("x" * 101)
    window.page._is_marked.setChecked(True)
    button(window, "Faire la copie").click()
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=WAIT_MS)
    assert window.focusWidget() is window.page._mark


def test_a_limit_that_cannot_be_met_is_told_beside_the_size(window, qtbot, tmp_path):
    import random

    noise = Image.frombytes("RGB", (1400, 1900), random.Random(1).randbytes(1400 * 1900 * 3))  # noqa: S311
    noise.save(tmp_path / "bruit.png")
    window.go(routes.SendFile())
    drop(window, tmp_path / "bruit.png")
    qtbot.waitUntil(lambda: names(window) == ["bruit.png"], timeout=WAIT_MS)
    window.page._size.setText("0,05")
    button(window, "Faire la copie").click()
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=WAIT_MS)
    assert window.focusWidget() is window.page._size


def test_the_copy_is_seen_before_it_is_saved_and_its_name_says_nothing_of_the_person(
    window, qtbot, papers, tmp_path
):
    make_copy(window, qtbot, papers)
    page = window.page
    assert page._view.file_name == "document.pdf"
    qtbot.waitUntil(lambda: not page._picture.pixmap().isNull(), timeout=WAIT_MS)
    assert page._picture.accessibleName() == "Image de la page 1"
    button(window, "Page suivante").click()
    qtbot.waitUntil(lambda: page._task is None, timeout=WAIT_MS)
    narrow = page._picture.pixmap().width()
    button(window, "Plus grand").click()
    qtbot.waitUntil(lambda: page._picture.pixmap().width() > narrow, timeout=WAIT_MS)
    assert list(tmp_path.glob("**/document*")) == []
    page.save_as(tmp_path / "document.pdf")
    qtbot.waitUntil(lambda: page._done.isVisibleTo(window), timeout=WAIT_MS)
    with pypdfium2.PdfDocument((tmp_path / "document.pdf").read_bytes()) as saved:
        assert len(saved) == 3
    assert window.focusWidget() is page._done
    button(window, "Finir").click()
    assert window.app.outgoing.draft.papers == ()
    assert window.app.outgoing.prepared is None


def test_several_images_never_replace_a_file_that_is_there(window, qtbot, papers, tmp_path):
    make_copy(window, qtbot, papers, Format.JPEG)
    (tmp_path / "document-2.jpg").write_bytes(b"precious")
    window.page.save_as(tmp_path / "document.jpg")
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=WAIT_MS)
    assert (tmp_path / "document-2.jpg").read_bytes() == b"precious"
    assert not (tmp_path / "document-1.jpg").exists()
    window.page.save_as(tmp_path / "pieces.jpg")
    qtbot.waitUntil(lambda: window.page._done.isVisibleTo(window), timeout=WAIT_MS)
    assert sorted(p.name for p in tmp_path.glob("pieces*")) == [f"pieces-{n}.jpg" for n in (1, 2, 3)]


def test_an_original_is_never_replaced(window, qtbot, papers):
    make_copy(window, qtbot, papers)
    before = papers["loyer.pdf"].read_bytes()
    window.page.save_as(papers["loyer.pdf"])
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=WAIT_MS)
    assert papers["loyer.pdf"].read_bytes() == before


def test_a_part_is_hidden_with_the_keyboard_alone_and_is_gone_from_the_copy(window, qtbot, papers):
    make_copy(window, qtbot, papers)
    window.go(routes.SendHide(1, 1, routes.SendFile()))
    adding = button(window, "Ajouter un cache")
    adding.setFocus()
    qtbot.keyClick(adding, Qt.Key.Key_Space)
    canvas = window.page._canvas
    for _ in range(80):
        qtbot.keyClick(canvas, Qt.Key.Key_Up)
    for _ in range(80):
        qtbot.keyClick(canvas, Qt.Key.Key_Left)
    for _ in range(80):
        qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(40):
        qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.accessibleDescription().endswith(
        "Cache 1\u00a0: de 0\u00a0% à 44\u00a0% de la hauteur, de 0\u00a0% à 100\u00a0% de la largeur."
    )
    button(window, "C’est fini").click()
    assert window.app.outgoing.prepared is None
    button(window, "Faire la copie").click()
    qtbot.waitUntil(lambda: window.page.heading.text().startswith("Regardez votre copie"), timeout=WAIT_MS)
    with pypdfium2.PdfDocument(window.app.outgoing.prepared.files[0]) as made:
        image = made[2].render(scale=0.5).to_pil().convert("L")
    top = image.crop((5, 5, image.width - 5, int(image.height * 0.4)))
    assert top.getextrema()[1] < 20


def test_the_buttons_move_a_box_and_taking_the_last_away_keeps_the_focus_on_the_page(window):
    draft_a_copy(window)
    window.go(routes.SendHide(0, 1, routes.SendFile()))
    first = window.app.outgoing.draft.papers[0].hidden[0][1]
    button(window, "Vers la droite").click()
    assert window.app.outgoing.draft.papers[0].hidden[0][1].left == pytest.approx(first.left + 0.01)
    button(window, "Cache suivant").click()
    button(window, "Retirer ce cache").click()
    last = button(window, "Retirer ce cache")
    last.setFocus()
    last.click()
    assert window.app.outgoing.draft.papers[0].hidden == ()
    assert window.focusWidget() is button(window, "Ajouter un cache")


def test_a_box_is_drawn_with_the_mouse(window, qtbot):
    draft_a_copy(window)
    window.go(routes.SendHide(1, 1, routes.SendFile()))
    canvas = window.page._canvas
    qtbot.waitUntil(lambda: not canvas.pixmap().isNull(), timeout=WAIT_MS)
    QApplication.processEvents()
    place = canvas.place()
    corners = [
        QPointF(place.x() + part * place.width(), place.y() + part * place.height()).toPoint()
        for part in (0.2, 0.4)
    ]
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=corners[0])
    qtbot.mouseMove(canvas, corners[1])
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=corners[1])
    ((page, box),) = window.app.outgoing.draft.papers[1].hidden
    assert page == 1
    assert (box.left, box.top, box.width, box.height) == pytest.approx((0.2, 0.2, 0.2, 0.2), abs=0.01)


def test_what_is_typed_stays_when_the_text_is_made_larger_or_the_page_explained(window):
    window.go(routes.SendFile("rsa"))
    window.page._size.setText("1,5")
    window.resize_text(50)
    assert window.page._size.text() == "1,5"
    window.explain()
    window.back()
    assert window.page._size.text() == "1,5"
    assert window.page._mark.text().startswith("Copie pour\u00a0: Caf – ")
    assert window.page._mark.text().endswith(" – 24/11/2026")
    assert not window.page._is_marked.isChecked()


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_mark_proposed_is_in_french_and_can_be_drawn(build, lang):
    window = build(lang=lang)
    window.go(routes.SendFile("titre-sejour"))
    assert window.page._mark.text().startswith("Copie pour\u00a0: ")
    window.page._is_marked.setChecked(True)
    window.page._keep()
    mark = order(window.app.outgoing.draft).mark
    assert "Renouveler son titre de séjour" in mark
    assert not undrawable(mark)


def test_everything_is_forgotten_when_asked(window):
    draft_a_copy(window)
    window.go(routes.SendFile("rsa"))
    window.page._size.setText("1,5")
    button(window, "Tout oublier").click()
    assert window.app.outgoing.draft.papers == ()
    assert window.page._size.text() == ""
    assert window.page._mark.text().startswith("Copie pour : Caf")


def test_making_the_copy_can_be_stopped(window, qtbot, tmp_path):
    (tmp_path / "scan.tif").write_bytes(samples.scan(12))
    window.go(routes.SendFile())
    drop(window, tmp_path / "scan.tif")
    qtbot.waitUntil(lambda: names(window) == ["scan.tif"], timeout=WAIT_MS)
    button(window, "Faire la copie").click()
    button(window, "Arrêter la copie").click()
    assert window.focusWidget() is button(window, "Faire la copie")
    window.tasks.close()
    QApplication.processEvents()
    assert window.app.outgoing.prepared is None
    assert window.page.heading.text() == "Préparer le fichier à envoyer"


def test_a_step_on_a_site_leads_here_with_its_guide_and_a_step_at_home_does_not(window):
    walked = begin(window, motif="perdue", compte="oui")
    window.app.journeys.move(walked, AtStep("commander"))
    window.go(routes.Walk(walked))
    button(window, "Préparer un fichier à envoyer").click()
    assert window.page.context == ("carte-vitale", walked, "commander")
    window.app.journeys.move(walked, AtStep("verifier"))
    window.go(routes.Walk(walked))
    assert not [b for b in children(window.page, Button) if b.words() == "Préparer un fichier à envoyer"]


def test_the_page_is_heard_with_its_papers_and_its_choices(window):
    draft_a_copy(window)
    window.go(routes.SendFile("rsa"))
    heard = "\n".join(text.passage.text for text in heard_texts((window.page.widget(),), "fr"))
    for said in ("quittance de loyer de novembre.pdf", "2 pages. 2 parties cachées.", "Un fichier PDF"):
        assert said in heard


def test_the_copy_of_an_image_is_what_its_file_holds(window, qtbot, papers, tmp_path):
    window.go(routes.SendFile())
    window.page._formats[Format.JPEG].setChecked(True)
    drop(window, papers["photo.png"])
    qtbot.waitUntil(lambda: names(window) == ["photo.png"], timeout=WAIT_MS)
    button(window, "Faire la copie").click()
    qtbot.waitUntil(lambda: window.page.heading.text().startswith("Regardez votre copie"), timeout=WAIT_MS)
    window.page.save_as(tmp_path / "document.jpg")
    qtbot.waitUntil(lambda: window.page._done.isVisibleTo(window), timeout=WAIT_MS)
    with Image.open(io.BytesIO((tmp_path / "document.jpg").read_bytes())) as saved:
        assert saved.format == "JPEG"
