"""A catalogue read a sentence at a time says what Python's own gettext says."""

from __future__ import annotations

import gettext
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from dematassist import i18n
from dematassist.catalogue import Catalogue

ROOT = Path(__file__).resolve().parents[2]


def compiled(lang: str, *sentences: tuple[object, object], context: str | None = None) -> bytes:
    catalogue = Catalog(locale=lang)
    for message, translation in sentences:
        catalogue.add(message, translation, context=context)
    stream = BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_every_sentence_and_every_plural_is_that_of_gettext(lang):
    content = (ROOT / "translations" / lang / "LC_MESSAGES" / "dematassist.mo").read_bytes()
    stock, ours = gettext.GNUTranslations(BytesIO(content)), Catalogue(content)
    known = {key if isinstance(key, str) else key[0] for key in vars(stock)["_catalog"]}
    assert len(known) > 2000
    assert [(one, ours.find(one)) for one in sorted(known)] == [
        (one, stock.gettext(one)) for one in sorted(known)
    ]
    plurals = sorted({key[0] for key in vars(stock)["_catalog"] if isinstance(key, tuple)})
    assert plurals
    for message in plurals:
        assert [ours.find(message, n) for n in range(130)] == [
            stock.ngettext(message, "", n) for n in range(130)
        ]


def test_a_sentence_without_translation_has_none():
    assert Catalogue(compiled("fr", ("Yes", "Oui"))).find("No") == ""
    assert Catalogue().find("Yes") == ""


def test_the_same_words_are_told_apart_by_their_context():
    content = compiled("fr", ("second", "deuxième"), context="which one of the month")
    assert Catalogue(content).find("which one of the month\x04second") == "deuxième"
    assert Catalogue(content).find("second") == ""


def test_a_catalogue_of_the_other_order_of_bytes_is_read():
    content = compiled("fr", ("Yes", "Oui"))
    head = 28 + 4 * 8
    numbers = b"".join(content[at : at + 4][::-1] for at in range(0, head, 4))
    assert Catalogue(numbers + content[head:]).find("Yes") == "Oui"


def test_a_catalogue_cut_short_or_of_something_else_is_refused():
    content = compiled("fr", ("Yes", "Oui"), ("No", "Non"))
    for length in range(1, len(content)):
        with pytest.raises(ValueError, match="catalogue"):
            Catalogue(content[:length])
    with pytest.raises(ValueError, match="catalogue"):
        Catalogue(b"rubbish" * 20)


def test_a_damaged_rule_of_plurals_is_that_of_english():
    content = compiled("fr", (("{n} day", "{n} days"), ("{n} jour", "{n} jours")))
    damaged = content.replace(b"; plural=(", b"; plural=)", 1)
    assert Catalogue(content).find("{n} day", 0) == "{n} jour"
    assert [Catalogue(damaged).find("{n} day", n) for n in (0, 1, 2)] == [
        "{n} jours",
        "{n} jour",
        "{n} jours",
    ]


def test_a_damaged_translation_is_shown_and_breaks_nothing():
    content = compiled("fr", ("Yes", "Déjà")).replace("é".encode(), b"\xff\xff")
    assert Catalogue(content).find("Yes").startswith("D")


def test_without_its_catalogue_a_language_is_said_in_english(tmp_path):
    before = i18n.current()
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "dematassist.mo").write_bytes(b"rubbish")
    try:
        for place in (tmp_path, tmp_path / "nowhere"):
            i18n.use("fr", place)
            assert i18n._("Talk to someone") == "Talk to someone"
            assert [i18n.ngettext("{n} answer", "{n} answers", n) for n in (1, 2)] == [
                "{n} answer",
                "{n} answers",
            ]
    finally:
        i18n.use(before, ROOT / "translations")
