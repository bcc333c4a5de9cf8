"""Sheets for the tests: of every kind of block, of shipped guides, and of words made by chance."""

from __future__ import annotations

import random
from datetime import datetime, timezone
from pathlib import Path

from hypothesis import strategies as st

from dematassist.sheets.model import (
    Blank,
    Block,
    Box,
    Bullets,
    Callout,
    CalloutKind,
    CheckList,
    FactTable,
    Heading,
    LinkLine,
    Numbered,
    Paragraph,
    Picture,
    Row,
    Sheet,
    Words,
)
from dematassist.sheets.typesetting import clean

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
MADE_AT = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)

_WORDS = str.split(
    "le service répond en deux semaines gardez une copie de chaque papier puis appelez votre mairie pour "
    "demander comment faire avec cette lettre sans oublier la date ni le numéro du dossier reçu par courrier"
)


def prose(seed: int, sentences: int) -> str:
    """Return sentences of everyday words, never twice the same ones."""
    chance = random.Random(seed)  # noqa: S311 -- the same each time
    return " ".join(" ".join(chance.sample(_WORDS, 9)).capitalize() + "." for _number in range(sentences))


EVERYTHING = Sheet(
    "fr",
    "Refaire sa carte",
    "Ce qu’il faut apporter",
    (
        Paragraph("Œuvre, cœur, maïs, 12\u00a0€, « oui »… – — •"),
        Heading("Papiers", picture=Picture.PAPERS),
        CheckList(
            (Box("Photo", ("Récente.", "Chez un photographe.")), Box("Pièce d’identité", is_ticked=True))
        ),
        Heading("Détails", level=3),
        Bullets(("Un", "Deux")),
        Numbered(tuple(f"Étape {n}" for n in range(1, 12))),
        Callout("À vérifier.", CalloutKind.WARNING),
        Callout("C’est gratuit."),
        FactTable((Row("Prix", ("Gratuit.",)), Row("Délai", ("Deux semaines.", "Parfois trois.")))),
        FactTable((Row("3 mars 2027", ("Appelez le 36 46.",)),) * 2, ("Jour", "Quoi")),
        LinkLine("Le site", "https://assure.ameli.fr"),
        Blank("Nom de la personne"),
        Paragraph("Nom écrit en arabe : فاطمة (Fatima).", is_quiet=True),
    ),
    "Fiche faite le 24 novembre 2026.",
)

LONG_ONE = Sheet(
    "fr",
    "Une longue fiche",
    "Pour plusieurs pages",
    tuple(
        block
        for number in range(1, 6)
        for block in (
            Heading(f"Partie {number}", picture=Picture.WAYS),
            Paragraph(prose(number, 16)),
            FactTable(
                tuple(
                    Row(prose(100 * number + row, 1), (prose(200 * number + row, row % 4 + 1),))
                    for row in range(14)
                ),
                ("Quoi", "Comment"),
            ),
            CheckList(
                tuple(Box(prose(300 * number + box, 1), (prose(400 * number + box, 1),)) for box in range(9))
            ),
        )
    ),
    "Fin.",
)

ARABIC = Sheet(
    "ar",
    "تجديد بطاقة التأمين الصحي carte Vitale أو تحديثها",
    "ما يجب إحضاره",
    (
        Heading("الأوراق", picture=Picture.PAPERS),
        CheckList((Box("صورة شخصية (photo d’identité)", ("تكفي صورة تلتقطها بتطبيق «Compte ameli».",)),)),
        Paragraph("مَجَّانًا. اتصل بالرقم 36 46 أو +33 1 84 90 36 46. لا تدفع."),
        FactTable((Row("السعر", ("مجاني.",)), Row("الوقت", ("12 يوما.", "ربما أكثر.")))),
        LinkLine("موقع ameli", "https://assure.ameli.fr"),
        Numbered(("قل «Bonjour, parlez-vous arabe ?».", "انتظر 12 يوما.")),
    ),
    "ورقة مجانية.",
)

SAMPLES = {"everything": EVERYTHING, "long": LONG_ONE, "arabic": ARABIC}


def texts(*, is_right_to_left: bool = False) -> st.SearchStrategy[str]:
    """Any text: words of this country mostly, and any character of Unicode, alone surrogates too."""
    words = "abc ÀéœŒ’« »\u00a0-/36 46 12 € :.!?()" + ("ابتلأإهى لا ًّ" if is_right_to_left else "")
    return st.one_of(
        st.text(st.sampled_from(words), max_size=300),
        st.text(st.characters(exclude_categories=()), max_size=60),
        st.text(st.characters(categories=["Mn", "Lo", "Ll"]), max_size=60),
    )


def blocks(text: st.SearchStrategy[str]) -> st.SearchStrategy[Block]:
    """Any block."""
    some = st.lists(text, max_size=5).map(tuple)
    boxes = st.builds(Box, text, some, st.booleans())
    rows = st.lists(st.builds(Row, text, some, st.booleans()), max_size=6).map(tuple)
    return st.one_of(
        st.builds(Heading, text, st.integers(2, 3), st.sampled_from(Picture), st.booleans()),
        st.builds(Paragraph, text, st.booleans()),
        st.builds(Bullets, some),
        st.builds(Numbered, some),
        st.builds(CheckList, st.lists(boxes, max_size=5).map(tuple)),
        st.builds(Blank, text),
        st.builds(FactTable, rows, st.none() | st.tuples(text, text)),
        st.builds(Callout, text, st.sampled_from(CalloutKind)),
        st.builds(LinkLine, text, text),
    )


def sheets(lang: str) -> st.SearchStrategy[Sheet]:
    """Any sheet of a language."""
    text = texts(is_right_to_left=lang == "ar")
    some = st.lists(blocks(text), max_size=12).map(tuple)
    alone = (st.just(Words()), st.just(""), st.none())
    return st.builds(Sheet, st.just(lang), text, text, some, text, *alone)


def said_in(sheet: Sheet) -> list[str]:
    """Return every text of a sheet that has something to say, in the order it is read, without layout."""
    said = [sheet.title, sheet.subtitle]
    for block in sheet.blocks:
        match block:
            case Heading(text) | Paragraph(text) | Callout(text):
                said.append(text)
            case Bullets(items) | Numbered(items):
                said += items
            case CheckList(boxes):
                for box in boxes:
                    said += (box.text, *box.details) if clean(box.text) else ()
            case Blank(label):
                said.append(label)
            case FactTable(rows, columns):
                said += (columns or ()) if rows else ()
                for row in rows:
                    said += (row.label, *row.lines)
            case LinkLine(label, url):
                said += (label, url) if clean(url) else ()
    return [text for text in map(clean, [*said, sheet.footer]) if text]
