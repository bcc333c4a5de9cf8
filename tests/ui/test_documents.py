"""« Mes documents », with the real worker: made, closed, opened, filled, recovered, joined to the guides."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta

import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from dematassist.errors import Cause, UserError
from dematassist.sheets.pdf import render_pdf
from dematassist.sheets.recovery import recovery_sheet
from dematassist.ui import routes
from dematassist.ui.idling import idle_seconds
from dematassist.ui.pages.documents.closed import pause_after
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.labels import Line
from dematassist.ui.widgets.prose import Prose
from dematassist.vault.model import DocumentFacts, OfficialCode
from dematassist.vault.states import Locked, NoSpace, RecoverySheet
from tests.copies import samples
from tests.papers.authority import FACTURE, bill, certificate, pem, signed, trust_list

from . import test_every_page
from .conftest import ROOT, come_to_rest

WAIT_MS = 20_000
PASSWORD = "six mots tires au hasard"  # noqa: S105 -- of nobody


def press(window, words: str) -> None:
    QApplication.processEvents()
    found = [
        b for b in children(window, Button) if b.isVisibleTo(window) and b.accessibleName().startswith(words)
    ]
    assert found, [b.accessibleName() for b in children(window, Button) if b.isVisibleTo(window)]
    found[0].click()
    QApplication.processEvents()


def heading(window) -> str:
    return window.page.heading.text()


def shown(window) -> str:
    lines = [line for prose in children(window.page, Prose) for line in prose.lines()]
    lines += [line.text() for line in children(window.page, Line) if line.isVisibleTo(window)]
    lines += [b.accessibleName() for b in children(window.page, Button) if b.isVisibleTo(window)]
    return "\n".join(lines)


def troubles(window) -> str:
    return " ".join(line.text() for line in children(window.page, Beside) if line.isVisibleTo(window))


def wait_for(qtbot, window, title: str) -> None:
    qtbot.waitUntil(lambda: heading(window) == title, timeout=WAIT_MS)


@pytest.fixture
def opened(window, qtbot):
    """A window whose folder is made and open."""
    window.app.making = None
    window.go(routes.NewSpace())
    window.page._field.setText(PASSWORD)
    press(window, "Suivant")
    wait_for(qtbot, window, "Gardez votre feuille de secours")
    window.sheet = window.app.making.sheet
    press(window, "J’ai ma feuille")
    for number, field in zip(window.sheet.asked, window.page._fields, strict=True):
        field.setText(window.sheet.words[number - 1])
    press(window, "Créer le dossier")
    wait_for(qtbot, window, "Mes documents")
    return window


def add(window, qtbot, *paths) -> None:
    window.go(routes.Documents())
    before = len(window.app.held)
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window.page._adding.take(given)
    qtbot.waitUntil(lambda: len(window.app.held) > before, timeout=WAIT_MS)
    QApplication.processEvents()


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "quittance.pdf"
    path.write_bytes(samples.letter(2))
    return path


def test_nothing_is_made_before_two_words_of_the_sheet_are_copied_back(window, qtbot):
    window.go(routes.Documents())
    press(window, "Créer mon dossier chiffré")
    assert len(window.page._field.text().split()) == 6
    press(window, "Suivant")
    wait_for(qtbot, window, "Gardez votre feuille de secours")
    assert all(word in shown(window) for word in window.app.making.sheet.words)
    press(window, "J’ai ma feuille")
    assert not any(f". {word}" in shown(window) for word in window.app.making.sheet.words)
    for field in window.page._fields:
        field.setText("zzz")
    press(window, "Créer le dossier")
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=WAIT_MS)
    assert isinstance(window.app.space.state, NoSpace)
    assert not window.app.paths.spaces.exists()
    for number, field in zip(window.app.making.sheet.asked, window.page._fields, strict=True):
        field.setText(window.app.making.sheet.words[number - 1])
    press(window, "Créer le dossier")
    wait_for(qtbot, window, "Mes documents")
    assert window.app.making is None


def test_a_password_that_is_too_short_is_told_beside_its_field(window, qtbot):
    window.go(routes.NewSpace())
    window.page._field.setText("court")
    press(window, "Suivant")
    qtbot.waitUntil(lambda: bool(troubles(window)), timeout=WAIT_MS)
    assert window.focusWidget() is window.page._field


def test_larger_text_loses_nothing_of_the_making(window, qtbot):
    window.go(routes.NewSpace())
    window.page._field.setText(PASSWORD)
    window.resize_text(25)
    assert window.page._field.text() == PASSWORD
    press(window, "Suivant")
    wait_for(qtbot, window, "Gardez votre feuille de secours")
    words = window.app.making.sheet.words
    window.resize_text(25)
    assert window.app.making.sheet.words == words
    assert heading(window) == "Gardez votre feuille de secours"


def test_the_sheet_is_saved_with_its_words_and_a_code_that_a_telephone_reads(window, qtbot, tmp_path):
    window.go(routes.NewSpace())
    press(window, "Suivant")
    wait_for(qtbot, window, "Gardez votre feuille de secours")
    window.page.save_as(tmp_path / "feuille.pdf")
    sheet = window.app.making.sheet
    with pypdfium2.PdfDocument((tmp_path / "feuille.pdf").read_bytes()) as saved:
        text = "\n".join(page.get_textpage().get_text_range() for page in saved)
        pictures = [page.render(scale=2).to_pil().convert("L") for page in saved]
    assert all(word in text for word in sheet.words)
    import zxingcpp

    read = [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]
    assert read == [sheet.identity]


def test_it_is_closed_and_opened_with_the_password_only(opened, qtbot):
    press(opened, "Fermer le dossier")
    assert isinstance(opened.app.space.state, Locked)
    assert opened.app.held == ()
    opened.page._field.setText("autre chose que lui")
    press(opened, "Ouvrir le dossier")
    qtbot.waitUntil(lambda: bool(troubles(opened)), timeout=WAIT_MS)
    assert PASSWORD not in troubles(opened)
    qtbot.waitUntil(opened.page._opening.isEnabled, timeout=WAIT_MS)
    opened.page._field.setText(PASSWORD)
    press(opened, "Ouvrir le dossier")
    qtbot.waitUntil(lambda: "Fermer le dossier" in shown(opened), timeout=WAIT_MS)
    assert opened.app.wrong_passwords == 0


def test_wrong_passwords_make_the_pause_grow_and_the_pause_has_an_end():
    assert [pause_after(n) for n in range(7)] == [0, 0, 0, 0, 2, 4, 8]
    assert pause_after(50) == 60


def test_it_is_recovered_with_the_twelve_words(opened, qtbot):
    press(opened, "Fermer le dossier")
    press(opened, "J’ai oublié le mot de passe")
    opened.page._words.setText(" ".join(opened.sheet.words))
    opened.page._password.setText("court")
    press(opened, "Ouvrir avec ces mots")
    qtbot.waitUntil(lambda: bool(troubles(opened)), timeout=WAIT_MS)
    assert opened.focusWidget() is opened.page._password
    opened.page._password.setText("un tout autre mot de passe")
    press(opened, "Ouvrir avec ces mots")
    wait_for(qtbot, opened, "Mes documents")
    assert opened.app.is_space_open


def test_a_paper_is_added_said_seen_put_in_the_trash_and_taken_back(opened, qtbot, letter):
    add(opened, qtbot, letter)
    assert heading(opened) == "quittance.pdf"
    qtbot.waitUntil(lambda: not opened.page._looking.picture.pixmap().isNull(), timeout=WAIT_MS)
    fields = opened.page._fields
    fields.kind.setText("loyer")
    fields.kind.textEdited.emit("loyer")
    press(opened, "Quittance de loyer")
    fields.title.setText("Loyer de novembre")
    fields._days[1][0].setText("32/13/2026")
    press(opened, "Garder ces informations")
    assert opened.focusWidget() is fields._days[1][0]
    fields._days[1][0].setText("14/12/2026")
    press(opened, "Garder ces informations")
    wait_for(qtbot, opened, "Mes documents")
    assert "1. Loyer de novembre. Quittance de loyer. Il se termine dans 20 jours." in shown(opened)
    press(opened, "1. Loyer de novembre")
    press(opened, "Mettre à la corbeille")
    wait_for(qtbot, opened, "La corbeille de mes documents")
    qtbot.waitUntil(lambda: "Remettre. 1. Loyer de novembre" in shown(opened), timeout=WAIT_MS)
    assert opened.app.held == ()
    press(opened, "Remettre")
    wait_for(qtbot, opened, "Mes documents")
    assert [document.shown_name for document in opened.app.held] == ["Loyer de novembre"]
    assert letter.exists()


def test_a_kind_that_is_not_one_of_ours_is_told(opened, qtbot, letter):
    add(opened, qtbot, letter)
    opened.page._fields.kind.setText("n’importe quoi")
    press(opened, "Garder ces informations")
    assert "Choisissez une des sortes proposées" in troubles(opened)


def test_a_whole_folder_comes_in_and_a_file_that_is_refused_stops_no_other(opened, qtbot, tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(samples.letter(1))
    (folder / "b.png").write_bytes(samples.picture("PNG"))
    (folder / "c.exe").write_bytes(b"MZ" + bytes(3000))
    add(opened, qtbot, folder)
    qtbot.waitUntil(lambda: len(opened.app.held) == 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "c.exe" in opened.notice_bar.accessibleName(), timeout=WAIT_MS)
    assert "2 papiers sont gardés." in opened.notice_bar.accessibleName()


def test_the_same_paper_twice_is_kept_once(opened, qtbot, letter):
    add(opened, qtbot, letter)
    opened.go(routes.Documents())
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(letter))])
    opened.page._adding.take(given)
    qtbot.waitUntil(lambda: "1 papier y était déjà." in troubles(opened), timeout=WAIT_MS)
    assert len(opened.app.held) == 1


def test_a_picture_that_was_copied_is_kept(opened, qtbot):
    picture = QImage(300, 400, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    QGuiApplication.clipboard().setImage(picture)
    press(opened, "Coller")
    qtbot.waitUntil(lambda: len(opened.app.held) == 1, timeout=WAIT_MS)


def trust(window) -> None:
    """Put the files of the state's list on this computer."""
    window.app.paths.trust.mkdir(parents=True)
    (window.app.paths.trust / "tsl_signed.xml").write_bytes(trust_list())
    (window.app.paths.trust / "TS01.pem").write_bytes(pem(certificate("TS01", "ELECTRICITE DE TEST")))


