"""Words as a person types them → words as the library writes them.

A word is looked for as it is, then without its accents, then as the beginning of a word (the last one,
while the person types), then with its spelling repaired, then as two words stuck together. The vocabulary
stays on disk: a table of the words of the library, and their groups of three letters in an FTS5 table,
which gives forty neighbours to compare.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from dematassist.folding import folded
from dematassist.guides.words import distance, is_grammar, is_measure, key, sound, split, trigrams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Rows = Callable[[str, tuple[object, ...]], list[tuple[Any, ...]]]

_MOST_WORDS = 40
_MOST_REPAIRS = 12
_MOST_BEGUN = 12
_CANDIDATES = 40
_SHORTEST_BEGINNING = 2
_SHORTEST_REPAIRED = 3
_SHORTEST_WITH_TWO_SLIPS = 6
_SHORTEST_PART = 3
_SHORTEST_HALF = 5
_HARDLY_ANY = 2
"""Documents that have a word which may be a slip."""
_MANY = 50
"""How many times more have the word that it may be."""
_SOUNDS_ALIKE = 5
"""Letters from which two words that sound nearly alike are taken for one."""
_ALIKE = 2
"""How far such words are."""
_TOO_FAR = 99
_WEIGHTS = {1: 0.75, 2: 0.5}
"""How much a repair counts that sounds otherwise, by how far it is."""
_WEIGHT_OF_MEASURES = 0.5
"""How much a number or a unit counts: « six months » hardly tells what is asked."""
_STUCK = re.compile(r"(?:[cdjlmnst]|qu)([aeiouyhàâéèêëîïôœù]\w+)", re.IGNORECASE)
"""An elided article without its apostrophe, and the word."""
_LAST_LETTER = "\U0010ffff"
_KNOWN = "SELECT lang, key, folded, shown, n, documents FROM vocabulary WHERE "


class Reading(NamedTuple):
    """One word as it was understood: ``meant`` is what was ``said``, repaired or completed.

    ``keys`` is its key in each language, to compare with expressions of the lexicon; ``looked_for`` are
    the keys to look for in the documents, none when it can only be the beginning of one of ``begun``.
    ``documents`` is how many have it, ``rarity`` how much it says: more for « passeport » than for « carte ».
    ``weight`` is how much it counts: 1 for a word of the library, less for another that is near, or a number.
    """

    said: str
    meant: str
    keys: dict[str, str]
    looked_for: tuple[str, ...]
    begun: tuple[str, ...]
    documents: int
    rarity: float
    weight: float = 1.0

    @property
    def is_repaired(self) -> bool:
        """Whether the library writes the word in another way."""
        return self.said != self.meant and not self.is_only_begun

    @property
    def is_only_begun(self) -> bool:
        """Whether the word is not one yet: ``meant`` is then the likeliest, among ``begun``."""
        return not self.looked_for


class _Entry(NamedTuple):
    """A row of the vocabulary: ``n`` times in the texts, ``documents`` documents with its key."""

    lang: str
    key: str
    folded: str
    shown: str
    n: int
    documents: int


class _Near(NamedTuple):
    """A word of the library near to one written, in the order of what is likely: the least is the best."""

    far: int
    sounds_otherwise: bool
    begins_otherwise: bool
    unlikely: float
    lang: int
    said: int
    entry: _Entry


def spelling_texts(written: Sequence[str], lang: str) -> list[str]:
    """Return what the table of spellings holds for each word: how it is written, and how it sounds."""
    # All at once: word by word, most of the time would go to small steps.
    lines = "\n".join(written)
    pairs = zip(folded(lines).split("\n"), _heard(lines, lang).split("\n"), strict=True)
    return [f"^{bare}$" if heard == bare else f"^{bare}$ ^{heard}$" for bare, heard in pairs]


def _heard(written: str, lang: str) -> str:
    # Folded, « reçu » would sound as « recu ».
    return sound(folded(written.casefold().replace("ç", "ss"))) if lang == "fr" else folded(written)


class Vocabulary:
    """The words of a compiled library. ``rows`` runs a query on it; ``own`` are right as they are, folded."""

    def __init__(self, rows: Rows, own: frozenset[str] = frozenset()) -> None:
        self._rows = rows
        self._own = own
        self._documents = max(1, int(rows("SELECT count(*) FROM document", ())[0][0]))

    def read(self, text: str, langs: Sequence[str], *, is_typing: bool) -> list[Reading]:
        """Return the words of ``text`` that carry meaning, each once, as the library writes them."""
        said = [w for w in split(text) if not any(is_grammar(w, lang) for lang in langs)][:_MOST_WORDS]
        if is_typing and len(said) > 1 and len(said[-1]) < _SHORTEST_BEGINNING:
            # One letter of a next word says nothing yet.
            said.pop()
            is_typing = False
        readings: dict[str, Reading] = {}
        repairs = _MOST_REPAIRS
        for number, written in enumerate(said, 1):
            known = self._known(written, langs, is_last=is_typing and number == len(said))
            if known is not None:
                understood: tuple[Reading, ...] = (known,)
            elif repairs:
                repairs -= 1
                understood = self._repaired(written, langs)
            else:
                understood = (self._unknown(written, langs),)
            for reading in understood:
                readings.setdefault(reading.keys[langs[0]], reading)
        return list(readings.values())

    def documents(self, keys: Iterable[str]) -> dict[str, int]:
        """Return how many documents have each of these keys; none is not there."""
        asked = tuple(set(keys))
        marks = ",".join("?" * len(asked))
        found = (
            f"SELECT key, max(documents) FROM vocabulary WHERE documents AND key IN ({marks}) GROUP BY key"
        )
        return dict(self._rows(found, asked))

    def joined(self, one: Reading, other: Reading, langs: Sequence[str]) -> tuple[str, ...]:
        """Return the keys of the word these two make when they are written as one (« france connect »)."""
        entries = self._entries("folded = ?", (folded(one.meant + other.meant),), langs)
        return tuple(dict.fromkeys(entry.key for entry in entries))

    def _entries(self, where: str, values: tuple[object, ...], langs: Sequence[str]) -> list[_Entry]:
        """Return rows of these languages, the language of the person first, then the most frequent."""
        entries = [_Entry(*row) for row in self._rows(_KNOWN + where, values)]
        entries = [entry for entry in entries if entry.lang in langs]
        return sorted(entries, key=lambda e: (langs.index(e.lang), -e.n, e.folded, e.key))

    def _known(self, written: str, langs: Sequence[str], *, is_last: bool) -> Reading | None:
        """Read a word that the library has, or has the rest of; ``None`` when it must be repaired."""
        bare = folded(written)
        own = {lang: key(written, lang) for lang in langs}
        marks = ",".join("?" * len(own))
        entries = self._entries(f"folded = ? OR key IN ({marks})", (bare, *own.values()), langs)
        entries = [entry for entry in entries if entry.folded == bare or entry.key == own[entry.lang]]
        begun = self._begun(bare, langs) if is_last and len(bare) >= _SHORTEST_BEGINNING else []
        if entries:
            known = self._reading(written, written, own, entries, begun)
            return self._rather(known, langs) or known
        if begun:
            likely = self._reading(written, begun[0].shown, own, begun[:1], begun)
            return likely._replace(looked_for=(), begun=tuple(dict.fromkeys(entry.key for entry in begun)))
        if bare in self._own or len(bare) < _SHORTEST_REPAIRED or any(c.isdigit() for c in bare):
            return self._unknown(written, langs)
        return None

    def _rather(self, known: Reading, langs: Sequence[str]) -> Reading | None:
        """Read a word that hardly any document has as one that sounds the same and that many have.

        Official texts have slips as well.
        """
        if not 0 < known.documents <= _HARDLY_ANY or known.begun or len(known.said) <= _SHORTEST_REPAIRED:
            return None
        nearest = self._nearest(known.said, langs, but=known.looked_for)
        if nearest is None or nearest.sounds_otherwise or nearest.entry.documents < _MANY * known.documents:
            return None
        entry = nearest.entry
        keys = {lang: entry.key if lang == entry.lang else key(entry.shown, lang) for lang in langs}
        reading = self._reading(known.said, entry.shown, keys, [entry], [])
        return reading._replace(looked_for=tuple(dict.fromkeys([*reading.looked_for, *known.looked_for])))

    def _unknown(self, written: str, langs: Sequence[str]) -> Reading:
        return self._reading(written, written, {lang: key(written, lang) for lang in langs}, [], [])

    def _reading(
        self, said: str, meant: str, own: dict[str, str], entries: list[_Entry], begun: list[_Entry]
    ) -> Reading:
        keys = dict(own)
        for entry in reversed(entries):
            # Without its accents a word may have another stem: take the one that the library has.
            if not any(known.lang == entry.lang and known.key == own[entry.lang] for known in entries):
                keys[entry.lang] = entry.key
        looked_for = tuple(dict.fromkeys([*keys.values(), *(entry.key for entry in entries)]))
        documents = max((entry.documents for entry in entries), default=0)
        weight = _WEIGHT_OF_MEASURES if is_measure(meant) else 1.0
        return Reading(
            said=said,
            meant=meant,
            keys=keys,
            looked_for=looked_for,
            begun=tuple(dict.fromkeys(entry.key for entry in begun if entry.key not in looked_for)),
            documents=documents,
            rarity=math.log(1 + self._documents / (1 + documents)) * weight,
            weight=weight,
        )

    def _begun(self, bare: str, langs: Sequence[str]) -> list[_Entry]:
        """Return the most frequent words that begin so."""
        marks = ",".join("?" * len(langs))
        where = f"lang IN ({marks}) AND folded > ? AND folded < ? ORDER BY n DESC, folded LIMIT {_MOST_BEGUN}"
        return self._entries(where, (*langs, bare, bare + _LAST_LETTER), langs)

    def _repaired(self, written: str, langs: Sequence[str]) -> tuple[Reading, ...]:
        """Read a word that the library does not have as it is."""
        bare = folded(written)
        elided = _STUCK.fullmatch(written) if langs[-1] == "fr" else None
        if elided and is_grammar(elided[1], "fr"):
            return ()
        known = self._known(elided[1], langs, is_last=False) if elided else None
        if known is not None and known.documents:
            return (known._replace(said=written),)
        nearest = self._nearest(written, langs)
        if elided and (nearest is None or nearest.sounds_otherwise):
            without_article = self._nearest(elided[1], langs)
            is_likelier = (
                nearest is None
                or nearest.far > 1
                or (without_article is not None and without_article.entry.n > nearest.entry.n)
            )
            if without_article and is_likelier and not without_article.sounds_otherwise:
                nearest = without_article
        if nearest is not None:
            best = nearest.entry
            own = {lang: best.key if lang == best.lang else key(best.shown, lang) for lang in langs}
            reading = self._reading(written, best.shown, own, [best], [])
            weight = _WEIGHTS[nearest.far] if nearest.sounds_otherwise else 1.0
            return (reading._replace(weight=reading.weight * weight, rarity=reading.rarity * weight),)
        parts = self._parts(bare, langs) or self._cut_short(bare, langs)
        if not parts:
            return (self._unknown(written, langs),)
        return tuple(
            self._reading(written, part.shown, {lang: key(part.shown, lang) for lang in langs}, [part], [])
            for part in parts
        )

    def _nearest(self, written: str, langs: Sequence[str], but: tuple[str, ...] = ()) -> _Near | None:
        """Return the nearest word of the library, ``but`` for some keys; ``None`` when all are too far."""
        limit = 2 if len(folded(written)) >= _SHORTEST_WITH_TWO_SLIPS else 1
        far = _Farness(written, limit)
        near = [
            _Near(*far.to(entry), langs.index(entry.lang), -entry.n, entry)
            for entry in self._neighbours(written, langs)
            if entry.key not in but
        ]
        best = min(near, default=None)
        return best if best is not None and best.far < _TOO_FAR else None

    def _neighbours(self, written: str, langs: Sequence[str]) -> list[_Entry]:
        """Return words written or sounding like this one: those that share most groups of letters."""
        bare = folded(written)
        groups = dict.fromkeys([*trigrams(bare), *trigrams(_heard(written, langs[0]))])
        query = " OR ".join(f'"{group}"' for group in groups)
        found = (
            f"rowid IN (SELECT rowid FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT {_CANDIDATES})"
        )
        entries = self._entries(found, (query,), langs)
        swapped = _swapped(bare)
        entries += self._entries(f"folded IN ({','.join('?' * len(swapped))})", swapped, langs)
        if len(bare) <= _SHORTEST_REPAIRED + 1:
            # One slip in « rsa » leaves no group of letters in common: look at the short words too.
            where = "folded >= ? AND folded < ? AND length(folded) BETWEEN ? AND ?"
            first, length = bare[0], len(bare)
            entries += self._entries(where, (first, first + _LAST_LETTER, length - 1, length + 1), langs)
        return entries

    def _parts(self, bare: str, langs: Sequence[str]) -> tuple[_Entry, ...]:
        """Return the two words of the library that this one is made of (« poleemploi »), if any."""
        cuts = range(_SHORTEST_PART, len(bare) - _SHORTEST_PART + 1)
        halves = {half for cut in cuts for half in (bare[:cut], bare[cut:])}
        marks = ",".join("?" * len(halves))
        known: dict[str, _Entry] = {}
        for entry in self._entries(f"folded IN ({marks})", tuple(halves), langs):
            known.setdefault(entry.folded, entry)
        pairs = [
            (known[bare[:cut]], known[bare[cut:]]) for cut in cuts if {bare[:cut], bare[cut:]} <= known.keys()
        ]
        return max(pairs, key=lambda pair: min(part.n for part in pair), default=())

    def _cut_short(self, bare: str, langs: Sequence[str]) -> tuple[_Entry, ...]:
        """Return the beginning of a word and the word that this one is made of (« natiofrançaise »)."""
        cuts = range(_SHORTEST_HALF, len(bare) - _SHORTEST_HALF + 1)
        marks = ",".join("?" * len(cuts))
        ends = self._entries(f"folded IN ({marks})", tuple(bare[cut:] for cut in cuts), langs)
        for end in sorted(ends, key=lambda entry: -len(entry.folded)):
            if begun := self._begun(bare.removesuffix(end.folded), langs):
                return (begun[0], end)
        return ()


def _swapped(bare: str) -> tuple[str, ...]:
    """Return a word with two letters swapped, each pair in turn: it has few groups of letters left."""
    return tuple(bare[:i] + bare[i + 1] + bare[i] + bare[i + 2 :] for i in range(len(bare) - 1))


class _Farness:
    """How far words are from one that was written, as it is read and as it sounds."""

    def __init__(self, written: str, limit: int) -> None:
        self._written, self._bare, self._limit = written, folded(written), limit
        self._heard: dict[str, str] = {}

    def to(self, entry: _Entry) -> tuple[int, bool, bool, float]:
        """Return how far a word is, heard or read; if it sounds, then begins otherwise; how unlikely it is.

        A word said a hundred times more is as likely as one that is a slip nearer.
        """
        if entry.lang not in self._heard:
            self._heard[entry.lang] = _heard(self._written, entry.lang)
        heard, other = self._heard[entry.lang], _heard(entry.shown, entry.lang)
        slips = distance(self._bare, entry.folded, self._limit)
        far = slips if slips <= self._limit else _TOO_FAR
        if heard == other:
            far = min(far, 1)
        elif len(heard) >= _SOUNDS_ALIKE and far > _ALIKE and distance(heard, other, 1) == 1:
            far = _ALIKE
        return far, heard != other, self._bare[:1] != entry.folded[:1], slips - math.log10(entry.n) / 2
