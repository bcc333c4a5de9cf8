"""A person with the screen off prepares an appointment: written, ticked, put in the calendar, handed over."""

from __future__ import annotations

from icalendar import Calendar

from .audit import audit
from .session import until
from .test_documents import choose


def test_an_appointment_is_prepared_by_keyboard_alone(welcomed, tmp_path):
    eyes = welcomed.eyes
    wrong = {}

    def look(page: str) -> None:
        found = audit(eyes.tree())
        if found:
            wrong[page] = found

    welcomed.start()
    eyes.wait_focus("Dites-le")
    choose(welcomed, "Préparer un rendez-vous")
    eyes.wait_focus("Préparer un rendez-vous")
    look("list")
    choose(welcomed, "Préparer un nouveau rendez-vous")
    eyes.wait_focus("Quand, où, pour quoi")
    look("form")
    for name, text in (("Jour", "3/12/2026"), ("Heure", "14h30"), ("Avec qui", "Mme Duval")):
        welcomed.tab_to(name)
        welcomed.type(text)
    welcomed.tab_to("Chercher une démarche")
    welcomed.type("rsa")
    welcomed.keys("Return")
    eyes.wait("Demander le RSA", "push button")
    choose(welcomed, "Demander le RSA")
    eyes.wait("Retirer. Demander le RSA", "push button")
    look("form with a procedure")
    choose(welcomed, "Voir ce qu’il faut apporter")
    eyes.wait_focus("Mon rendez-vous")
    look("appointment")
    welcomed.tab_to("RIB")
    welcomed.keys("space")
    eyes.wait("Vous avez 1 papier sur")
    assert eyes.focused()["name"].startswith("RIB")
    welcomed.keys("alt+Left")
    eyes.wait_focus("Préparer un nouveau rendez-vous")
    choose(welcomed, "Mme Duval")
    eyes.wait_focus("Mon rendez-vous")
    choose(welcomed, "L’enregistrer pour mon agenda")
    target = tmp_path / "rdv.ics"
    until(lambda: len(welcomed.windows()) > 1 or eyes.focused()["role"] == "text", "no dialog of files")
    welcomed.keys("ctrl+a")
    welcomed.type(str(target))
    welcomed.keys("Return")
    until(target.exists, "the event was not saved")
    (event,) = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    assert event.decoded("dtstart").hour == 14
    assert wrong == {}