def test_an_official_code_fills_kind_holder_and_day_and_is_said_verified(opened, qtbot, tmp_path):
    trust(opened)
    paper = tmp_path / "facture.pdf"
    paper.write_bytes(bill(signed(FACTURE)))
    add(opened, qtbot, paper)
    (document,) = opened.app.held
    assert document.facts == DocumentFacts(
        kind="justificatif-domicile",
        title="Justificatif de domicile (une facture)",
        holder="MME SPECIMEN NATACHA",
        issued=date(2026, 8, 21),
        official_code=OfficialCode.VERIFIED,
    )
    assert "Code officiel vérifié." in shown(opened)


def test_a_code_that_came_back_with_a_bag_is_read_again_when_its_paper_is_shown(opened, qtbot, tmp_path):
    paper = tmp_path / "facture.pdf"
    paper.write_bytes(bill(signed(FACTURE)))
    add(opened, qtbot, paper)
    space, bag = opened.app.space, tmp_path / "documents.zip"
    (document,) = opened.app.held
    # Whoever made the bag may have written anything.
    lie = DocumentFacts(
        kind="passeport", title="Le mien", holder="Autre", official_code=OfficialCode.VERIFIED
    )
    space.set_facts(document.id, lie)
    space.carry_out(bag)
    space.remove(document.id)
    space.purge(document.id)
    space.bring_in(bag)
    opened.publish(opened.app.hold(space.documents()))
    (document,) = opened.app.held
    opened.go(routes.OneDocument(document.id))
    assert "Code officiel à relire." in shown(opened)
    qtbot.waitUntil(lambda: not opened.page._looking.picture.pixmap().isNull(), timeout=WAIT_MS)
    # Without the state's list, nothing can be verified: it stays to be read.
    assert opened.app.held[0].facts.official_code is OfficialCode.TO_READ
    trust(opened)
    opened.go(routes.Documents())
    opened.go(routes.OneDocument(document.id))
    opened.page._fields.title.setText("Ma facture")
    opened.page._fields.title.setModified(True)
    qtbot.waitUntil(lambda: "Code officiel vérifié." in shown(opened), timeout=WAIT_MS)
    assert opened.page._fields.holder.text() == "MME SPECIMEN NATACHA"
    assert opened.page._fields.title.text() == "Ma facture"
    assert "Code officiel vérifié." in opened.notice_bar.accessibleName()
    press(opened, "Garder ces informations")
    wait_for(qtbot, opened, "Mes documents")
    assert opened.app.held[0].facts == DocumentFacts(
        kind="justificatif-domicile",
        title="Ma facture",
        holder="MME SPECIMEN NATACHA",
        issued=date(2026, 8, 21),
        official_code=OfficialCode.VERIFIED,
    )


