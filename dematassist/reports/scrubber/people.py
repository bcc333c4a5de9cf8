"""Names: after a civility, a word of family, « je m'appelle », in a signature, or a first name and a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.reports.scrubber.first_names import FIRST_NAMES
from dematassist.reports.scrubber.found import Found, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.reports.scrubber.reading import Reading

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_WORD = rf"(?:[DOL]')?{_CAPITAL}[\wÀ-ÿ]*(?:['-]{_CAPITAL}?[\wÀ-ÿ]+)*"
_LINK = r"(?:de la|de l'|de|du|des|d'|le|la|el|al|ben|bin|ould|van|von|da|dos|di)"
_NAME = rf"{_WORD}\.?(?: (?:{_LINK} ?)?{_WORD}){{0,3}}"
_NAMES = rf"{_NAME}(?:(?:, | et | & ){_NAME}){{0,4}}"
_INSTITUTION = (
    r"(?!(?:Caf|CAF|Cpam|CPAM|MSA|Msa|Ameli|AMELI|Carsat|CARSAT|Urssaf|URSSAF|CCAS|MDPH|ANTS|OFII|DGFIP|France|Pôle|Mairie|"
    r"Préfecture|Préfet|Préfète|Maire|Assurance|Impôts|Service|Services|Sécurité|Internet|Firefox|Chrome|Google|Windows|"
    r"FranceConnect|Vitale|Madame|Monsieur|Mme|Français|Française|Algérien|Algérienne|Marocain|Marocaine|Il|"
    r"Elle|On|Je|J'|Nous|Vous|Un|Une|Des|Et|Mais|Bonjour|Bonsoir|Merci|Cordialement|Depuis|Pour|Quand|Que|Qui|Ça|C'|"
    r"Président|Présidente|Directeur|Directrice|Défenseur|Ministre|RSA|APL|AAH|PUMA|CSS|CMU|Pass|SMS|PDF|OK|X|Navigo)\b)"
)
_ARTICLE = r"(?!(?:Le|La|Les)\b)"
"""Begins a sentence; after a civility, it begins a name (« Mme Le Goff »)."""
_CIVILITY = re.compile(
    rf"(?<![\w'])(?:M\.?|Mr\.?|MR|Mme\.?|MME|Mmes|MM\.|Mlle\.?|MLLE|Monsieur|MONSIEUR|Madame|MADAME|Mademoiselle|Docteur|Dr\.?|"
    rf"Maître|Me|mr\.?|mme|mlle|monsieur|madame|mademoiselle|docteur|dr)(?: et (?:M\.|Mme|Mr|Madame|Monsieur))? "
    rf"(?P<name>{_INSTITUTION}{_NAME})"
)
_SMALL_CIVILITY = re.compile(
    r"(?<![\w'])(?:mme|mr|mlle|melle|madame|monsieur|mademoiselle) (?P<name>[a-z][a-z'-]{2,30})(?: (?P<more>[a-z][a-z'-]{2,30}))?"
)
_NOT_A_NAME = frozenset(
    [
        "les",
        "des",
        "une",
        "qui",
        "que",
        "est",
        "dit",
        "avait",
        "avez",
        "avec",
        "pour",
        "par",
        "sur",
        "sous",
        "dans",
        "mais",
        "donc",
        "car",
        "bonjour",
        "bonsoir",
        "merci",
        "nous",
        "vous",
        "elle",
        "ont",
        "son",
        "ses",
        "leur",
        "peut",
        "doit",
        "fait",
        "vient",
        "etait",
        "etes",
        "sera",
        "suis",
        "sont",
        "pas",
        "n'est",
        "n'a",
        "m'a",
        "s'est",
        "voici",
        "voila",
        "cela",
        "quand",
        "comme",
        "depuis",
        "sans",
        "chez",
        "aux",
        "cette",
        "ces",
        "tout",
        "tous",
        "toute",
        "toutes",
        "directrice",
        "directeur",
        "maire",
        "prefet",
        "ministre",
        "president",
        "conseiller",
        "conseillere",
        "agent",
        "juge",
        "tres",
        "bien",
        "souhaite",
        "demande",
        "veut",
        "attend",
        "attendait",
        "repond",
        "repondu",
        "a",
        "l'agent",
        "j'ai",
        "c'est",
        "je",
        "monsieur",
        "madame",
        "explique",
        "parle",
        "appelle",
        "fut",
        "refuse",
        "refusait",
        "n'arrive",
        "arrive",
    ]
)
_KIN = (
    r"(?:fils|fille|filles|enfants?|mari|femme|épouse|époux|conjointe?|mère|maman|père|papa|frères?|sœurs?|soeurs?|"
    r"compagnon|compagne|bébé|voisine?|neveu|nièce|oncle|tante|cousine?|beau-père|belle-mère|beau-frère|belle-sœur|"
    r"beau-fils|belle-fille|grand-mère|grand-père|mamie|papi|petit-fils|petite-fille|petits-enfants|amie?|copine|copain|"
    r"collègue|conseillère?|assistante sociale|médecin|avocate?|patronne?|propriétaire|tutrice|tuteur|curatrice|curateur|"
    r"bénéficiaire|usagère?|ex-mari|ex-femme|ex|colocataire|aidante?|client|cliente|stagiaire|filleule?|jumeaux|jumelles)"
)
_KINSHIP = re.compile(
    rf"\b(?:[Mm]on|[Mm]a|[Mm]es|[Nn]otre|[Nn]os|[Ss]on|[Ss]a|[Ss]es|[Vv]otre|[Ll]eur|[Uu]ne?|[Ll]e|[Ll]a|[Dd]e|[Ll]'|[Dd]'|petite?|aînée?)"
    rf"(?:(?<=')| ){_KIN}(?: (?:aînée?|cadette?|majeure?|mineure?|handicapée?|décédée?))?"
    rf"(?: se nomme| s'appelle|,| :| est)? (?P<name>{_ARTICLE}{_INSTITUTION}{_NAMES})"
)
_AGENT = re.compile(
    rf"\b(?:agente?|conseillère?|docteur|gestionnaire|dénommée?|nommée?|un certain|une certaine|prénommée?) (?P<name>{_ARTICLE}{_INSTITUTION}{_NAME})"
)
_CALLED = re.compile(
    rf"(?:\b[Jj]e m[' ]app?ell?e|\b[Jj]e me nomme|\b[Mm]oi c'est|\bs'app?ell?e|\bse nomme|\b[Jj]e suis|\bJE M'APPELLE|\b[Ii]ci|"
    rf"\b[Mm]on (?:pré)?nom(?: de (?:famille|jeune fille|naissance))?(?: (?:est|c'est)| :)?|\b[Nn]om(?: de (?:famille|jeune fille|naissance))?(?: ?:| )|\b[Uu]sag(?:er|ère) ?:|"
    rf"\b[Pp]rénoms?(?: ?:| )|\bNOM ?:|\bPRÉNOM ?:|\bau nom d(?:e|')|\b[Dd]e la part d(?:e|')|\b[Ss]igné ?:?|\b[Nn]ée?s? (?=[A-Z])|\bépouse|\bveuve|"
    rf"\b[Dd]ossier de|\b[Cc]ompte de|\bpour le compte d(?:e|')|\b[Cc]arte de|\bchez|\bgérante?|\b[Pp]our) ?(?P<name>{_ARTICLE}{_INSTITUTION}{_NAME})"
)
_WEAK = re.compile(r"\b(?:[Jj]e suis|[Ii]ci|[Cc]ompte de|[Cc]arte de|[Dd]ossier de|chez|[Pp]our) ?$")
_SMALL_CALLED = re.compile(
    r"\b(?:je m[' ]app?ell?e|je me nomme|mon nom (?:de famille )?(?:est|c'est)|nom ?:|prenom ?:|s'app?ell?e|mon prenom (?:est|c'est)) "
    r"(?P<name>[a-z][a-z'-]{1,30}(?: [a-z][a-z'-]{2,30})?)(?=[ ,.;!]|$)"
)
_SIGNED = re.compile(
    rf"(?:[Cc]ordialement|[Bb]ien à vous|[Ss]alutations(?: distinguées)?|[Mm]erci(?: d'avance| à vous| beaucoup)?|[Bb]onne journée|"
    rf"[Rr]espectueusement|[Ss]incèrement|[Aa]mitiés|[Cc]dt|CDLT|[Cc]dlt)[ ,.!:\n-]+(?P<name>{_ARTICLE}{_INSTITUTION}{_NAME})[ .!]*(?:$|\n)"
)
_SMALL_SIGNED = re.compile(
    r"\b(?:cordialement|salutations|merci(?: d'avance| a vous| beaucoup)?|bonne journee|cdt|cdlt)[ ,.!:\n-]+"
    r"(?P<name>[a-z][a-z'-]{1,30})(?: (?P<more>[a-z][a-z'-]{2,30}))?[ .!]*(?:$|\n)"
)
_CAPITALS = re.compile(rf"(?<![\w'-])(?P<name>{_WORD}(?: {_WORD}){{1,3}})(?![\w])")
_ALONE = re.compile(rf"(?<![\w'-])(?P<name>{_CAPITAL}[\wÀ-ÿ]+(?:-{_CAPITAL}[\wÀ-ÿ]+)?)(?![\w])")
_PUBLIC_PLACE = re.compile(
    r"\b(?:rue|avenue|av\.?|boulevard|bd|place|square|lycee|college|ecole|hopital|universite|clinique|gare|metro|station|espace|"
    r"centre|maison|mediatheque|bibliotheque|salle|pont|quai|stade|foyer|mission|cours|allee|impasse|theatre|chu|prix|loi|fort|ville|port) (?:[a-z' -]{0,8})$"
)
_TOWNS = re.compile(r"(?:^|[ -])(?:saint|sainte|st|ste)$|^(?:saint|sainte)\b")
_PLACE_AFTER = re.compile(r"^(?:france|paris|lyon|marseille|caf|cpam|travail|connect)\b")


def find(reading: Reading) -> Iterator[Found]:
    """Find names."""
    for rule in (_CIVILITY, _KINSHIP, _AGENT, _SIGNED):
        yield from (_named(found) for found in rule.finditer(reading.shown))
    for found in _CALLED.finditer(reading.shown):
        if not _WEAK.search(reading.shown[found.start() : found.start("name")]) or _is_person(reading, found):
            yield _named(found)
    yield from _small(reading)
    for rule in (_CAPITALS, _ALONE):
        for found in rule.finditer(reading.shown):
            before = reading.plain[max(0, found.start() - 25) : found.start()]
            if not _PUBLIC_PLACE.search(before) and _is_person(reading, found):
                yield _named(found)


def _small(reading: Reading) -> Iterator[Found]:
    """Find names written without capitals."""
    for found in _SMALL_CIVILITY.finditer(reading.plain):
        if _is_ordinary(found["name"]):
            continue
        more = found["more"]
        end = (
            found.end("more")
            if more and found["name"] in FIRST_NAMES and not _is_ordinary(more)
            else found.end("name")
        )
        yield Found(Kind.NAME, found.start("name"), end)
    for found in _SMALL_CALLED.finditer(reading.plain):
        first, _, second = found["name"].partition(" ")
        if not _is_ordinary(first):
            length = len(found["name"]) if second and not _is_ordinary(second) else len(first)
            yield Found(Kind.NAME, found.start("name"), found.start("name") + length)

    for found in _SMALL_SIGNED.finditer(reading.plain):
        if found["name"] in FIRST_NAMES:
            yield Found(Kind.NAME, found.start("name"), max(found.end("name"), found.end("more")))


def _is_ordinary(word: str) -> bool:
    return (
        word in _NOT_A_NAME or len(word) < 3 or word.startswith(("m'", "n'", "s'", "l'", "c'", "qu'", "j'"))
    )


def _is_person(reading: Reading, found: re.Match[str]) -> bool:
    """Whether these words with capitals hold a first name that is not that of a place."""
    words = reading.plain[found.start("name") : found.end("name")].replace("-", " ").split()
    return (
        any(word in FIRST_NAMES for word in words)
        and not _TOWNS.search(words[0])
        and not _TOWNS.search(
            reading.plain[max(0, found.start("name") - 7) : found.start("name")].rstrip(" -")
        )
        and not _PLACE_AFTER.match(words[0])
    )


def _named(found: re.Match[str]) -> Found:
    start, end = found.span("name")
    return Found(Kind.NAME, start, end - (found["name"].endswith(".") and len(found["name"]) > 2))
