"""An official sheet followed in the window as any walk: begun, answered, ticked, noted, printed, kept."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from dematassist.journeys.model import AtStep
from dematassist.ui import routes
from dematassist.ui.listening.texts import heard_texts
from dematassist.ui.widgets.buttons import CheckBox, RadioButton
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.labels import Line

from .conftest import outdate, stock
from .test_official_pages import button, shown


@pytest.fixture
def stocked(window):
    stock(window)
    return window


@pytest.fixture
def at_step(stocked):
    """A window at the first step of a sheet that is followed, its question not answered."""
    journey_id, _changes = stocked.app.begin("f1")
    step = stocked.app.guide("f1").steps[0].id
    stocked.app.journeys.move(journey_id, AtStep(step))
    stocked.go(routes.Walk(journey_id))
    return stocked


def journey(window):
    return window.app.journeys.walk(window.page.context.journey_id, "fr").journey


def boxes(window) -> dict[str, CheckBox]:
    return {box.words(): box for box in children(window.page, CheckBox) if box.isVisibleTo(window)}


def everything_said(window) -> str:
    return "\n".join(text.passage.text for text in heard_texts([window.page], "fr"))


def test_a_sheet_is_followed_from_its_page_to_its_recap(stocked, qtbot):
    stocked.go(routes.OfficialSheet("F1"))
    button(stocked, "Suivre cette fiche pas à pas").click()
    assert stocked.page.heading.text() == "Carte d’identité : tout savoir"
    assert "Nous les présentons seulement en étapes" in shown(stocked)
    button(stocked, "Suivre cette fiche").click()
    choices = [r for r in children(stocked, RadioButton) if r.isVisibleTo(stocked)]
    assert [choice.words() for choice in choices] == ["Par internet", "Sur place", "Je ne sais pas"]
    choices[0].setChecked(True)
    button(stocked, "Suivant").click()
    assert stocked.page.heading.text() == "Pièces à donner"
    boxes(stocked)["Un justificatif"].setChecked(True)
    fields = {field.accessibleName(): field for field in children(stocked.page, Field)}
    note = fields["Ce que je veux retenir"]
    note.setText("Voir Mme Petit")
    stocked.page._notes.flush()
    button(stocked, "Voir tout ce que j’ai fait").click()
    recap = shown(stocked)
    assert "Par internet" in recap
    assert "Un justificatif" in recap
    assert "Voir Mme Petit" in recap
    button(stocked, "Imprimer ce qui a été fait").click()
    QApplication.processEvents()
    assert "☑ Un justificatif." in shown(stocked)
    stocked.go(routes.Home())
    qtbot.waitUntil(lambda: "Carte d’identité : tout savoir" in everything_said(stocked))


def test_a_step_says_the_sheet_for_the_answer_given_and_all_of_it_without_an_answer(at_step):
    assert {"Sur le site.", "Où habitez-vous ?"} <= set(shown(at_step).split("\n"))
    (question,) = at_step.app.guide("f1").questions
    at_step.app.journeys.answer(at_step.page.context.journey_id, question.id, question.choices[0].id)
    at_step.go(routes.Walk(at_step.page.context.journey_id))
    assert "Sur le site." in shown(at_step)
    assert "Où habitez-vous ?" not in shown(at_step)


def test_the_papers_of_a_sheet_are_told_with_why_they_were_recognised(at_step):
    button(at_step, "Papiers à préparer").click()
    said = everything_said(at_step)
    assert "Nous pensons à « Photo d’identité », à cause des mots « photo »." in said.replace("\u00a0", " ")
    assert "Ce sont les mots de la fiche officielle." in said


def test_help_and_it_does_not_work_know_which_sheet_is_read_or_followed(at_step):
    help_lines = everything_said(at_step)
    assert "34 00" in help_lines
    at_step.talk()
    assert "34 00" in everything_said(at_step)
    at_step.go(routes.OfficialSheet("F1"))
    assert at_step.page.context.guide_id == "f1"
    at_step.blocked()
    assert "Mairie" in everything_said(at_step)


def test_a_followed_sheet_is_read_aloud_with_the_rest_of_its_step(at_step):
    said = everything_said(at_step)
    assert said.index("Ce que dit la fiche") < said.index("Sur le site.") < said.index("Étape faite")


def test_a_walk_whose_sheet_changed_says_it_and_follows_the_new_text_when_asked(at_step):
    journey_id = outdate(at_step, at_step.page.context.journey_id)
    at_step.go(routes.Walk(journey_id))
    assert "L’État a changé cette fiche depuis que vous avez commencé." in shown(at_step)
    assert "Deux photos de moins de 6 mois" in boxes(at_step)
    boxes(at_step)["Un justificatif"].setChecked(True)
    button(at_step, "Suivre le nouveau texte").click()
    assert "L’État a changé cette fiche" not in shown(at_step)
    assert "Une photo de moins de 6 mois" in boxes(at_step)
    assert boxes(at_step)["Un justificatif"].isChecked()


def test_a_walk_stays_when_the_sheets_are_removed_and_says_so(at_step):
    boxes(at_step)["Un justificatif"].setChecked(True)
    journey_id = at_step.page.context.journey_id
    at_step.app.official.close()
    at_step.app.paths.official.unlink()
    at_step.publish(at_step.app.forget_official())
    for route in (routes.Walk(journey_id), routes.Recap(journey_id), routes.Papers("f1", journey_id)):
        at_step.go(route)
        assert at_step.page.context.journey_id == journey_id
    at_step.go(routes.Walk(journey_id))
    assert "Cette fiche n’est plus parmi les fiches officielles de cet ordinateur." in shown(at_step)
    assert "Sur le site." in shown(at_step)
    assert boxes(at_step)["Un justificatif"].isChecked()
    button(at_step, "Étape faite").click()
    button(at_step, "Avant").click()
    assert at_step.page.heading.text() == "Pièces à donner"


def test_a_walk_along_a_sheet_is_there_at_the_next_start_without_the_library(at_step, build):
    from dematassist.journeys.record import Journeys
    from dematassist.journeys.store import SqliteStore

    journey_id = at_step.page.context.journey_id
    boxes(at_step)["Un justificatif"].setChecked(True)
    store = SqliteStore(at_step.app.paths.journeys)
    again = Journeys(store, at_step.app.library, at_step.app.clock).walk(journey_id, "fr")
    store.close()
    assert again.guide == at_step.app.journeys.walk(journey_id, "fr").guide
    assert again.followed is not None
    assert again.journey.ticks == journey(at_step).ticks != frozenset()


def test_pages_about_a_step_that_the_new_text_has_no_more_still_open(at_step):
    from dematassist.guides.official.kept import kept
    from tests.guides.official.samples import sheet

    context = at_step.page.context
    now = journey(at_step).sheet
    at_step.app.journeys.renew(
        context.journey_id, kept(sheet("F1", "Carte").encode(), now.audience, now.edition)
    )
    for route in (routes.Help(*context), routes.Blocked(*context)):
        at_step.go(route)
        assert at_step.page.context.step_id == context.step_id
    at_step.go(routes.Walk(context.journey_id))
    assert at_step.page.heading.text() == "Carte"


def test_what_is_shown_of_a_sheet_before_it_is_followed_claims_nothing_more_than_the_sheet(stocked):
    stocked.go(routes.Before("f1"))
    said = everything_said(stocked).replace("\u00a0", " ")
    assert "Mots de l’État, dans l’édition du 3 février 2026." in said
    assert "Temps devant l’écran : nous ne le savons pas." in said
    assert "Ces fiches sont anciennes" in said
    button(stocked, "Voir les sources").click()
    assert "L’État a écrit cette fiche." in everything_said(stocked)
    assert not [line for line in children(stocked.page, Line) if "Nous avons lu" in line.text()]


def test_a_sheet_can_be_practised_as_an_invented_person_and_nothing_is_kept(stocked):
    stocked.go(routes.Before("f1"))
    button(stocked, "S’exercer avec une personne inventée").click()
    assert stocked.page.heading.text().startswith("Quel est votre cas")
    button(stocked, "Finir l’exercice").click()
    assert stocked.page.heading.text() == "Carte d’identité : tout savoir"
    assert stocked.app.journeys.summaries() == ()