def test_the_guides_say_which_papers_are_in_the_folder_and_which_are_missing(opened, qtbot, letter):
    add(opened, qtbot, letter)
    space, today = opened.app.space, opened.app.clock.today()
    (document,) = opened.app.held
    soon = DocumentFacts(kind="piece-identite", title="Ma carte", expires=today + timedelta(days=20))
    space.set_facts(document.id, soon)
    opened.publish(opened.app.hold(space.documents()))
    opened.go(routes.Before("carte-vitale"))
    assert "Vous avez 1 papier sur 3." in shown(opened)
    opened.go(routes.Papers("carte-vitale"))
    assert "Vous l’avez\u00a0: «\u00a0Ma carte\u00a0». Il se termine dans 20 jours." in shown(opened)
    assert "Ce papier manque." in shown(opened)
    press_home = opened.app.lock_space()
    opened.publish(press_home)
    opened.go(routes.Before("carte-vitale"))
    assert "papier sur" not in shown(opened)


def test_a_paper_of_the_folder_goes_into_the_file_to_send(opened, qtbot, letter):
    add(opened, qtbot, letter)
    press(opened, "Préparer un fichier à envoyer")
    wait_for(qtbot, opened, "Préparer le fichier à envoyer")
    assert [paper.name for paper in opened.app.outgoing.draft.papers] == ["quittance.pdf"]


