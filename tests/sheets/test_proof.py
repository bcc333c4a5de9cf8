"""The proof that someone tried: whole, in French, naming nobody, and readable by everyone."""

from __future__ import annotations

from datetime import timedelta, timezone

import msgspec
import pytest

from dematassist import i18n, wire
from dematassist.reports import model
from dematassist.reports.draft import filled, origin
from dematassist.sheets.model import lines
from dematassist.sheets.pdf import render_pdf
from dematassist.sheets.proof import proof_sheet

from .checkers import findings
from .samples import MADE_AT, RESOURCES

TRANSLATIONS = RESOURCES.parent / "translations"


@pytest.fixture(autouse=True)
def _in_arabic():
    i18n.use("ar", TRANSLATIONS)


def made(guide=None, step=None, **changes):
    where = origin(guide, step)
    report = filled(
        "00000000-0000-4000-8000-000000000001",
        where,
        wire.Intent.SERVICE,
        wire.Kind.PAGE_DOWN,
        MADE_AT.date(),
    )
    return model.begun(msgspec.structs.replace(report, **changes), MADE_AT)


def test_it_says_what_where_and_when_in_french_with_the_local_time(library):
    guide = library.guide("carte-vitale", "fr")
    entry = made(
        guide, guide.step("commander"), text="Page blanche.\nDeux fois.", contact_tried=(wire.Contact.PHONE,),
        is_blocked=True, blocked_since=MADE_AT.date() - timedelta(days=3),
    )  # fmt: skip
    now = MADE_AT.astimezone(timezone(timedelta(hours=1)))
    sheet = proof_sheet(entry, guide, guide.step("commander"), now)
    said = "\n".join(line for _title, group in lines(sheet) for line in group)
    for words in (
        "La page ne s’ouvre pas",
        "24 novembre 2026 à 11 h 15",
        "Assurance maladie",
        "étape « Commander la nouvelle carte »".replace("« ", "«\u00a0").replace(" »", "\u00a0»"),
        "https://assure.ameli.fr",
        "21 novembre 2026",
        "Le téléphone",
        "Deux fois.",
        entry.id,
    ):
        assert words in said
    assert (sheet.lang, sheet.subtitle) == ("fr", "Preuve de mon essai")
    assert i18n.current() == "ar"
    assert findings(render_pdf(sheet, RESOURCES, now)) == []


def test_what_is_not_known_is_left_out_and_a_receipt_is_said(library):
    bare = proof_sheet(made(), None, None, MADE_AT)
    assert bare.title == "Ça ne marche pas"
    assert not any("Reçu par" in line for _title, group in lines(bare) for line in group)
    sent = msgspec.structs.replace(made(), state=model.Sent(MADE_AT, model.Listed(1)))
    said = [line for _title, group in lines(proof_sheet(sent, None, None, MADE_AT)) for line in group]
    assert any("Reçu par le service de signalements" in line for line in said)
    assert findings(render_pdf(bare, RESOURCES, MADE_AT)) == []
