"""Postal addresses: a number and a street, or a place after words that say where someone lives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.reports.scrubber.first_names import FIRST_NAMES
from dematassist.reports.scrubber.found import Found, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.reports.scrubber.reading import Reading

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_SURE = (
    r"(?:[Rr]ue|RUE|[Aa]venue|AVENUE|[Aa]v\.?|AV\.?|[Bb]oulevard|BOULEVARD|[Bb]d\.?|BD|[Bb]lvd\.?|[Cc]hemin|CHEMIN|"
    r"[Cc]he?\.|[Ii]mpasse|IMPASSE|[Ii]mp\.?|[Aa]ll[ée]es?|ALL[ÉE]ES?|[Rr]te\.?|[Ss]quare|[Ss]entier|[Ss]ente|"
    r"[Vv]enelle|[Rr]uelle|[Tt]raverse|[Ff]aubourg|[Ff]bg|[Ll]otissement|[Rr]ond[- ]point|[Ee]splanade)"
)
_UNSURE = (
    r"(?:[Pp]lace|PLACE|[Pp]l\.?|[Rr]oute|ROUTE|[Qq]uai|QUAI|[Cc]ours|[Pp]assage|[Rr][ée]sidence|[Cc]it[ée]|[Hh]ameau|"
    r"[Vv]oie|[Vv]illa|[Mm]ont[ée]e|[Cc]our|[Mm]ail|[Cc]los|[Pp]romenade|[Cc]h)"
)
_LINK = r"(?:de la|de l'|de|du|des|la|les?|l'|d'|d|l|aux?|à la|à l'|sur|sous|en|et|lès|lez)"
_NUMBER = r"(?<![\w€])\d{1,4}(?: ?(?:bis|ter|quater|BIS|TER)| ?[A-Da-d](?= |,))?(?:[-/]\d{1,4})?,? {1,2}"
_NAME = (
    rf"(?: {_LINK}(?:(?<=') ?| )| )(?:{_LINK}(?:(?<=') ?| ))?[\w'-]{{2,40}}"
    rf"(?:[ -](?:{_LINK}(?:(?<=') ?| ))?(?:{_CAPITAL}[\w'-]{{1,40}}|\d{{1,2}} {_CAPITAL}[\w-]+|"
    rf"\d{{1,2}} (?:janvier|mai|juin|juillet|août|novembre|septembre|mars)(?: \d{{4}})?)){{0,6}}"
)
_PROPER = (
    rf"(?: {_LINK}(?:(?<=') ?| )){{0,2}} ?(?:\d{{1,2}} )?{_CAPITAL}[\w'-]{{1,40}}"
    rf"(?:[ -](?:{_LINK}(?:(?<=') ?| ))?{_CAPITAL}[\w'-]{{1,40}}){{0,5}}"
)
_TOWN = rf"{_CAPITAL}[\w'-]{{1,40}}(?:[ -](?:(?:sur|sous|en|lès|le|la|les|de|du|d'|l'|aux?|et) ?-?)?{_CAPITAL}?[\w'-]{{2,30}}(?=[ ,.;)-]|$)){{0,0}}(?:[ -](?:(?:sur|sous|en|lès|le|la|les|de|du|aux?)[ -])?{_CAPITAL}[\w'-]{{1,40}}){{0,4}}"
_DOOR = (
    r"(?:,? ?(?:(?:[Bb][âa]t(?:iment)?|[Aa]pp?t|[Aa]partement|[Aa]ppartement|[Ee]sc(?:alier)?|[Pp]orte|[Ll]ogement)"
    r"\.? ?(?:n° ?)?[A-Z0-9]{1,4}|\d{1,2}(?:e|er|ème|eme) étage)){0,4}"
)
_POSTCODE = rf"(?:(?:,? ?-? ?)(?:(?:à|a) )?(?:F-)?\d\d ?\d{{3}},? ?(?:{_TOWN}|[a-zà-ÿ][\w'-]{{2,30}})?|,? (?:à|À) {_TOWN}|, {_TOWN})?"
_STREETS = (
    re.compile(rf"{_NUMBER}{_SURE}{_NAME}{_DOOR}{_POSTCODE}"),
    re.compile(rf"{_NUMBER}{_UNSURE}{_PROPER}{_DOOR}{_POSTCODE}"),
    re.compile(rf"{_NUMBER}{_UNSURE}{_NAME}{_DOOR},? ?\d\d ?\d{{3}}(?: {_TOWN})?"),
)
_NO_NUMBER = re.compile(rf"(?<![\w-]){_SURE}{_NAME}{_DOOR},? ?-? ?\d\d ?\d{{3}}(?: {_TOWN})?")
_SMALL_PLACE = re.compile(
    rf"{_NUMBER}(?:[Pp]lace (?:du |de la |des |de l'|d')|(?:[Rr]oute|[Qq]uai) (?:du |de la |des |de |d'))"
    r"(?!(?:parking|stationnement|cr[èe]che|th[ée][âa]tre|cin[ée]ma|travail|vie)\b)[\w'-]{2,40}"
)
_ONE_MORE = re.compile(r" ([a-zà-ÿ][\w'-]{2,40})")
_LIVES = (
    r"(?:[Jj]'habite|habite|habitons|habitant|habitent|[Dd]omicilié\w*|[Dd]emeur\w+|[Ll]og[ée]\w*|[Vv]i[st]|réside\w*|"
    r"hébergé\w*|[Aa]dresse(?: \w+){0,2}? ?(?::|est|c'est)|[Dd]omicile ?:|déménag\w+|chez (?:moi|nous|lui|elle))"
)
_LIVED = (
    re.compile(
        rf"{_LIVES}(?: \w+){{0,2}}? ?(?:,|:|au|à|dans|la|le)? ?(?P<place>(?:\d{{1,4}} ?(?:bis|ter)?,? )?"
        rf"(?:{_SURE}|{_UNSURE}){_NAME}{_DOOR}{_POSTCODE})"
    ),
    re.compile(rf"{_LIVES}(?: \w+){{0,2}}? ?(?:,|:|au|à)? ?(?P<place>\d\d ?\d{{3}} {_TOWN})"),
    re.compile(
        rf"{_LIVES} (?:au|à la|à l'|à) ?(?P<place>\d{{1,4}}(?: bis| ter)? [\w' -]{{3,40}},? \d{{5}}(?: {_TOWN})?)"
    ),
)
_HAMLET = re.compile(
    rf"(?:[Ll]ieu-?[ -]?dits?|LIEU-?[ -]?DIT|[Ll]d\.) ?:? ?«? ?(?:{_LINK}(?:(?<=') ?| ))?(?:(?:Le|La|Les|L') ?)?[\w'-]{{2,30}}"
    rf"(?:[ -](?:{_LINK}(?:(?<=') ?| ))?{_CAPITAL}[\w'-]{{1,40}}){{0,4}} ?»?{_POSTCODE}"
)
_BOX = re.compile(
    rf"\b(?:BP|B\.P\.|bp|[Bb]oîte postale|CS) ?(?:n° ?)?\d{{1,5}}(?:,? ?\d\d ?\d{{3}}(?: {_TOWN})?)?(?!\d)"
)
_FLAT = re.compile(
    r"\b(?:[Aa]pp?t\.?|[Aa]ppartement|[Bb][âa]t\.|[Bb][âa]timent) ?(?:n° ?)?(?:[A-Z]?\d{1,4}|[A-Z])\b"
    r"(?:,? ?(?:[Bb][âa]t(?:iment)?\.?|[Ee]sc(?:alier)?\.?|[Pp]orte|[Aa]pp?t\.?|[Aa]ppartement|étage|[Rr]ésidence) ?[A-Z0-9]{1,4}){0,3}"
)
_ESTATE = re.compile(
    rf"\b(?:[Rr]ésidence|[Ll]otissement|HLM|[Ff]oyer|[Cc]ité|[Hh]ameau) (?:(?:Les|Le|La|L'|des|du|de la|le|la|les) ?){_CAPITAL}?[\w'-]{{2,30}}"
    rf"(?: {_CAPITAL}[\w'-]+){{0,3}}{_DOOR}(?:,? \d{{5}}(?: {_TOWN})?)"
)


def find(reading: Reading) -> Iterator[Found]:
    """Find postal addresses."""
    for rule in (*_STREETS, _NO_NUMBER, _SMALL_PLACE, _HAMLET, _BOX, _FLAT, _ESTATE):
        for found in rule.finditer(reading.shown):
            yield Found(Kind.ADDRESS, found.start(), _end(found, reading))
    for rule in _LIVED:
        for found in rule.finditer(reading.shown):
            yield Found(Kind.ADDRESS, found.start("place"), found.end("place"))


def _end(found: re.Match[str], reading: Reading) -> int:
    """Return where the address ends: a first name without capital (« rue jules ferry ») has a name after it."""
    last = reading.plain[found.start() : found.end()].rpartition(" ")[2]
    more = _ONE_MORE.match(reading.shown, found.end()) if last in FIRST_NAMES else None
    return more.end() if more else found.end()