def test_a_folder_left_open_closes_after_a_warning(opened, clock):
    idling = opened._folder_watch.idling
    clock.time += timedelta(seconds=idle_seconds(opened.app.settings.computer) - 30)
    idling.look()
    assert "se ferme dans une minute" in opened.notice_bar.accessibleName()
    press(opened, "Garder le dossier ouvert")
    clock.time += timedelta(seconds=60)
    idling.look()
    assert opened.app.is_space_open
    # The computer slept.
    clock.time += timedelta(hours=8)
    idling.look()
    assert not opened.app.is_space_open
    assert "Votre dossier est fermé." in shown(opened)


def test_the_folder_is_not_shown_in_a_practice(opened):
    opened.begin_practice("carte-vitale")
    opened.go(routes.Documents())
    assert "vos vrais documents restent fermés" in shown(opened)
    assert opened.app.held == ()


def test_the_pages_of_an_open_folder_stand_every_check_of_pages(opened, qtbot, letter):
    add(opened, qtbot, letter)
    (document,) = opened.app.held
    opened.resize_text(100)
    found = []
    for route in (
        routes.Documents(),
        routes.OneDocument(document.id),
        routes.Documents(is_trash=True),
        routes.SpaceCare(),
        routes.Carry(),
    ):
        opened.go(route)
        come_to_rest(opened)
        for name, check in test_every_page.CHECKS.items():
            found += [(name, route, *finding) for finding in check(opened)]
    assert found == []


