"""Passwords and codes, after the word that says so; never the code of a law, of an error or of a town."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.reports.scrubber.found import Found, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.reports.scrubber.reading import Reading

_IS = r"(?:(?: ?(?:[:=]|->|=>) ?)|(?:,? (?:c'est|est|etait|sera|reste|serait|cest|c est) ?:? ?))"
_TOKEN = r"[\"«'“(]? ?(?P<value>[^\s\"»”),;]{1,64})"
_PASSWORD = re.compile(
    rf"\b(?:mots? de passe?s?|mdp|passwords?|motdepasse|mot passe|pass|pwd|passe)(?: [a-z'-]+){{0,5}}?{_IS}{_TOKEN}"
)
_BARE_PASSWORD = re.compile(
    r"\b(?:mots? de passe|mdp|password|pwd)(?: \w+){0,2}? "
    r"[\"«'“(]? ?(?P<value>[^\s\"»”),;]*[a-z][^\s\"»”),;]*\d[^\s\"»”),;]*|\d{4,}[^\s\"»”),;]*)"
)
_LOGIN = re.compile(
    rf"\b(?:identifiants?|login|pseudo|nom d'utilisateur|user(?:name)?|id de connexion)(?: [a-z'-]+){{0,4}}?{_IS}{_TOKEN}"
)
_LAW = (
    r"(?! ?(?:postal|postaux|erreur|d'erreur|http|insee|ape|naf|rome|civil|penal|du travail|de la (?:route|secu|sante|"
    r"consommation)|de l'|des (?:impots|relations)|general|guichet|banque|barres?|de commerce|monetaire|statut|rousseau))"
)
_BARE_LOGIN = re.compile(
    r"\b(?:identifiants?|login|pseudo)(?: est)? (?P<value>[a-z][\w.-]*(?:\d|_)[\w.-]*)(?![\w@])"
)
_AS_CODE = re.compile(
    r"(?<![\d,.])(?P<value>\d(?:[ .-]?\d){3,9}),? (?:comme|en guise de|pour) (?:le |mon |un )?"
    rf"(?:codes?{_LAW}|mdp|mot de passe|pin)\b"
)
_CODE = re.compile(
    rf"\b(?:codes?{_LAW}|pin|digicode|cvv|cvc|cryptogramme|cle (?:wifi|d'acces|de securite)|otp)(?: [a-z'-]+){{0,6}}?"
    r"(?:(?: ?(?:[:=]|->|=>) ?)|(?:,? (?:c'est|est|etait|sera|cest) ?:? ?)|,? (?:de |le |n.? ?)?)"
    r"[\"«'“(]? ?(?P<value>\d(?:[ .-]?\d){2,9}(?![\d/])|(?=[a-z-]*\d)[a-z0-9-]{4,20})(?![\w%€])"
)
_ERROR = re.compile(
    r"\b(?:erreur|http|postal|insee|affiche|formulaire|cerfa|article|departement|ville|commune)\b"
)
_ORDINARY = re.compile(
    r"(?:(?:in|non|pas|trop|tres|bien|toujours|encore|deja|jamais|plus|aussi|a|le|la|les|un|une|mon|ma|ce|celui|que|"
    r"qu'il|qu'elle|il|elle|on|pour|parce|de|du|en|dans|impossible|obligatoire|bon|bonne|mauvais|mauvaise|faux|juste|"
    r"correct|incorrect|errone|inconnu|perdu|bloque|long|court|complique|simple|different|facile|difficile|valide|"
    r"invalide|valable|nouveau|ancien|vide|introuvable|indisponible|arrive|parti|expire|d'abord|sur|ecrit|fini|fait)"
    r"[.!?…]?|[a-z'-]*(?:e|ee|es|ees|u|ue|ible|able|ect|ecte|eux|euse|ment|ant|ent|is|it|ite|if|ive|oire)[.!?…]?)$"
)
_PLAIN_WORD = re.compile(r"[a-z'-]+[.!?…]?$")


def find(reading: Reading) -> Iterator[Found]:
    """Find passwords, codes and logins."""
    for rule in (_PASSWORD, _LOGIN):
        for found in rule.finditer(reading.plain):
            if not _is_ordinary(found, reading):
                yield _without_stop(found)
    for rule in (_BARE_PASSWORD, _BARE_LOGIN, _AS_CODE):
        yield from (_without_stop(found) for found in rule.finditer(reading.plain))
    for found in _CODE.finditer(reading.plain):
        if not _ERROR.search(reading.plain, max(0, found.start() - 12), found.end()):
            yield _without_stop(found)


def _is_ordinary(found: re.Match[str], reading: Reading) -> bool:
    """Whether the word after « est » is a word of the sentence (« refusé ») and not the password."""
    value = found["value"]
    if not _PLAIN_WORD.match(value):
        return not any(character.isalnum() for character in value) or value.startswith("[")
    written = reading.shown[found.start("value") : found.end("value")]
    before = reading.plain[found.start() : found.start("value")]
    if before.rstrip().endswith(("=", ":")):
        return bool(_ORDINARY.match(value)) and len(value) < 5
    return bool(_ORDINARY.match(value)) and not any(c.isupper() for c in written[1:])


def _without_stop(found: re.Match[str]) -> Found:
    value = found["value"]
    return Found(Kind.SECRET, found.start("value"), found.start("value") + len(value.rstrip(".!?…")))
