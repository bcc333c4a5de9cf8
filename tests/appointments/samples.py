"""Appointments and papers of nobody."""

from __future__ import annotations

from datetime import date, datetime, time, timezone

from dematassist.appointments.model import Appointment, Procedure
from dematassist.appointments.papers import Subject
from dematassist.appointments.preparing import Prepared, prepared
from dematassist.vault.model import Document, DocumentFacts

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)
TODAY = NOW.date()


def appointment(number: int = 1, **changes: object) -> Appointment:
    values = {
        "id": f"{number:032x}",
        "updated_at": NOW,
        "on": date(2026, 12, 3),
        "at": time(14, 30),
        "service": "Mme Duval, assistante sociale",
        "place": "Maison du département\n12 rue de la Paix, 42000 Saint-Étienne",
        "travel": "Tram T1, arrêt Peuple.",
        "access": "Un ascenseur.",
        "procedures": (Procedure("rsa", "Demander le RSA"),),
        "questions": ("Puis-je garder l’APL ?",),
    }
    return Appointment(**(values | changes))


def document(kind: str, *, expires: date | None = None, title: str = "Mon papier") -> Document:
    return Document(
        id=f"{abs(hash((kind, expires))):032x}"[:32],
        facts=DocumentFacts(kind=kind, title=title, expires=expires),
        original_name="papier.pdf",
        media_type="application/pdf",
        size_bytes=10,
        sha256="0" * 64,
        added=TODAY,
    )


def of(
    library, *guide_ids: str, answers=None, held=(), in_hand=frozenset(), gone=(), **changes: object
) -> Prepared:
    """Prepare an appointment about these shipped guides."""
    kinds = {kind.id: kind for kind in library.papers("fr")}
    subjects = tuple(Subject(library.guide(one, "fr"), (answers or {}).get(one, {})) for one in guide_ids)
    made = appointment(in_hand=frozenset(in_hand), **changes)
    return prepared(made, subjects, gone, kinds, tuple(held), TODAY)