def test_the_recovery_sheet_is_accessible():
    import sys

    if sys.version_info < (3, 11):
        pytest.skip("outloud and pdfua, which check the accessibility of a PDF, need Python 3.11")
    from tests.sheets.checkers import findings
    from tests.sheets.samples import MADE_AT

    sheet = RecoverySheet(tuple(f"mot{n}" for n in range(12)), "AGE-SECRET-KEY-1" + "QPZRY9X8" * 7, (2, 7))
    pdf = render_pdf(recovery_sheet(sheet, date(2026, 11, 26)), ROOT / "resources", MADE_AT, large_print=True)
    assert findings(pdf) == []


# Protecting it


def test_the_password_is_changed_and_a_wrong_one_is_told_beside_its_field(opened, qtbot):
    press(opened, "Protéger mon dossier")
    page = opened.page
    page._current.setText("pas celui-ci du tout")
    page._new.setText("encore un autre mot de passe")
    press(opened, "Changer le mot de passe")
    qtbot.waitUntil(lambda: bool(troubles(opened)), timeout=WAIT_MS)
    assert opened.focusWidget() is page._current
    page._current.setText(PASSWORD)
    press(opened, "Changer le mot de passe")
    qtbot.waitUntil(lambda: "est changé" in opened.notice_bar.accessibleName(), timeout=WAIT_MS)
    opened.app.lock_space()
    opened.app.space.open("encore un autre mot de passe")


def test_a_lost_sheet_is_replaced_and_the_former_one_opens_nothing(opened, qtbot, letter):
    add(opened, qtbot, letter)
    opened.go(routes.SpaceCare())
    opened.page._current.setText(PASSWORD)
    press(opened, "Faire une autre feuille de secours")
    wait_for(qtbot, opened, "Gardez votre feuille de secours")
    sheet = opened.app.making.sheet
    assert sheet.words != opened.sheet.words
    press(opened, "J’ai ma feuille")
    for number, field in zip(sheet.asked, opened.page._fields, strict=True):
        field.setText(sheet.words[number - 1])
    press(opened, "Changer la clé")
    wait_for(qtbot, opened, "Mes documents")
    assert [document.shown_name for document in opened.app.held] == ["quittance.pdf"]
    opened.app.lock_space()
    with pytest.raises(UserError) as caught:
        opened.app.space.recover_with_words(" ".join(opened.sheet.words), "un mot de passe de plus")
    assert caught.value.cause is Cause.SHEET_WORDS_WRONG
    opened.app.space.recover_with_words(" ".join(sheet.words), "un mot de passe de plus")


def test_every_paper_is_opened_to_its_end_and_a_damaged_one_is_named(opened, qtbot, letter):
    add(opened, qtbot, letter)
    opened.go(routes.SpaceCare())
    press(opened, "Ouvrir chaque papier")
    qtbot.waitUntil(lambda: "1 papier a été ouvert, et il est entier." in shown(opened), timeout=WAIT_MS)
    (sealed,) = [p for p in opened.app.space.folder.glob("objets/*/*.age") if "fiche" not in p.name]
    content = bytearray(sealed.read_bytes())
    content[-40] ^= 1
    sealed.write_bytes(content)
    press(opened, "Ouvrir chaque papier")
    qtbot.waitUntil(lambda: "Ces papiers sont abîmés" in shown(opened), timeout=WAIT_MS)
    assert "quittance.pdf" in shown(opened)


