"""Phones, e-mail addresses and numbers that name one person.

A number that anybody may dial is nobody's: short numbers (36 46, 3939) and those that begin with 08.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.reports.scrubber.found import Found, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.reports.scrubber.reading import Reading

_GAP = r"[ ._/\-\u200b,]{0,3}"
_DATE = re.compile(r"\d\d[/. -]\d\d[/. -](?:19|20)\d\d(?!\d)")

_PHONE = re.compile(
    rf"(?<!\d)(?:(?:\+|00){_GAP}33{_GAP}(?:\({_GAP}0{_GAP}\){_GAP}|0{_GAP})?|\({_GAP}0{_GAP}\){_GAP}|0{_GAP})"
    rf"[1-79](?:{_GAP}\d){{8}}(?!\d)"
)
_ABROAD = re.compile(r"(?<!\d)(?:\+|00(?=[1-9]))\d{1,3}(?:[ .()-]{0,2}\d){7,12}(?!\d)")
_COUNT = (
    "zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|"
    "trente|quarante|cinquante|soixante|septante|octante|huitante|nonante|cent"
)
_SPOKEN_PHONE = re.compile(
    rf"\bzero[ ,-]{{1,2}}(?:un|deux|trois|quatre|cinq|six|sept|neuf)(?:[ ,-]{{1,2}}(?:et |{_COUNT})){{4,}}\b"
)
_PHONE_SAID = re.compile(
    r"\b(?:tel(?:ephone)?|portable|mobile|fixe|joindre|rappel\w*|appel\w* (?:moi|au)|whatsapp|"
    r"sms (?:au|sur)|num(?:ero)? de (?:tel\w*|portable|ma \w+|mon \w+))\b[^\d\n]{0,30}?"
    r"(\d(?:[ ._/-]{0,3}\d){7,11})(?!\d)"
)

_AT = (
    r"(?: ?@ ?| ?[(\[<{] ?(?:at|arobase|arobas|chez|a) ?[)\]>}] ?|"
    r" (?:at|arobase|arobas|arrobase|arobaze) |[_-](?:at|arobase)[_-])"
)
_DOT = r"(?: ?\. ?| ?[(\[<{] ?(?:dot|point) ?[)\]>}] ?| (?:point|dot) )"
_MAKERS = (
    r"gmail|orange|wanadoo|free|sfr|laposte|hotmail|outlook|yahoo|live|icloud|bbox|neuf|protonmail|proton|"
    r"gmx|msn|numericable|aol"
)
_LOCAL = r"[a-z0-9][\w.+%'-]{0,63}(?: (?:point|tiret|underscore|tiret du bas) [\w.+-]{1,40}){0,4}"
_EMAIL = re.compile(
    rf"(?<![\w.+-])(?P<local>{_LOCAL}){_AT}"
    rf"(?P<domain>(?:[\w-]{{1,40}}{_DOT}){{1,4}}[a-z]{{2,10}}|(?:{_MAKERS}))\b"
)
_OFFICE = re.compile(r"(?:ne-?pas-?repondre|no-?reply|contact|accueil|support|info|assistance)$")
_OFFICIAL = re.compile(
    r"(?:[\w-]+\.)*(?:gouv|caf|cnaf|ameli|urssaf|msa|francetravail|defenseurdesdroits|service-public|"
    r"lassuranceretraite|agirc-arrco)\.fr$"
)

_NIR = re.compile(
    rf"(?<!\d)[12378]{_GAP}\d{_GAP}\d{_GAP}(?:0[1-9]|1[0-2]|[2-4]\d|[5-9]\d){_GAP}"
    rf"(?:\d{_GAP}\d|2{_GAP}[ab])(?:{_GAP}\d){{6}}"
    rf"(?:[ ,(]{{0,2}}(?:cle)[ :]{{0,3}}\d\d|{_GAP}\d{_GAP}\d)?(?!\d)"
)
_NIR_SAID = re.compile(
    r"\b(?:secu|securite sociale|nir|ssn|num ss|n.? ?ss|carte vitale|immatriculation)\b[^\d\n]{0,40}?"
    r"(\d(?:(?:[ ._/\-,:]{0,3}|[ ,]{1,2}(?:puis|et|ensuite|cle|espace|tiret)[ :]{1,3})[\dab]){7,16})(?![\d])"
)
_FRENCH_IBAN = re.compile(
    rf"(?<![a-z0-9])fr{_GAP}\d{_GAP}\d(?:{_GAP}[0-9o]){{10}}(?:{_GAP}[0-9a-z]){{11}}{_GAP}\d{_GAP}\d(?![a-z0-9])"
)
_BROKEN_IBAN = re.compile(rf"(?<![a-z0-9])fr{_GAP}\d\d(?:{_GAP}[0-9o]){{8,27}}(?:[a-z0-9]{{0,4}})")
_OTHER_IBAN = re.compile(
    r"(?<![a-z0-9])[a-z]{2}\d\d(?:[ .-]?[a-z0-9]{4}){2,7}(?:[ .-]?[a-z0-9]{1,3})?(?![a-z0-9])"
)
_IBAN_SAID = re.compile(
    r"\b(?:iban|rib|bban|compte bancaire|numero de compte|compte n.?|releve d'identite bancaire)\b[^\d\n]{0,30}?"
    r"((?:\b[a-z]{2} ?)?\d(?:[ ._/-]{0,3}[\d]|[ ._/-]{0,3}[a-z](?=[\d]|[a-z]\d)){7,32})"
)
_LONG = re.compile(rf"(?<![\d,])\d(?:{_GAP}\d){{12,26}}(?!\d)")
_CARD_SAID = re.compile(
    r"\b(?:carte (?:bancaire|bleue|de credit|visa|de paiement)|cb|visa|mastercard)\b[^\d\n]{0,30}?"
    r"(\d(?:[ ._/-]{0,3}\d){9,18})(?!\d)"
)
_CAF = re.compile(
    r"(?<![\w-])\d{3} ?\d{4}(?:[a-z]|[ -]?[A-Z])(?![\w'])|(?<![\w-])\d \d{3} \d{3} ?[A-Z](?![\w'])"
)
_CAF_SAID = re.compile(
    r"\b(?:alloc(?:ataires?)?|matricule|(?:numero|num|n.|no|identifiant|dossier|compte) (?:de |a la |d'allocataire )?"
    r"caf|caf n.|caf numero|allocataire a la caf|caf ?[:=])[^\d\n]{0,25}?"
    r"(\d(?:[ ._/-]{0,2}\d){4,8}(?:[ -]?[a-z](?![\w']))?)(?![\d])"
)
_FISCAL_SAID = re.compile(
    r"\b(?:fiscale?|fiscaux|spi|impots?|teledeclarant|numero d'acces en ligne|reference de l'avis|nif)\b"
    r"[^\d\n]{0,40}?(\d(?:[ ._/-]{0,3}\d){6,13})(?!\d)"
)
_FROM_ABROAD = re.compile(r"0033[1-79]\d{8}$")
_EURO = re.compile(r" ?(?:€|euros?\b|eur\b|%)")


def find(reading: Reading) -> Iterator[Found]:
    """Find what is written in figures, and e-mail addresses."""
    yield from _emails(reading)
    yield from _phones(reading)
    yield from _accounts(reading)
    yield from _said(reading)
    yield from (_at(Kind.NIR, m) for m in _NIR.finditer(reading.figures) if not _is_fiscal(m, reading))
    yield from (_long(m, reading) for m in _LONG.finditer(reading.figures) if not _is_company(m, reading))
    yield from (_at(Kind.CAF, m) for m in _CAF.finditer(reading.shown))


def _said(reading: Reading) -> Iterator[Found]:
    """Find numbers after the word that says what they are, whatever their check digit."""
    for kind, rule in (
        (Kind.NIR, _NIR_SAID),
        (Kind.IBAN, _IBAN_SAID),
        (Kind.CARD, _CARD_SAID),
        (Kind.CAF, _CAF_SAID),
        (Kind.FISCAL, _FISCAL_SAID),
        (Kind.PHONE, _PHONE_SAID),
    ):
        for found in rule.finditer(reading.figures):
            value = found[1]
            is_else = _DATE.match(value) or _EURO.match(reading.plain, found.end(1))
            is_service = kind is Kind.PHONE and _digits(value).startswith("08")
            if not is_else and not is_service:
                yield Found(kind, found.start(1), found.end(1))


def _phones(reading: Reading) -> Iterator[Found]:
    for rule in (_PHONE, _ABROAD):
        for found in rule.finditer(reading.figures):
            if not _DATE.match(found[0]) and not _digits(found[0]).startswith(("08", "00338", "338")):
                yield _at(Kind.PHONE, found)
    for found in _SPOKEN_PHONE.finditer(reading.plain):
        yield _at(Kind.PHONE, found)


def _emails(reading: Reading) -> Iterator[Found]:
    for found in _EMAIL.finditer(reading.plain):
        if not (_OFFICE.match(found["local"]) and _OFFICIAL.match(found["domain"])):
            yield _at(Kind.EMAIL, found)


def _accounts(reading: Reading) -> Iterator[Found]:
    for rule in (_FRENCH_IBAN, _BROKEN_IBAN):
        yield from (_at(Kind.IBAN, found) for found in rule.finditer(reading.figures))
    for found in _OTHER_IBAN.finditer(reading.figures):
        end = _iban_end(found[0])
        if end:
            yield Found(Kind.IBAN, found.start(), found.start() + end)


def _iban_end(text: str) -> int:
    """Return where the valid IBAN that begins this text ends, or 0."""
    from stdnum import iban

    ends = [place + 1 for place, character in enumerate(text) if character.isalnum()]
    return next((end for end in reversed(ends[14:]) if iban.is_valid(text[:end].upper())), 0)


def _long(found: re.Match[str], reading: Reading) -> Found:
    """Say what a number of thirteen figures or more is. It is masked in any case."""
    from stdnum import luhn
    from stdnum.fr import nif

    figures = _digits(found[0])
    if len(figures) > 19:
        kind = Kind.IBAN
    elif _FROM_ABROAD.match(figures):
        kind = Kind.PHONE
    elif _is_fiscal(found, reading) or (len(figures) == 13 and nif.is_valid(figures)):
        kind = Kind.FISCAL
    elif len(figures) in {13, 15} and figures[0] in "12":
        kind = Kind.NIR
    elif len(figures) == 13:
        kind = Kind.FISCAL
    elif len(figures) == 16 or luhn.is_valid(figures):
        kind = Kind.CARD
    else:
        kind = Kind.NIR
    return Found(kind, found.start(), found.end())


def _is_fiscal(found: re.Match[str], reading: Reading) -> bool:
    """Whether thirteen figures are said to be a fiscal number, before or after."""
    around = reading.plain[max(0, found.start() - 40) : found.end() + 25]
    return len(_digits(found[0])) == 13 and ("fisc" in around or "impot" in around)


def _is_company(found: re.Match[str], reading: Reading) -> bool:
    """Whether the number is that of a company, or dates and times written one after the other."""
    before = reading.plain[max(0, found.start() - 20) : found.start()]
    return "siret" in before or bool(_DATE.search(found[0]))


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())


def _at(kind: Kind, found: re.Match[str]) -> Found:
    return Found(kind, found.start(), found.end())
