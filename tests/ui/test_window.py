"""The frame: going, coming back, undoing, changing how everything looks without losing one's place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dematassist.changes import Changed, changed
from dematassist.errors import Cause, UserError
from dematassist.journeys.model import AtStep
from dematassist.system.settings import Comfort, Scheme, read
from dematassist.ui import routes
from dematassist.ui.pages.recap.view import recap_view
from dematassist.ui.problems import problem
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.labels import Heading, Line
from dematassist.ui.widgets.prose import Prose

from .conftest import begin, come_to_rest


def button(window, words: str) -> Button:
    found = [b for b in children(window, Button) if b.text() == words and b.isVisibleTo(window)]
    assert len(found) == 1, (words, [b.text() for b in children(window, Button)])
    return found[0]


def heading(window) -> str:
    return next(h.text() for h in children(window, Heading) if h.level == 1 and h.isVisibleTo(window))


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def test_back_goes_through_the_pages_as_they_came(window):
    window.go(routes.Before("carte-vitale"))
    window.go(routes.Sources("carte-vitale"))
    button(window, "Retour").click()
    assert window._route == routes.Before("carte-vitale")
    button(window, "Retour").click()
    assert window._route == routes.Home()
    assert not window._top._back.isVisibleTo(window)


def test_back_finds_the_answers_of_a_search_and_the_one_that_was_opened(window):
    field = next(iter(children(window.page, Field)))
    field.setText("rsa")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle()
    opened = window.focusWidget().accessibleName()
    window.focusWidget().click()
    assert heading(window) != "Bonjour. Que voulez-vous faire ?"
    button(window, "Retour").click()
    assert next(iter(children(window.page, Field))).text() == "rsa"
    assert window.focusWidget().accessibleName() == opened


def test_tab_goes_from_the_question_to_its_answers_one_after_the_other(window):
    window.go(routes.Home())
    come_to_rest(window)
    window.page.search("carte")
    come_to_rest(window)
    answers = [button for button in children(window.page, Button) if button.isVisibleTo(window)][:3]
    assert len(answers) == 3
    window.page.begin().setFocus()
    for answer in answers:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is answer


def test_a_walk_that_comes_back_is_met_before_what_it_is_seen_above(window):
    window.go(routes.Home())
    come_to_rest(window)
    begin(window)
    window.publish(changed(Changed.JOURNEYS))
    come_to_rest(window)
    buttons = [b for b in children(window.page, Button) if b.isVisibleTo(window)]
    assert "carte Vitale" in buttons[0].accessibleName()
    window.page.begin().setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is buttons[0]


def test_back_from_the_answers_leads_to_the_question_and_escape_clears_it(window):
    def escape() -> None:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)

    for leave in (window.back, escape):
        field = next(iter(children(window.page, Field)))
        QTest.keyClicks(field, "rsa")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert window._top._back.isVisibleTo(window)
        field.setFocus()
        leave()
        QTest.qWait(300)
        assert next(iter(children(window.page, Field))).text() == ""
        assert heading(window) == "Bonjour. Que voulez-vous faire\u00a0?"
        assert not window._top._back.isVisibleTo(window)


def test_back_finds_what_was_pressed_even_where_it_comes_after_the_first_painting(window, qtbot):
    qtbot.waitUntil(lambda: bool([b for b in children(window, Button) if b.text() == "Santé"]))
    health = button(window, "Santé")
    health.setFocus()
    health.click()
    button(window, "Retour").click()
    qtbot.waitUntil(lambda: window.focusWidget().accessibleName() == "Santé")


def test_back_from_help_finds_the_place_in_the_page(window):
    window.go(routes.Before("carte-vitale"))
    begun = button(window, "Commencer")
    begun.setFocus()
    window.talk()
    window.back()
    assert window.focusWidget().accessibleName() == "Commencer"


def test_back_begins_at_the_top_of_a_page_left_from_the_bars(window):
    window.go(routes.Before("carte-vitale"))
    talk = button(window, "Parler à quelqu’un")
    talk.setFocus()
    talk.click()
    window.back()
    assert window.focusWidget() is window.page.heading


def test_going_on_in_a_walk_does_not_fill_the_way_back(window):
    journey_id = begin(window, motif="perdue", compte="oui")
    window.app.journeys.move(journey_id, AtStep("declarer"))
    window.go(routes.Before("carte-vitale"))
    window.go(routes.Walk(journey_id))
    for _ in range(3):
        button(window, "Étape faite").click()
    button(window, "Retour").click()
    assert window._route == routes.Before("carte-vitale")


def test_ticking_keeps_the_focus_where_it_is(window):
    journey_id = begin(window, motif="perdue", compte="oui")
    window.app.journeys.move(journey_id, AtStep("declarer"))
    window.go(routes.Walk(journey_id))
    box = children(window, CheckBox)[0]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert window.focusWidget() is box
    assert ("declarer", "ouvrir") in window.app.journeys.walk(journey_id, "fr").journey.ticks


def test_what_is_being_typed_is_kept_when_the_page_changes(window):
    journey_id = begin(window, motif="perdue", compte="oui")
    window.app.journeys.move(journey_id, AtStep("commander"))
    window.go(routes.Walk(journey_id))
    date, number = [field for field in children(window, Field) if field.isVisibleTo(window)]
    QTest.keyClicks(date, "3/12/26")
    QTest.keyClicks(number, "AB 12")
    window.go(routes.Home())
    notes = window.app.journeys.walk(journey_id, "fr").journey.notes
    assert notes == {("commander", "date"): "2026-12-03", ("commander", "numero"): "AB 12"}


def test_a_date_that_cannot_be_read_is_said_beside_its_field_and_kept(window):
    journey_id = begin(window, motif="perdue", compte="oui")
    window.app.journeys.move(journey_id, AtStep("commander"))
    window.go(routes.Walk(journey_id))
    date, number = [field for field in children(window, Field) if field.isVisibleTo(window)]
    date.setFocus()
    QTest.keyClicks(date, "demain")
    number.setFocus()
    settle()
    assert "Nous ne pouvons pas lire cette date" in date.accessibleDescription()
    assert window.app.journeys.walk(journey_id, "fr").journey.notes["commander", "date"] == "demain"
    date.setFocus()
    date.clear()
    QTest.keyClicks(date, "3/12/2026")
    number.setFocus()
    settle()
    assert "Nous ne pouvons pas" not in date.accessibleDescription()


def test_the_focus_stays_on_a_choice_that_changes_how_the_page_looks(window):
    window.go(routes.ComfortSettings())
    for kind in (CheckBox, RadioButton):
        # The last ones: the first would change the language.
        choice = [one for one in children(window.page, kind) if not one.isChecked()][-1]
        words = choice.words()
        choice.setFocus()
        choice.click()
        kept = window.focusWidget()
        assert isinstance(kept, kind)
        assert kept.isChecked()
        assert kept.words() == words


def test_a_walk_left_at_its_first_question_serves_when_one_begins_again(window):
    first, _changes = window.app.begin("carte-vitale")
    assert window.app.begin("carte-vitale")[0] == first
    window.app.journeys.answer(first, "motif", "perdue")
    assert window.app.begin("carte-vitale")[0] != first


def test_two_walks_of_one_guide_are_told_apart_by_their_moments(window):
    begin(window, motif="perdue")
    assert cards(window) == ["Refaire ou mettre à jour sa carte Vitale. Questions avant de commencer"]
    begin(window, compte="oui")
    said = cards(window)
    assert len(said) == 2
    assert all("Ouvert la dernière fois le " in line for line in said)


def cards(window) -> list[str]:
    window.go(routes.Help())
    window.go(routes.Home())
    come_to_rest(window)
    return [b.accessibleName() for b in children(window.page, Button) if "carte Vitale" in b.accessibleName()]


def test_a_deleted_walk_can_be_taken_back(window):
    journey_id = begin(window, motif="perdue", compte="oui")
    window.go(routes.Recap(journey_id))
    button(window, "Supprimer cette démarche").click()
    assert window.app.journeys.summaries() == ()
    button(window, "Annuler").click()
    come_to_rest(window)
    assert [line.id for line in window.app.journeys.summaries()] == [journey_id]
    assert any(b.accessibleName().startswith("Refaire ou mettre") for b in children(window, Button))


def test_a_step_said_done_is_told_done_even_with_no_box_ticked(window):
    journey_id = begin(window, motif="perdue", compte="oui")
    window.app.journeys.complete_step(journey_id, "declarer")
    recap = recap_view(window.app.journeys.walk(journey_id, "fr"))
    said = {item.title: item.lines for item in recap.steps}
    assert said["Déclarer la perte ou le vol"] == ("Étape faite.",)
    assert said["Commander la nouvelle carte"] == ("0 action faite sur 3",)
    window.app.journeys.tick(journey_id, ("declarer", "ouvrir"), is_ticked=True)
    recap = recap_view(window.app.journeys.walk(journey_id, "fr"))
    said = {item.title: item.lines for item in recap.steps}
    assert said["Déclarer la perte ou le vol"][:2] == ("Étape faite.", "1 action faite sur 3")


def test_who_does_not_know_is_told_for_whom_a_step_is_and_may_skip_it(window):
    journey_id = begin(window, motif="unsure", compte="oui")
    window.app.journeys.move(journey_id, AtStep("declarer"))
    window.go(routes.Walk(journey_id))
    said = [line.text() for line in children(window.page, Line)]
    for_whom = "Seulement si vous répondez « Elle est perdue ou volée ». Ce n’est pas votre cas ? "
    assert f"{for_whom}Passez cette étape." in [line.replace("\u00a0", " ") for line in said]
    title = heading(window)
    button(window, "Passer cette étape").click()
    assert heading(window) != title
    assert window.app.journeys.walk(journey_id, "fr").journey.done_steps == frozenset()


def test_a_step_that_is_for_this_person_says_nothing_of_others(window):
    journey_id = begin(window, motif="perdue", compte="oui")
    window.app.journeys.move(journey_id, AtStep("declarer"))
    window.go(routes.Walk(journey_id))
    assert not any(line.text().startswith("Seulement") for line in children(window.page, Line))
    assert not any(b.text() == "Passer cette étape" for b in children(window.page, Button))


def test_what_is_to_be_checked_is_said_in_the_item_it_is_about(window):
    window.go(routes.Before("naissance"))
    said = next(text for text in children(window.page, Prose) if text.accessibleName() == "En bref").lines()
    assert any("1\u00a0093" in line and "À vérifier" in line for line in said)
    assert not [line for line in said if line.startswith("À vérifier")]


@pytest.mark.parametrize("percent", [100, 125, 200])
def test_each_bar_takes_one_row_of_a_small_screen_and_has_its_pictograms_where_there_is_room(build, percent):
    window = build(comfort=Comfort(text_percent=percent))
    widths = {}
    # What is left of a screen of 800 pixels inside the frame of a window.
    for width in (1024, 776, 1024):
        window.resize(width, 560)
        window.go(routes.Before("carte-vitale"))
        come_to_rest(window)
        for bar in (window._top, window._bottom):
            assert len({each.y() for each in bar.controls()}) == 1, (width, percent)
        widths.setdefault(width, []).append([each.width() for each in window._bottom.controls()])
    assert widths[1024][0] == widths[1024][1]
    assert (widths[776][0] == widths[1024][0]) is (percent == 100)


def test_larger_text_keeps_the_page_the_focus_and_the_choice(window):
    window.go(routes.Before("carte-vitale"))
    button(window, "A+").setFocus()
    button(window, "A+").click()
    assert window._route == routes.Before("carte-vitale")
    assert window.focusWidget().accessibleName().startswith("A+")
    kept, problem_ = read(window.app.paths.settings, window.app.clock.now())
    assert (kept.comfort.text_percent, problem_) == (125, None)


def test_text_never_grows_past_its_bounds(window):
    for _ in range(20):
        window.resize_text(25)
    assert window.app.settings.comfort.text_percent == 300
    for _ in range(20):
        window.resize_text(-25)
    assert window.app.settings.comfort.text_percent == 100


def test_colours_change_at_once(window, qapp):
    before = qapp.palette().window().color().name()
    comfort = window.app.settings.comfort._replace(scheme=Scheme.CONTRAST_DARK)
    window.change_settings(window.app.settings._replace(comfort=comfort))
    assert qapp.palette().window().color().name() != before


def test_settings_that_cannot_be_kept_are_used_and_said(window):
    window.app.paths.settings.parent.mkdir(parents=True, exist_ok=True)
    window.app.paths.settings.mkdir()
    window.resize_text(25)
    assert window.app.settings.comfort.text_percent == 125


@pytest.mark.parametrize("lang", ["fr", "en", "ar"])
def test_another_language_keeps_the_place(window, lang):
    window.go(routes.Before("carte-vitale"))
    window.change_settings(window.app.settings._replace(lang=lang))
    assert window._route == routes.Before("carte-vitale")
    assert heading(window) == window.app.library.guide("carte-vitale", lang).title


def test_no_browser_says_the_address_to_type(window, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    window.open_link("https://www.ameli.fr")
    said = [p.toPlainText() for p in children(window._notice, Prose)]
    assert "https://www.ameli.fr" in said[0]
    assert window.focusWidget() is not None


def test_a_guide_that_is_gone_is_said_and_the_page_stays(window):
    window.go(routes.Before("rien"))
    assert window._route == routes.Home()
    assert children(window._notice, Prose)


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_has_its_sentence_and_what_to_do(cause):
    said = problem(UserError(cause, path="p", kept="k", url="u", id="i", steps="s", answer="a", choices="c"))
    assert said.what
    assert said.to_do
    assert "{" not in str(said)


def test_a_change_reaches_the_page_that_is_shown(window):
    come_to_rest(window)
    begin(window)
    window.publish(changed(Changed.JOURNEYS))
    assert any(b.accessibleName().startswith("Refaire ou mettre") for b in children(window, Button))


def test_fifty_thousand_calls_that_return_nothing_do_not_end_the_program(window):
    """Qt for Python 6.12.0 on Python 3.10 and 3.11 aborts after about 5,200 of them."""
    line = Heading("x")
    for number in range(50_000):
        line.setText(str(number))
    assert line.text() == "49999"
    line.deleteLater()


def test_the_reading_ruler_follows_the_focus_and_takes_nothing_away(build):
    from PySide6.QtGui import QAccessible

    from dematassist.system.settings import Comfort
    from dematassist.ui.widgets.ruler import ReadingRuler

    window = build("fr", Comfort(has_ruler=True))
    journey_id = begin(window, motif="perdue", compte="oui")
    window.app.journeys.move(journey_id, AtStep("declarer"))
    window.go(routes.Walk(journey_id))
    settle()
    (ruler,) = [r for r in children(window, ReadingRuler) if r.isVisibleTo(window)]
    boxes = children(window, CheckBox)
    places = []
    for box in boxes:
        box.setFocus()
        settle()
        places.append(ruler.lit().center().y())
        middle = box.mapTo(ruler.parentWidget(), box.rect().center()).y()
        assert abs(ruler.lit().center().y() - middle) <= 2
    assert places == sorted(set(places))
    QTest.mouseClick(boxes[0], Qt.MouseButton.LeftButton)
    assert boxes[0].isChecked()
    assert QAccessible.queryAccessibleInterface(ruler).text(QAccessible.Text.Name) == ""


def test_a_screen_reader_that_asks_for_a_part_that_went_gets_nothing(window):
    from PySide6.QtGui import QAccessible

    page = QAccessible.queryAccessibleInterface(window.page)
    parts = [page.child(number) for number in range(page.childCount())]
    assert window.page.viewport() in [part.object() for part in parts]
    assert all(part.parent().object() is window.page for part in parts)
    assert page.child(page.childCount()) is None
    assert page.child(99) is None