def test_the_days_to_get_papers_again_go_into_a_calendar(opened, qtbot, letter, tmp_path, monkeypatch):
    add(opened, qtbot, letter)
    space, (document,) = opened.app.space, opened.app.held
    space.set_facts(document.id, DocumentFacts(title="Ma carte", expires=date(2027, 6, 1)))
    opened.publish(opened.app.hold(space.documents()))
    opened.go(routes.SpaceCare())
    target = tmp_path / "dates.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    press(opened, "Enregistrer ces dates")
    written = target.read_text("utf-8")
    assert "DTSTART;VALUE=DATE:20270402" in written
    assert "Ma carte" in written


def test_leaving_while_it_opens_or_while_papers_come_in_breaks_nothing(opened, qtbot, tmp_path):
    opened.publish(opened.app.lock_space())
    opened.page._field.setText(PASSWORD)
    press(opened, "Ouvrir le dossier")
    opened.go(routes.Home())
    # Open, and known to be: a page is made again then.
    qtbot.waitUntil(lambda: opened.app.is_space_open and not opened.tasks._running, timeout=WAIT_MS)
    for number in range(4):
        (tmp_path / f"{number}.pdf").write_bytes(samples.letter(number + 1))
    opened.go(routes.Documents())
    opened.page._adding.add([tmp_path / f"{number}.pdf" for number in range(4)])
    qtbot.waitUntil(lambda: len(opened.app.space.documents()) >= 1, timeout=WAIT_MS)
    opened.go(routes.Home())
    qtbot.waitUntil(lambda: len(opened.app.held) >= 1, timeout=WAIT_MS)
    assert {document.id for document in opened.app.held} == {d.id for d in opened.app.space.documents()}


def test_a_paper_that_lies_in_the_folder_and_is_not_listed_is_found_again(opened, qtbot, letter):
    add(opened, qtbot, letter)
    space = opened.app.space
    (document,) = opened.app.held
    (sealed,) = [p for p in space.folder.glob("objets/*/*.age") if "fiche" not in p.name]
    aside = sealed.read_bytes()
    space.remove(document.id)
    space.purge(document.id)
    opened.app.lock_space()
    sealed.parent.mkdir(exist_ok=True)
    sealed.write_bytes(aside)
    space.open(PASSWORD)
    opened.publish(opened.app.hold(space.documents()))
    opened.go(routes.Documents())
    qtbot.waitUntil(lambda: "Le prendre. 1. quittance.pdf" in shown(opened), timeout=WAIT_MS)
    assert opened.app.held == ()
    press(opened, "Le prendre")
    qtbot.waitUntil(lambda: len(opened.app.held) == 1, timeout=WAIT_MS)


# Taken away and back


def test_everything_is_taken_away_sealed_and_taken_back(opened, qtbot, letter, tmp_path):
    add(opened, qtbot, letter)
    opened.go(routes.Carry())
    press(opened, "Choisir où, et tout emporter")
    assert opened.focusWidget() is opened.page._password
    opened.page._password.setText("un mot de passe du fichier")
    target = tmp_path / "documents.zip.age"
    opened.page.carry_to(target, is_sealed=True)
    qtbot.waitUntil(lambda: "1 papier est dans ce fichier" in shown(opened), timeout=WAIT_MS)
    assert opened.focusWidget() is opened.page._result
    assert target.read_bytes().startswith(b"age-encryption.org/v1")
    space = opened.app.space
    (document,) = opened.app.held
    space.remove(document.id)
    space.purge(document.id)
    opened.page._other.setText("ce n’est pas lui du tout")
    opened.page.bring_from(target)
    qtbot.waitUntil(lambda: bool(troubles(opened)), timeout=WAIT_MS)
    assert opened.focusWidget() is opened.page._other
    opened.page._other.setText("un mot de passe du fichier")
    opened.page.bring_from(target)
    qtbot.waitUntil(lambda: "1 papier a été ajouté." in shown(opened), timeout=WAIT_MS)
    assert [one.shown_name for one in opened.app.held] == ["quittance.pdf"]


