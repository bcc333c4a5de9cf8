"""The sheet of an appointment, for eyes, ears and paper, and its event in a calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from dematassist import i18n
from dematassist.appointments.calendar import appointment_ics
from dematassist.sheets.appointment import appointment_sheet
from dematassist.sheets.model import lines
from dematassist.sheets.pdf import render_pdf
from tests.sheets.checkers import findings
from tests.sheets.samples import RESOURCES

from .samples import NOW, TODAY, appointment, document, of


@pytest.fixture(autouse=True)
def _in_french():
    i18n.use("fr", RESOURCES.parent / "translations")


def said(sheet) -> str:
    return "\n".join(line for title, group in lines(sheet) for line in (title, *group))


def test_it_says_when_where_what_to_bring_to_get_to_ask_and_to_say(library):
    prepared = of(library, "rsa", "carte-vitale", held=(document("rib", title="RIB La Banque Postale"),))
    text = said(appointment_sheet(prepared, "fr", TODAY))
    for words in (
        "3 décembre 2026 à 14 h 30",
        "Mme Duval, assistante sociale",
        "12 rue de la Paix, 42000 Saint-Étienne",
        "Tram T1, arrêt Peuple.",
        "Un ascenseur.",
        "☑ RIB (relevé d’identité bancaire).",
        "RIB La Banque Postale",
        "☐ Fiches de paie.",
        "Demandez-les à votre employeur.",
        "Puis-je garder l’APL ?",
        "Avez-vous un compte ameli qui marche\u00a0?",
        "Bonjour. Je voudrais demander le RSA.",
        "Bonjour. J’ai perdu ma carte Vitale",
    ):
        assert words in text, words


def test_an_appointment_about_nothing_yet_still_makes_a_sheet(library):
    empty = of(
        library, on=None, at=None, service="", place="", travel="", access="", questions=(), procedures=()
    )
    sheet = appointment_sheet(empty, "fr", TODAY)
    assert "Le jour n’est pas encore connu." in said(sheet)
    assert findings(render_pdf(sheet, RESOURCES, NOW)) == []


def test_a_procedure_whose_guide_is_gone_is_said(library):
    text = said(appointment_sheet(of(library, "rsa", gone=("Fiche disparue",)), "fr", TODAY))
    assert "Fiche disparue" in text


@pytest.mark.parametrize("is_large", [False, True])
def test_the_sheet_is_readable_by_everyone_in_both_sizes(library, is_large):
    held = (document("rib"), document("fiche-paie", expires=TODAY + timedelta(days=3)))
    prepared = of(library, "rsa", "carte-vitale", held=held, in_hand={"avis-imposition"})
    sheet = appointment_sheet(prepared, "fr", TODAY)
    assert findings(render_pdf(sheet, RESOURCES, NOW, large_print=is_large)) == []


def event(made):
    (found,) = Calendar.from_ical(appointment_ics(made, NOW)).walk("VEVENT")
    return found


def test_the_event_has_the_hour_of_the_place_and_rings_the_day_before():
    found = event(appointment())
    assert found.decoded("dtstart") == datetime(2026, 12, 3, 14, 30)  # noqa: DTZ001 -- of the place
    assert "Mme Duval" in found["summary"]
    assert found["location"] == "Maison du département, 12 rue de la Paix, 42000 Saint-Étienne"
    (alarm,) = found.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-1)


def test_the_event_of_a_day_without_an_hour_takes_the_day_and_rings_at_nine_the_day_before():
    found = event(appointment(at=None))
    assert found.decoded("dtstart") == date(2026, 12, 3)
    (alarm,) = found.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-15)


def test_a_calendar_that_others_see_learns_nothing_of_the_procedures_or_the_needs(library):
    made = appointment_ics(appointment(), NOW).decode()
    for private in ("RSA", "ascenseur", "APL"):
        assert private not in made


def test_taken_in_again_the_event_moves():
    later = appointment_ics(appointment(at=time(9)), NOW + timedelta(minutes=5))
    (moved,) = Calendar.from_ical(later).walk("VEVENT")
    assert moved["uid"] == event(appointment())["uid"]
    assert moved["sequence"] > event(appointment())["sequence"]
