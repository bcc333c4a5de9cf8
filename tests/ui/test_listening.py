"""Hearing the window: what is read, where it is shown, who commands it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtWidgets import QApplication

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.journeys.model import AtStep
from dematassist.speech.model import Idle, Kind, Paused, Preparing
from dematassist.system.settings import Voicing
from dematassist.ui import routes
from dematassist.ui.listening import listener as listening
from dematassist.ui.listening.texts import heard_texts
from dematassist.ui.problems import voice_advice
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.labels import Line
from dematassist.ui.widgets.prose import Prose

from .conftest import begin, every_route


@pytest.fixture(autouse=True)
def _no_screen_reader(monkeypatch):
    monkeypatch.setattr(listening, "is_screen_reader_on", lambda: False)


@pytest.fixture
def step(window, readers):
    """A window at a step of the walk, being read."""
    journey = begin(window, motif="perdue", compte="oui")
    window.app.journeys.move(journey, AtStep("commander"))
    window.go(routes.Walk(journey))
    settle()
    window.listen()
    settle()
    return window


def settle():
    for _number in range(4):
        QApplication.processEvents()


def number_of(reader, words):
    return next(number for number, passage in enumerate(reader.passages) if words in passage.text)


def listen_button(window):
    return window._bottom.listen


def test_every_page_says_what_it_shows_from_top_to_bottom(build):
    for lang in ("fr", "ar"):
        window = build(lang=lang)
        for name, route in every_route(window).items():
            window.go(route)
            settle()
            texts = heard_texts((window.page.widget(),), lang)
            assert texts[0].passage.kind is Kind.TITLE, name
            assert texts[0].passage.text == window.page.heading.text(), name
            tops = [t.widget.mapTo(window.page.widget(), QPoint(0, 0)).y() for t in texts if t.widget]
            assert all(one <= other for one, other in pairwise(tops)), name
            for text in texts:
                if isinstance(text.widget, Prose):
                    whole = text.widget.toPlainText()
                    # toPlainText makes no-break spaces ordinary.
                    said = text.passage.text.replace("\u00a0", " ")
                    assert whole[text.first :].startswith(said), name
            shown = {
                widget
                for kind in (Line, Prose, CheckBox, RadioButton, Button)
                for widget in children(window.page.widget(), kind)
                if widget.isVisible() and (widget.toPlainText() if kind is Prose else widget.text()).strip()
            }
            assert shown <= {text.widget for text in texts}, name


def test_what_a_person_typed_is_read_unless_it_is_hidden(step, readers):
    field = children(step.page, Field)[0]
    field.setText("le 3 mars")
    texts = [text.passage.text for text in heard_texts((step.page.widget(),), "fr")]
    assert texts[texts.index("Vous avez écrit\u00a0: le 3 mars") - 2].startswith("Date")
    field.setEchoMode(Field.EchoMode.Password)
    assert not any("3 mars" in text.passage.text for text in heard_texts((step.page.widget(),), "fr"))


def test_what_has_no_arabic_letter_is_read_in_french(build):
    window = build(lang="ar")
    window.go(routes.Help())
    settle()
    langs = {text.passage.lang for text in heard_texts((window.page.widget(),), "ar")}
    assert langs == {"ar", "fr"}


@pytest.mark.parametrize(
    ("show", "words"),
    [
        (lambda window: window.tell_problem(UserError(Cause.NO_PRINTER)), "imprimante"),
        (lambda window: window.tell("C’est fait."), "C’est fait."),
        (lambda window: window.ask("On continue ?", "Oui", lambda: None), "On continue ?"),
        (lambda window: window.tell_crash(), "a eu un problème"),
        (lambda window: window.offer_undo("Démarche retirée.", lambda: None), "Démarche retirée."),
    ],
)
def test_what_just_happened_is_read_first_and_marked(window, readers, show, words):
    show(window)
    window.listen()
    settle()
    assert words in readers[0].passages[0].text
    readers[0].say(0)
    settle()
    notice = window.notice_bar
    marked = window.listener()._marker._widget
    assert notice.isAncestorOf(marked)
    if isinstance(marked, Prose):
        assert marked.extraSelections()
    else:
        assert window.listener()._marker.area() == marked.geometry()
    # Another notice takes its place while it is heard.
    window.tell("Autre chose.")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    readers[0].say(0, words.split()[0])
    settle()
    assert window.listener()._marker.area().isEmpty()
    readers[0].say(len(readers[0].passages) - 1)
    settle()
    window.listener().stop()


def test_listening_pauses_goes_on_and_stops(step, readers):
    reader, button = readers[0], listen_button(step)
    reader.say(1)
    settle()
    assert button.text() == "Pause"
    step.listen()
    settle()
    assert isinstance(reader.state, Paused)
    assert button.text() == "Continuer"
    step.listen()
    settle()
    assert reader.calls[-1] == "resume"
    step.listener().stop()
    settle()
    assert (button.text(), reader.state) == ("Écouter", Idle())
    assert step._listening_bar.isHidden()


def test_escape_stops_the_voice_then_goes_back(step, readers, qtbot):
    readers[0].say(1)
    settle()
    place = step.page.place
    step._escape()
    settle()
    assert (readers[0].state, step.page.place) == (Idle(), place)
    step._escape()
    settle()
    assert step.page.place != place


def test_the_word_is_marked_where_it_is_drawn(step, readers):
    reader = readers[0]
    number = number_of(reader, "Prenez la photo")
    box = next(box for box in children(step.page, CheckBox) if "Prenez la photo" in box.words())
    areas = []
    for word in ("Prenez", "photo", "identité"):
        reader.say(number, word)
        settle()
        marker = step.listener()._marker
        (area,) = marker.word_areas()
        place = QRectF(box.geometry().translated(box.parentWidget().mapTo(step.page.widget(), QPoint(0, 0))))
        assert place.contains(area), word
        areas.append(area)
    assert areas[0].right() <= areas[1].left() < areas[1].right() <= areas[2].left()
    picture = step.page.widget().grab().toImage()
    under = picture.pixelColor(int(areas[2].center().x()), int(areas[2].bottom()) - 1)
    beside = picture.pixelColor(int(areas[2].right()) + 12, int(areas[2].bottom()) - 1)
    assert under != beside


def test_marks_move_neither_focus_nor_cursor(step, readers):
    reader = readers[0]
    focused = step.focusWidget()
    number = number_of(reader, "Déclarer la perte ne commande pas")
    prose = next(p for p in children(step.page, Prose) if "Déclarer la perte" in p.toPlainText())
    cursor = prose.textCursor().position()
    reader.say(number, "commande")
    settle()
    sentence, word = prose.extraSelections()
    assert word.cursor.selectedText() == "commande"
    assert "Déclarer la perte ne commande pas" in sentence.cursor.selectedText()
    assert (step.focusWidget(), prose.textCursor().position()) == (focused, cursor)
    reader.say(0)
    settle()
    assert prose.extraSelections() == []


def test_the_page_scrolls_only_when_what_is_heard_is_out_of_view(step, readers):
    reader, bar = readers[0], step.page.verticalScrollBar()
    reader.say(1)
    settle()
    assert bar.value() == 0
    reader.say(number_of(reader, "Déclarer la perte ne commande pas"))
    settle()
    assert bar.value() > 0
    there = bar.value()
    reader.say(number_of(reader, "Déclarer la perte ne commande pas"), "perte")
    settle()
    assert bar.value() == there


def test_a_selection_alone_is_read(step, readers):
    step.listener().stop()
    prose = next(p for p in children(step.page, Prose) if "Déclarer la perte" in p.toPlainText())
    prose.setFocus()
    cursor = prose.textCursor()
    start = prose.toPlainText().index("commandez la carte")
    cursor.setPosition(start)
    cursor.setPosition(start + len("commandez la carte"), cursor.MoveMode.KeepAnchor)
    prose.setTextCursor(cursor)
    step.listen()
    settle()
    assert [passage.text for passage in readers[0].passages] == ["commandez la carte"]
    readers[0].say(0, "carte")
    settle()
    assert prose.extraSelections()[1].cursor.selectionStart() == start + len("commandez la ")


def test_the_focus_goes_to_listen_when_the_bar_that_had_it_goes(step, readers):
    readers[0].say(1)
    settle()
    stop = next(button for button in step._listening_bar.controls() if button.text() == "Arrêter")
    stop.setFocus()
    stop.click()
    settle()
    assert step.focusWidget() is listen_button(step)


def test_the_bar_takes_no_focus_when_it_comes_nor_from_the_mouse(window, readers):
    focused = window.focusWidget()
    window.listen()
    settle()
    assert not window._listening_bar.isHidden()
    assert window.focusWidget() is focused
    assert all(not b.focusPolicy() & Qt.FocusPolicy.ClickFocus for b in window._listening_bar.controls())


def test_another_page_is_silent_until_it_is_asked_for(step, readers):
    readers[0].say(1)
    settle()
    step.go(routes.Help())
    settle()
    assert (readers[0].state, listen_button(step).text()) == (Idle(), "Écouter")


def test_each_page_is_read_by_itself_if_asked(build, readers):
    window = build(voicing=Voicing(is_automatic=True))
    settle()
    window.go(routes.Help())
    settle()
    assert readers[0].passages[0].text == window.page.heading.text()


def test_a_failure_is_said_with_what_to_do_and_the_rest_works(step, readers):
    readers[0].say(1)
    readers[0].fail(Cause.SOUND_CUT)
    settle()
    assert "son a été coupé" in step.notice_bar.accessibleName()
    assert listen_button(step).text() == "Continuer"
    step.listen()
    assert readers[0].calls[-1] == "resume"
    step.go(routes.Home())
    settle()
    assert listen_button(step).text() == "Écouter"


def test_the_speed_is_kept_and_never_leaves_its_bounds(step, readers):
    listener = step.listener()
    for _number in range(20):
        listener.change_speed(1)
    settle()
    assert step.app.settings.voicing.speed_percent == 180
    assert readers[0].calls[-2:] == [("speed", 1.8), ("volume", 1.0)]
    assert "1,8" in step._listening_bar._speed.text()


def test_with_a_screen_reader_the_person_chooses_who_reads(window, readers, monkeypatch, qtbot):
    monkeypatch.setattr(listening, "is_screen_reader_on", lambda: True)
    window.listen()
    settle()
    assert readers[0].state == Idle()
    (answer,) = [c for c in window.notice_bar.controls() if isinstance(c, Button)]
    assert answer.text() == _("Listen with this voice all the same")
    assert answer.hasFocus()
    assert answer.accessibleDescription() == window.notice_bar.accessibleName()
    answer.click()
    settle()
    # The screen reader says where the focus went; our voice begins after it, unless it is stopped meanwhile.
    assert readers[0].state == Idle()
    assert listen_button(window).text() == "Pause"
    qtbot.waitUntil(lambda: isinstance(readers[0].state, Preparing))
    window.listener().stop()
    settle()
    window.listen()
    window.listen()
    assert listen_button(window).text() == "Écouter"
    assert not window.listener()._wait.isActive()


def test_a_page_never_reads_itself_beside_a_screen_reader(build, readers, monkeypatch):
    monkeypatch.setattr(listening, "is_screen_reader_on", lambda: True)
    window = build(voicing=Voicing(is_automatic=True))
    window.go(routes.Help())
    settle()
    assert readers[0].state == Idle()


def test_the_window_made_again_keeps_the_voice_at_its_command(step, readers):
    readers[0].say(1)
    settle()
    step.resize_text(25)
    settle()
    assert readers[0].state == Idle()
    step.listen()
    readers[0].say(1)
    settle()
    assert not step._listening_bar.isHidden()
    assert listen_button(step).text() == "Pause"


def test_closing_the_window_ends_the_voice(step, readers):
    step.close()
    assert readers[0].is_closed


def test_nothing_of_the_voice_is_made_before_it_is_asked_for(window, readers):
    settle()
    assert readers == []


def test_the_voice_is_made_ready_when_the_focus_comes_near(window, readers):
    listen_button(window).setFocus()
    settle()
    assert readers[0].calls[-1] == "warm up"
    assert readers[0].state == Idle()
    assert window._listening_bar.isHidden()


def button(window, words):
    return next(b for b in children(window.page, Button) if b.text() == words)


def test_the_voice_is_chosen_tried_and_kept(build, readers):
    window = build()
    window.go(routes.VoiceSettings())
    settle()
    reader = readers[0]
    names = {radio.words(): radio for radio in children(window.page, RadioButton)}
    assert list(names) == ["Pico français", "eSpeak NG, French"]
    assert names["Pico français"].isChecked()
    names["eSpeak NG, French"].setChecked(True)
    settle()
    assert window.app.settings.voicing.voices == (("fr", "espeak", "roa/fr"),)
    assert ("voice", "fr", "espeak", "roa/fr") in reader.calls
    button(window, "Écouter cette voix").click()
    settle()
    assert "36" in reader.passages[0].text
    button(window, "Voix moins forte").click()
    settle()
    assert window.app.settings.voicing.volume_percent == 90
    assert any("90" in line.text() for line in children(window.page, Line))
    window.go(routes.Home())
    window.go(routes.VoiceSettings())
    settle()
    chosen = [radio.words() for radio in children(window.page, RadioButton) if radio.isChecked()]
    assert chosen == ["eSpeak NG, French"]


def test_without_a_voice_the_page_says_what_to_install(build, readers):
    window = build(lang="ar")
    window.go(routes.VoiceSettings())
    settle()
    assert any("espeak-ng" in line.text() for line in children(window.page, Line))


def fill(window, **words):
    fields = dict(zip(("written", "said"), children(window.page, Field), strict=True))
    for name, text in words.items():
        fields[name].setText(text)


def test_a_word_is_corrected_tried_at_once_and_kept(build, readers):
    window = build()
    window.go(routes.VoiceSettings())
    button(window, "Corriger comment un mot est dit").click()
    settle()
    fill(window, written="ANTS", said="ants")
    button(window, "Écouter ainsi").click()
    settle()
    reader = readers[0]
    assert [passage.text for passage in reader.passages] == ["ANTS"]
    assert (reader.read_with, reader.corrections) == ((("ANTS", "ants"),), ())
    assert window.app.settings.voicing.corrections == ()
    button(window, "Garder cette correction").click()
    settle()
    assert window.app.settings.voicing.corrections == (("ANTS", "ants"),)
    assert reader.corrections == (("ANTS", "ants"),)
    assert any("« ants »" in line.text().replace("\u00a0", " ") for line in children(window.page, Line))
    assert all(field.text() == "" for field in children(window.page, Field))
    window.go(routes.Home())
    window.listen()
    settle()
    assert reader.read_with == (("ANTS", "ants"),)


def test_a_second_correction_of_a_word_replaces_the_first_and_can_be_taken_away(build, readers):
    window = build(voicing=Voicing(corrections=(("ANTS", "ants"), ("NEPH", "neffe"))))
    window.go(routes.Pronunciation())
    fill(window, written="ants", said="annte-esse")
    button(window, "Garder cette correction").click()
    settle()
    assert window.app.settings.voicing.corrections == (("NEPH", "neffe"), ("ants", "annte-esse"))
    next(
        b for b in children(window.page, Button) if b.text().startswith("Retirer") and "NEPH" in b.text()
    ).click()
    settle()
    assert window.app.settings.voicing.corrections == (("ants", "annte-esse"),)
    assert isinstance(window.focusWidget(), Field)


def test_a_correction_without_a_word_is_not_kept_and_what_is_missing_is_said(build, readers):
    window = build()
    window.go(routes.Pronunciation())
    fill(window, written="ANTS", said="  ")
    button(window, "Garder cette correction").click()
    settle()
    assert window.app.settings.voicing.corrections == ()
    assert "Écrivez le mot" in window.notice_bar.accessibleName()
    assert window.focusWidget() is children(window.page, Field)[1]


@pytest.mark.parametrize(
    ("platform", "words"), [("win32", "Windows"), ("darwin", "Mac"), ("linux", "espeak-ng")]
)
def test_where_a_voice_is_added_is_said_for_each_system(window, platform, words):
    assert words in voice_advice(platform)


@pytest.mark.parametrize(
    ("place", "words", "heard"),
    [
        (routes.Help, "Écouter ces numéros lentement, pour les noter", "36 46"),
        (routes.Help, "Écouter lentement quoi dire au téléphone", "carte Vitale"),
        (routes.Blocked, "Écouter ces numéros lentement, pour les noter", "36 46"),
    ],
)
def test_numbers_and_what_to_say_are_heard_slowly(build, readers, place, words, heard):
    window = build()
    journey = begin(window, motif="perdue", compte="oui")
    window.go(place("carte-vitale", journey, "commander"))
    settle()
    button(window, words).click()
    settle()
    reader = readers[0]
    assert reader.calls[-1] == "spell"
    assert heard in reader.passages[0].text.replace("\u00a0", " ")
    assert not window._listening_bar.isHidden()
    # Each group can be heard again, as often as one likes.
    window.listener().repeat()
    assert reader.calls[-1] == "repeat"