def test_in_clear_it_is_said_that_all_can_read_it(opened, qtbot, letter, tmp_path):
    add(opened, qtbot, letter)
    opened.go(routes.Carry())
    opened.page.carry_to(tmp_path / "documents.zip", is_sealed=False)
    qtbot.waitUntil(lambda: "peut le lire" in "\n".join(opened.page._result.lines()), timeout=WAIT_MS)
    with zipfile.ZipFile(tmp_path / "documents.zip") as bag:
        assert any(name.endswith("quittance.pdf") for name in bag.namelist())


def test_photographs_of_one_paper_are_put_in_order_and_kept_as_one_pdf(opened, qtbot, tmp_path, monkeypatch):
    # The tenth page is the back of the paper, wider than the others; the ninth is its front.
    (tmp_path / "IMG_9.jpg").write_bytes(samples.photograph(800, 600))
    (tmp_path / "IMG_10.jpg").write_bytes(samples.photograph(900, 300))
    chosen = [str(tmp_path / "IMG_10.jpg"), str(tmp_path / "IMG_9.jpg")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: (chosen, ""))
    opened.go(routes.Documents())
    press(opened, "Ajouter plusieurs photos")
    press(opened, "Garder comme un seul papier")
    assert "Choisissez d’abord" in troubles(opened)
    press(opened, "Choisir des papiers")
    pages = opened.app.pages_of_one
    qtbot.waitUntil(lambda: len(pages.draft.papers) == 2, timeout=WAIT_MS)
    assert [paper.name for paper in pages.draft.papers] == ["IMG_9.jpg", "IMG_10.jpg"]
    assert "Masquer une partie" not in shown(opened)
    opened.go(routes.SeveralPages())
    for name, check in test_every_page.CHECKS.items():
        assert (name, settled(opened, check)) == (name, [])
    press(opened, "Monter. 2. IMG_10.jpg")
    # Larger text loses nothing of what is chosen.
    opened.resize_text(25)
    assert [paper.name for paper in pages.draft.papers] == ["IMG_10.jpg", "IMG_9.jpg"]
    press(opened, "Garder comme un seul papier")
    wait_for(qtbot, opened, "Papier de plusieurs pages.pdf")
    (document,) = opened.app.held
    with pypdfium2.PdfDocument(opened.app.space.read(document.id)) as kept:
        # Turned upright, as EXIF says; the narrow one first, as it was put.
        ratios = [page.get_height() / page.get_width() for page in kept]
    assert ratios == pytest.approx([3.0, 4 / 3], rel=0.02)
    assert samples.CANARY.encode() not in opened.app.space.read(document.id)
    assert pages.draft.papers == ()
    opened.back()
    assert heading(opened) == "Mes documents"


def test_pages_on_their_way_are_forgotten_when_the_folder_closes(opened, qtbot, letter):
    opened.go(routes.SeveralPages())
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(letter))])
    opened.page._pages.take(given)
    qtbot.waitUntil(lambda: len(opened.app.pages_of_one.draft.papers) == 1, timeout=WAIT_MS)
    opened.publish(opened.app.lock_space())
    assert heading(opened) == "Mes documents"
    assert opened.app.pages_of_one.draft.papers == ()


def settled(window, check) -> list[object]:
    """Return what a check of pages finds once the page is laid out."""
    come_to_rest(window)
    return list(check(window))


def test_it_is_recovered_with_the_line_of_the_square_code(opened, qtbot):
    opened.publish(opened.app.lock_space())
    opened.go(routes.RecoverSpace())
    opened.page._words.setText(f"  {opened.sheet.identity}")
    opened.page._password.setText("un tout autre mot de passe")
    press(opened, "Ouvrir avec ces mots")
    wait_for(qtbot, opened, "Mes documents")
    assert opened.app.is_space_open
