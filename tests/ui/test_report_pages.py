"""« Ça ne marche pas », from one click to « retirer », in a window: focus, marks, what is kept and told."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from dematassist import wire
from dematassist.changes import Changed, changed
from dematassist.reports import model
from dematassist.system.settings import Computer
from dematassist.ui import accessible, routes
from dematassist.ui.pages.my_reports.page import MyReportsPage
from dematassist.ui.pages.my_reports.view import Act
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.prose import Prose

from .conftest import begin, every_report, publish_problem, report, send, stock


def button(window, words: str) -> Button:
    found = [
        b
        for b in children(window.page, Button)
        if b.isVisibleTo(window) and b.accessibleName().startswith(words)
    ]
    assert found, [b.accessibleName() for b in children(window.page, Button)]
    return found[0]


def choice(window, words: str, kind=RadioButton):
    return next(b for b in children(window.page, kind) if (b.accessibleName() or b.text()).startswith(words))


def notice(window) -> str:
    return window.notice_bar.accessibleName()


def at_step(window) -> str:
    from dematassist.journeys.model import AtStep

    walked = begin(window, motif="perdue", compte="oui")
    window.app.journeys.move(walked, AtStep("commander"))
    window.go(routes.Walk(walked))
    return walked


def only(window) -> model.Entry:
    (entry,) = window.app.reports.entries()
    return entry


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def test_one_click_records_a_report_filled_from_the_step_and_back_makes_no_other(window):
    walked = at_step(window)
    window.blocked()
    button(window, "Un message d’erreur").click()
    entry = only(window)
    assert (entry.report.guide_id, entry.report.step_id) == ("carte-vitale", "commander")
    assert (entry.report.intent, entry.report.kind) == (wire.Intent.SERVICE, wire.Kind.ERROR_MESSAGE)
    assert entry.report.address == "https://assure.ameli.fr"
    assert isinstance(entry.state, model.Draft)
    assert window._route == routes.Noted(entry.id, walked)
    assert window.page.heading.text() == "C’est noté. Merci."
    window.back()
    assert window._route == routes.Walk(walked)
    assert len(window.app.reports.entries()) == 1


@pytest.mark.parametrize(
    ("words", "intent", "kind"),
    [
        ("Le guide dit quelque chose de faux", wire.Intent.GUIDE, wire.Kind.OTHER),
        ("Je ne comprends pas le guide", wire.Intent.GUIDE, wire.Kind.INCOMPREHENSIBLE),
        ("Je ne comprends pas ce qu’on demande", wire.Intent.SERVICE, wire.Kind.INCOMPREHENSIBLE),
    ],
)
def test_the_guide_and_the_service_are_never_mixed(window, words, intent, kind):
    at_step(window)
    window.blocked()
    button(window, words).click()
    assert (only(window).report.intent, only(window).report.kind) == (intent, kind)


def test_an_answer_for_my_case_records_nothing(window):
    at_step(window)
    window.blocked()
    button(window, "Voir qui peut m’aider").click()
    assert isinstance(window._route, routes.Help)
    assert window.app.reports.entries() == ()


def test_outside_a_guide_the_service_is_not_known_and_no_guide_can_be_wrong(window):
    window.blocked()
    assert not [b for b in children(window.page, Button) if "guide" in b.accessibleName()]
    button(window, "La page ne s’ouvre pas").click()
    assert (only(window).report.service_id, only(window).report.guide_id) == ("other", "")
    button(window, "Imprimer une preuve").click()
    assert "Preuve de mon essai" in window.page.heading.text()


def test_a_disk_that_is_full_is_told_and_the_page_stays(window, monkeypatch):
    from dematassist.errors import Cause, UserError

    def full(*_given):
        raise UserError(Cause.DISK_FULL, path="x")

    monkeypatch.setattr(window.app.outbox, "add", full)
    window.blocked()
    button(window, "Autre chose").click()
    assert "disque est plein" in notice(window)
    assert isinstance(window._route, routes.Blocked)


def test_what_looks_personal_is_marked_not_by_colour_alone_and_said_once_in_a_while(
    window, qtbot, monkeypatch
):
    heard: list[str] = []
    monkeypatch.setattr(accessible, "announce", lambda _widget, text: heard.append(text))
    window.go(routes.ReportDetails(report(window)))
    area = window.page._story.area
    area.setFocus()
    area.insertPlainText("😀 ")
    QTest.keyClicks(area, "Je suis Mme Durand, 06 12 34 56 78")
    qtbot.waitUntil(lambda: len(area.extraSelections()) == 2)
    assert [s.cursor.selectedText() for s in area.extraSelections()] == ["Durand", "06 12 34 56 78"]
    dashes = QTextCharFormat.UnderlineStyle.DashUnderline
    assert {s.format.underlineStyle() for s in area.extraSelections()} == {dashes}
    assert "semblent personnels" in area.accessibleDescription()
    qtbot.waitUntil(lambda: bool(heard), timeout=5_000)
    assert len(heard) == 1
    area.clear()
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=5_000)
    assert area.extraSelections() == []
    assert heard[1] == "Plus rien ne semble personnel."


def test_the_field_of_several_lines_is_text_for_assistive_technology_and_tab_leaves_it(window):
    window.go(routes.ReportDetails(report(window)))
    area = window.page._story.area
    seen = QAccessible.queryAccessibleInterface(area)
    assert seen.role() == QAccessible.Role.EditableText
    assert seen.text(QAccessible.Text.Name) == "Ce qui s’est passé, avec vos mots"
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_Tab)
    assert window.focusWidget() is not area


def test_what_is_pasted_is_words_only(window):
    from PySide6.QtCore import QMimeData

    window.go(routes.ReportDetails(report(window)))
    given = QMimeData()
    given.setHtml("<b>gras</b><img src='http://192.0.2.1/x.png'>")
    given.setText("gras")
    window.page._story.area.insertFromMimeData(given)
    assert window.page._story.text == "gras"
    assert "<b>" not in window.page._story.area.toHtml().split("<body")[1].replace("font-weight", "")


def test_details_are_kept_masked_when_the_page_goes_and_shown_again(window):
    report_id = report(window)
    window.go(routes.ReportDetails(report_id))
    window.page._story.area.setPlainText("Appelez-moi au 06 12 34 56 78.")
    choice(window, "Oui, je ne peux pas continuer").setChecked(True)
    choice(window, "Santé").setChecked(True)
    choice(window, "Le téléphone. Qui avez-vous", CheckBox).setChecked(True)
    window.explain()
    kept = window.app.reports.entry(report_id).report
    assert kept.text == "Appelez-moi au [téléphone]."
    assert (kept.is_blocked, kept.consequence.right) == (True, wire.Right.HEALTH)
    assert kept.contact_tried == (wire.Contact.PHONE,)
    window.back()
    assert window.page._story.text == "Appelez-moi au [téléphone]."
    assert choice(window, "Santé").isChecked()


def test_the_lever_follows_what_is_said_until_the_person_chooses(window):
    report_id = report(window)
    window.go(routes.ReportDetails(report_id))
    questions = window.page._questions
    assert questions._lever.value is wire.Lever.OFFER
    assert "échouerait pour tout le monde" in questions._why.text()
    choice(window, "Personne ne répond").setChecked(True)
    assert questions._lever.value is wire.Lever.ORDER
    choice(window, "La formation et l’aide").setChecked(True)
    choice(window, "La page ne s’ouvre pas").setChecked(True)
    assert questions._lever.value is wire.Lever.USE
    assert "Nous proposons\u00a0: Le site" in questions._why.text()
    window.go(routes.Home())
    assert window.app.reports.entry(report_id).report.lever is wire.Lever.USE


def test_what_cannot_be_read_is_told_beside_its_field_and_nothing_goes_on(window):
    report_id = report(window)
    window.go(routes.ReportDetails(report_id))
    questions = window.page._questions
    from dematassist.ui.pages.report_details.view import Asked

    questions._fields[Asked.SINCE].setText("demain")
    questions._fields[Asked.DEPARTEMENT].setText("Gironde")
    button(window, "Voir ce qui partirait").click()
    assert isinstance(window._route, routes.ReportDetails)
    assert window.focusWidget() is questions._fields[Asked.SINCE]
    assert "Nous ne pouvons pas lire ce jour" in window.focusWidget().accessibleDescription()
    assert len([t for t in children(window.page, Beside) if t.isVisibleTo(window)]) == 2
    window.page._story.area.setPlainText("é" * 2_001)
    for asked in (Asked.SINCE, Asked.DEPARTEMENT):
        questions._fields[asked].setText("")
    button(window, "Voir ce qui partirait").click()
    assert window.focusWidget() is window.page._story.area
    assert "2001" in window.page._story.area.accessibleDescription()


def test_the_very_bytes_are_shown_then_sent_later_or_taken_back(window):
    report_id = report(window, text="La page reste blanche.")
    window.go(routes.ReportPreview(report_id))
    shown = next(p for p in children(window.page, Prose) if p.accessibleName() == "À la lettre")
    entry = window.app.reports.entry(report_id)
    assert shown.lines()[0].encode() == wire.canonical(entry.report)
    button(window, "Envoyer plus tard").click()
    waiting = window.app.reports.entry(report_id)
    assert isinstance(waiting.state, model.Waiting)
    assert wire.canonical(waiting.report) == wire.canonical(entry.report)
    assert isinstance(window._route, routes.MyReports)
    assert notice(window) == "Vous avez dit oui. Il partira dès que possible."
    button(window, "Retirer").click()
    assert isinstance(window.app.reports.entry(report_id).state, model.Withdrawn)
    assert notice(window) == "C’est retiré."


def test_a_yes_to_other_bytes_is_refused_and_told(window):
    report_id = report(window)
    window.go(routes.ReportPreview(report_id))
    details = model.details_of(window.app.reports.entry(report_id).report)
    import msgspec

    window.app.reports.add_to_report(report_id, msgspec.structs.replace(details, text="Autre chose."))
    button(window, "Envoyer plus tard").click()
    assert isinstance(window.app.reports.entry(report_id).state, model.Draft)
    assert "a changé depuis votre lecture" in notice(window)


def test_my_reports_say_where_each_one_is_and_the_focus_stays_on_its_report(window):
    every_report(window)
    window.go(routes.MyReports())
    page = window.page
    assert isinstance(page, MyReportsPage)
    said = "\n".join(line for prose in children(page, Prose) for line in prose.lines())
    for words in ("2 signalements sont à corriger.", "Attend de partir", "Envoyé et reçu", "Retiré le"):
        assert words in said
    assert page._connection.text().startswith("Pas de connexion")
    arrived = next(e.id for e in window.app.reports.entries() if isinstance(e.state, model.Sent))
    page._parts[arrived, Act.SEE].setFocus()
    page._parts[arrived, Act.NOT_FIXED].click()
    assert window.app.reports.entry(arrived).said == model.Said(wire.Verdict.NOT_FIXED, 3)
    assert (arrived, Act.NOT_FIXED) not in page._parts
    assert window.focusWidget() is page._parts[arrived, Act.SEE]
    page._parts[arrived, None].setFocus()
    window.app.reports.withdraw_report(report(window))
    window.publish(changed(Changed.REPORTS))
    assert window.focusWidget() is page._parts[arrived, None]


def test_news_that_change_nothing_leave_every_widget_where_it_is(window):
    every_report(window)
    window.go(routes.MyReports())
    before = dict(window.page._parts)
    window.publish(changed(Changed.REPORTS))
    assert window.page._parts == before


def test_home_says_what_is_not_sent_and_a_problem_of_the_disk_is_told_once(window, qtbot, monkeypatch):
    from dematassist.app import App
    from dematassist.errors import Cause, UserError
    from dematassist.reports.courier import Courier

    heard = []

    def quiet(app, on_round):
        heard.append(on_round)
        return Courier(app.exchange, on_round, is_network_there=lambda: False)

    monkeypatch.setattr(App, "courier", quiet)
    send(window, report(window))
    window.start_post()
    window.go(routes.Blocked())
    window.go(routes.Home())
    window.page.complete()
    name = "Mes signalements. 1 attend de partir depuis aujourd’hui"
    qtbot.waitUntil(lambda: any(b.accessibleName() == name for b in children(window.page, Button)))
    told = []
    monkeypatch.setattr(window._post, "_on_problem", told.append)
    for _ in range(2):
        heard[0](UserError(Cause.DISK_FULL, path="x"))
    qtbot.waitUntil(lambda: bool(told))
    settle()
    assert [error.cause for error in told] == [Cause.DISK_FULL]


def test_taking_back_the_one_that_has_the_focus_leaves_the_focus_on_the_page(window):
    report_id = send(window, report(window))
    window.go(routes.MyReports())
    taking = window.page._parts[report_id, Act.WITHDRAW]
    taking.setFocus()
    taking.click()
    assert window.page.isAncestorOf(window.focusWidget())


def test_a_report_given_on_paper_is_written_down_and_goes_on_waiting(window):
    report_id = send(window, report(window))
    window.go(routes.MyReports())
    window.page._parts[report_id, Act.ON_PAPER].setFocus()
    window.page._parts[report_id, Act.ON_PAPER].click()
    entry = window.app.reports.entry(report_id)
    assert [one.way for one in entry.handed] == [model.Way.PAPER]
    assert isinstance(entry.state, model.Waiting)
    assert any(line.startswith("Remis sur papier") for line in window.page._parts[report_id, None].lines())
    assert window.focusWidget() is window.page._parts[report_id, None]


def test_a_hub_that_forgot_this_computer_is_told_where_reports_are_and_where_it_is_joined(window):
    report(window)
    window.go(routes.MyReports())
    window.app.exchange._refusal = wire.ProblemCode.KEY_UNKNOWN
    window.publish(changed(Changed.REPORTS))
    assert "ne connaît plus cet ordinateur" in window.page._connection.text()
    window.go(routes.HubSettings())
    assert "ne connaît plus cet ordinateur" in children(window.page, Prose)[0].toPlainText()


def test_many_reports_are_shown_a_few_at_a_time(window):
    for _ in range(15):
        report(window)
    window.go(routes.MyReports())
    assert len(window.page._views) == 12
    button(window, "Montrer les suivants").click()
    assert len(window.page._views) == 15
    assert window.focusWidget().accessibleName().startswith("13. ")


def test_an_empty_list_says_what_it_is_for(window):
    window.go(routes.MyReports())
    assert children(window.page, Prose)[0].lines()[0] == "Il n’y a rien ici pour l’instant."


def test_what_waits_leaves_in_a_file_in_an_e_mail_and_in_a_table(window, tmp_path, monkeypatch):
    report_id = send(window, report(window, text="La page reste blanche."))
    window.go(routes.MyReports())
    ways = window.page._ways_out
    ways.carry_to(tmp_path / "signalements.json")
    parcel = wire.decode((tmp_path / "signalements.json").read_bytes(), wire.Parcel)
    assert [signed.report.report_id for signed in parcel.reports] == [report_id]
    assert notice(window).startswith("1 signalement est dans le fichier")
    ways.email_to(report_id, tmp_path / "signalement.eml")
    assert b"X-Unsent: 1" in (tmp_path / "signalement.eml").read_bytes()
    said = "\n".join(line for prose in children(window.page, Prose) for line in prose.lines())
    assert "Mis dans un fichier le 24 novembre 2026" in said
    assert "Mis dans un e-mail le 24 novembre 2026" in said
    for words, name in (("Enregistrer un tableau", "t.csv"), ("Enregistrer pour un autre", "t.json")):
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda *_given, name=name: (str(tmp_path / name), "")
        )
        button(window, words).click()
    assert report_id in (tmp_path / "t.csv").read_text("utf-8-sig")
    assert json.loads((tmp_path / "t.json").read_text())[0]["report"]["report_id"] == report_id


def test_nothing_to_carry_and_a_file_that_is_no_feed_are_told(window, tmp_path):
    window.go(routes.MyReports())
    window.page._ways_out.carry_to(tmp_path / "x.json")
    assert notice(window)
    assert not (tmp_path / "x.json").exists()
    (tmp_path / "feed.json").write_text("[]")
    window.page._ways_out.take_feed_from(tmp_path / "feed.json")
    assert "feed.json" in notice(window)


def test_a_note_of_this_place_shows_at_its_step_masked_and_goes(build):
    window = build(computer=Computer.SHARED)
    walked = at_step(window)
    button(window, "Note pour ce lieu").click()
    window.page._story.area.setPlainText("Demandez Mme Durand, rue Victor-Hugo, le mardi.")
    button(window, "Garder la note").click()
    assert window._route == routes.Walk(walked)
    shown = [p for p in children(window.page, Prose) if p.accessibleName().startswith("Note de ce lieu")]
    assert len(shown) == 1
    assert "Durand" not in shown[0].toPlainText()
    button(window, "Note pour ce lieu").click()
    button(window, "Supprimer la note").click()
    assert not [p for p in children(window.page, Prose) if p.accessibleName().startswith("Note de ce lieu")]


def test_at_home_nobody_is_asked_to_write_for_a_place(window):
    at_step(window)
    assert not [b for b in children(window.page, Button) if b.accessibleName() == "Note pour ce lieu"]


def test_what_is_wrong_with_an_address_or_a_code_is_told_beside_it(window, qtbot):
    window.go(routes.HubSettings())
    page = window.page
    for address, code, field in (
        ("ftp://hub", "AAAA-BBBB-CCCC-DDDD", page._address),
        ("https://hub.example", "12", page._code),
    ):
        page._address.setText(address)
        page._code.setText(code)
        button(window, "Rejoindre").click()
        qtbot.waitUntil(lambda: page._task is None, timeout=10_000)
        assert window.focusWidget() is field
        assert field.accessibleDescription().count(".") >= 2
    assert page._state.text() == ""


def test_the_page_is_heard_whole(window):
    from dematassist.ui.listening.texts import heard_texts

    at_step(window)
    window.blocked()
    heard = "\n".join(text.passage.text for text in heard_texts((window.page.widget(),), "fr"))
    for words in ("La page ne s’ouvre pas. Elle reste blanche", "Ce guide est faux", "pour mon cas"):
        assert words in heard


def known(window) -> list[Prose]:
    return [p for p in children(window.page, Prose) if p.accessibleName().startswith("Problème connu")]


def test_a_known_problem_shows_on_its_step_before_what_to_do_and_goes_at_its_end(window):
    at_step(window)
    assert known(window) == []
    publish_problem(window)
    window.publish(changed(Changed.REPORTS))
    (shown,) = known(window)
    assert shown.lines() == (
        "Problème connu depuis le 20 novembre 2026\u00a0: Un message d’erreur.",
        "14 personnes l’ont signalé dans 6 lieux.",
        "En attendant\u00a0: Appelez le 36 46, ou écrivez à votre CPAM.",
        "Ce message disparaîtra à la fin du problème, le 31 décembre 2026 au plus tard.",
    )
    shown.setFocus()
    window.focusNextChild()
    assert window.focusWidget() is children(window.page, CheckBox)[0]
    shown.setFocus()
    publish_problem(window, 2, stage=wire.Stage.FIXED)
    window.publish(changed(Changed.REPORTS))
    assert known(window) == []
    assert window.focusWidget() is window.page.heading


def test_a_known_problem_is_told_before_and_after_the_click_and_not_at_another_step(window):
    from dematassist.journeys.model import AtStep

    walked = at_step(window)
    publish_problem(window)
    window.blocked()
    assert len(known(window)) == 1
    button(window, "Un message d’erreur").click()
    assert len(known(window)) == 1
    window.app.journeys.move(walked, AtStep("verifier"))
    window.go(routes.Walk(walked))
    assert known(window) == []


def test_where_reports_go_is_said_and_can_be_left(window):
    publish_problem(window)
    report_id = report(window)
    window.go(routes.ReportPreview(report_id))
    said = "\n".join(line for prose in children(window.page, Prose) for line in prose.lines())
    assert "Cela va à\u00a0: https://signalements.example." in said
    window.go(routes.HubSettings())
    button(window, "Quitter ce service").click()
    assert "aucun service" in children(window.page, Prose)[0].toPlainText()
    assert len(window.app.reports.entries()) == 1


def test_a_step_of_a_followed_sheet_can_be_reported_and_is_named(window):
    stock(window)
    walked, _changes = window.app.begin("f1")
    walk = window.app.journeys.walk(walked, "fr")
    step = walk.guide.steps[0]
    window.go(routes.Blocked("f1", walked, step.id))
    button(window, "Un message d’erreur").click()
    entry = only(window)
    assert (entry.report.guide_id, entry.report.step_id) == ("f1", step.id)
    window.go(routes.MyReports())
    said = "\n".join(line for prose in children(window.page, Prose) for line in prose.lines())
    assert walk.guide.title in said
    window.go(routes.Sheet(routes.SheetKind.PROOF, "", "", entry.id))
    assert "Preuve de mon essai" in window.page.heading.text()


def test_in_a_practice_nothing_of_a_report_is_written_nor_kept(window, tmp_path):
    from dematassist.ui import practising

    window.begin_practice("carte-vitale")
    window.blocked()
    button(window, "Autre chose").click()
    send(window, only(window).id)
    assert window.app.outbox.entries() == ()
    window.go(routes.MyReports())
    window.page._ways_out.carry_to(tmp_path / "x.json")
    assert not (tmp_path / "x.json").exists()
    assert notice(window).startswith("C’est un exercice")
    window.go(routes.HubSettings())
    window.page._address.setText("https://hub.example")
    button(window, "Rejoindre").click()
    assert window.page._task is None
    practising.end(window)
    assert window.app.reports.entries() == ()
