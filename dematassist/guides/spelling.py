"""Words as a person types them → words as the library writes them.

A word is looked for as it is, then without its accents, then as the beginning of a word (the last one,
while the person types), then with its spelling repaired (``neighbours.py``): another word, or several that
were stuck together. A word that was cut in two is put together first. Which of several words was meant, the
other words of the question tell.
"""

from __future__ import annotations

import math
import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from dematassist.folding import folded
from dematassist.guides.neighbours import Company, Entry, Near, entries, heard, named, near, often
from dematassist.guides.words import is_grammar, is_measure, key, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dematassist.guides.neighbours import Rows

_MOST_WORDS = 40
_MOST_REPAIRS = 12
_MOST_BEGUN = 12
_SHORTEST_BEGINNING = 2
_SHORTEST_REPAIRED = 3
_SHORTEST_PART = 3
_SHORTEST_HALF = 4
_MOST_HALVES = 2
"""Words that one may begin or end with, the longest first, when its rest must be repaired."""
_SHORTEST_SPELLED = 3
"""Letters alone that may spell an acronym."""
_FEW = 5
"""Documents that have a word which may be a slip."""
_MANY = 50
"""How many times more have the word that it may be."""
_MOST = 1_500
"""Documents from which a word is met with any other: it tells nothing of them."""
_STUCK, _BOTH_STUCK = 0.25, 0.75
"""What a forgotten space costs, in slips, after an article and between two words: nobody hears it."""
_SEEN, _UNSEEN = 0.5, 1.0
"""Slips by which another word must be likelier than one of the library; an unseen form may cost as much."""
_WEIGHTS = {1: 0.75, 2: 0.5}
"""How much a repair counts that sounds otherwise, by how far it is."""
_WEIGHT_OF_MEASURES = 0.5
"""How much a number or a unit counts: « six months » hardly tells what is asked."""
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)([aeiouyhàâéèêëîïôœù]\w+)", re.IGNORECASE)
"""An elided article without its apostrophe, and the word."""
_COUNTED = re.compile(r"([^\W\d_]+)(\d+)")
"""A word and a number without a space (« gir4 »)."""
_LAST_LETTER = "\U0010ffff"


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


def spelling_texts(written: Sequence[str], lang: str) -> list[str]:
    """Return what the table of spellings holds for each word: how it is written, and how it sounds."""
    # All at once: word by word, most of the time would go to small steps.
    lines = "\n".join(written)
    pairs = zip(folded(lines).split("\n"), heard(lines, lang).split("\n"), strict=True)
    return [f"^{bare}$" if sounding == bare else f"^{bare}$ ^{sounding}$" for bare, sounding in pairs]


class Vocabulary:
    """The words of a compiled library. ``rows`` runs a query on it; ``own`` are right as they are, folded."""

    def __init__(self, rows: Rows, own: frozenset[str] = frozenset()) -> None:
        self._rows = rows
        self._own = own
        self._documents = max(1, int(rows("SELECT count(*) FROM document", ())[0][0]))

    def read(self, text: str, langs: Sequence[str], *, is_typing: bool) -> list[Reading]:
        """Return the words of ``text`` that carry meaning, each once, as the library writes them."""
        whole = self._whole(split(text)[:_MOST_WORDS], langs)
        asked = [(written, said) for written, said in whole if not _is_grammar(written, langs)]
        if is_typing and len(asked) > 1 and len(asked[-1][0]) < _SHORTEST_BEGINNING:
            # One letter of a next word says nothing yet.
            asked.pop()
            is_typing = False
        known = [
            self._known(written, langs, is_last=is_typing and number == len(asked))
            for number, (written, _said) in enumerate(asked, 1)
        ]
        company = Company(
            self._rows,
            dict.fromkeys(
                one.looked_for[0] for one in known if one and one.looked_for and 0 < one.documents <= _MOST
            ),
        )
        readings: dict[str, Reading] = {}
        repairs = _MOST_REPAIRS
        for (written, said), as_it_is in zip(asked, known, strict=True):
            understood: tuple[Reading, ...]
            if as_it_is is not None:
                likelier = self._rather(as_it_is, langs, company) if repairs else None
                repairs -= likelier is not None
                understood = ((likelier or as_it_is)._replace(said=said),)
            elif repairs:
                repairs -= 1
                understood = self._repaired(written, langs, company)
            else:
                understood = (self._unknown(written, langs),)
            for reading in understood:
                readings.setdefault(reading.keys[langs[0]], reading)
        return list(readings.values())

    def _whole(self, written: list[str], langs: Sequence[str]) -> list[tuple[str, str]]:
        """Put together the words that were cut (« carte vita le », « r s a »), and cut « gir4 ».

        Each comes with what was said for it.
        """
        known = self._own | {entry.folded for entry in self._named(written, langs)}
        parted: list[str] = []
        for one in written:
            counted = _COUNTED.fullmatch(one) if folded(one) not in known else None
            parted += counted.groups() if counted else [one]

        def is_strange(one: str) -> bool:
            return (len(one) < _SHORTEST_PART or folded(one) not in known) and not _is_grammar(one, langs)

        # How many words may be one, by their place: letters alone, or a word and one that nobody writes.
        runs: dict[int, int] = {}
        for place in range(len(parted) - 1):
            letters = sum(1 for _letter in takewhile(lambda one: len(one) == 1, parted[place:]))
            if letters >= _SHORTEST_SPELLED:
                runs[place] = letters
            elif is_strange(parted[place]) or is_strange(parted[place + 1]):
                runs[place] = 2
        whole = {place: "".join(parted[place : place + run]) for place, run in runs.items()}
        found = {entry.folded for entry in self._named(list(whole.values()), langs)} if whole else set()
        result: list[tuple[str, str]] = []
        place = 0
        while place < len(parted):
            run, one = 1, parted[place]
            if place in whole and whole[place].isalpha() and folded(whole[place]) in found:
                run, one = runs[place], whole[place]
            result.append((one, " ".join(parted[place : place + run])))
            place += run
        return result

    def _named(self, written: Iterable[str], langs: Sequence[str]) -> list[Entry]:
        """Return the words written so."""
        return named(self._rows, dict.fromkeys(map(folded, written)), langs)

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
        found = self._named([one.meant + other.meant], langs)
        return tuple(dict.fromkeys(entry.key for entry in found))

    def _known(self, written: str, langs: Sequence[str], *, is_last: bool) -> Reading | None:
        """Read a word that the library has, or has the rest of; ``None`` when it must be repaired."""
        bare = folded(written)
        own = {lang: key(written, lang) for lang in langs}
        marks = ",".join("?" * len(own))
        found = entries(self._rows, f"folded = ? OR key IN ({marks})", (bare, *own.values()), langs)
        found = [entry for entry in found if entry.folded == bare or entry.key == own[entry.lang]]
        begun = self._begun(bare, langs) if is_last and len(bare) >= _SHORTEST_BEGINNING else []
        if found:
            return self._reading(written, written, own, found, begun)
        if begun:
            likely = self._reading(written, begun[0].shown, own, begun[:1], begun)
            return likely._replace(looked_for=(), begun=tuple(dict.fromkeys(entry.key for entry in begun)))
        if bare in self._own or len(bare) < _SHORTEST_REPAIRED or any(c.isdigit() for c in bare):
            return self._unknown(written, langs)
        return None

    def _rather(self, known: Reading, langs: Sequence[str], company: Company) -> Reading | None:
        """Read a word that few documents have, or none as it is written, as one that is likelier.

        Official texts have slips as well. It has company, or sounds the same and many more have it. Both are
        looked for.
        """
        bare, own = folded(known.said), known.looked_for
        is_word = len(bare) > _SHORTEST_REPAIRED and bare.isalpha() and bare not in self._own
        if not known.documents or known.begun or not is_word:
            return None
        forms = self._named([bare], langs)
        if forms and (known.documents > _FEW or any(map(company.is_said, own))):
            return None
        is_met = any(map(company.meets, own))
        if forms and is_met:
            return None
        others = near(self._rows, bare, langs)
        likely = company.likeliest(one for one in others if one.far == 1 and one.entries[0].key not in own)
        least = -max(map(often, forms)) - _SEEN if forms else _UNSEEN - is_met
        if likely is None or (likely.is_met and likely.cost > least):
            return None
        many = likely.entries[0].documents >= _MANY * known.documents
        if not likely.is_met and (likely.sounds_otherwise or not many):
            return None
        reading = self._meant(known.said, likely, langs)[0]
        return reading._replace(looked_for=tuple(dict.fromkeys([*reading.looked_for, *own])))

    def _unknown(self, written: str, langs: Sequence[str]) -> Reading:
        return self._reading(written, written, {lang: key(written, lang) for lang in langs}, [], [])

    def _reading(
        self, said: str, meant: str, own: dict[str, str], entries: list[Entry], begun: list[Entry]
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

    def _begun(self, bare: str, langs: Sequence[str]) -> list[Entry]:
        """Return the most frequent words that begin so."""
        marks = ",".join("?" * len(langs))
        where = f"lang IN ({marks}) AND folded > ? AND folded < ? ORDER BY n DESC, folded LIMIT {_MOST_BEGUN}"
        return entries(self._rows, where, (*langs, bare, bare + _LAST_LETTER), langs)

    def _repaired(self, written: str, langs: Sequence[str], company: Company) -> tuple[Reading, ...]:
        """Read a word that the library does not have as it is."""
        bare = folded(written)
        if any(
            _is_grammar(bare[:cut], langs) and _is_grammar(bare[cut:], langs) for cut in range(1, len(bare))
        ):
            return ()
        elided = _ELIDED.fullmatch(bare)
        known = (
            next((word for word in self._named([elided[1]], langs) if word.documents), None)
            if elided
            else None
        )
        if known:
            # « dadresse »: hardly ever another word.
            return self._meant(written, Near(0, 1, False, False, (known,)), langs)
        ways = [*near(self._rows, written, langs), *self._parted(bare, langs)]
        likely = company.likeliest(ways) or self._partly_repaired(bare, langs, company)
        return self._meant(written, likely, langs) if likely else (self._unknown(written, langs),)

    def _meant(self, written: str, likely: Near, langs: Sequence[str]) -> tuple[Reading, ...]:
        """Return the words that one was written for."""
        weight = _WEIGHTS[likely.far] if likely.sounds_otherwise else 1.0
        readings = []
        for part in likely.entries:
            own = {lang: part.key if lang == part.lang else key(part.shown, lang) for lang in langs}
            reading = self._reading(written, part.shown, own, [part], [])
            readings.append(reading._replace(weight=reading.weight * weight, rarity=reading.rarity * weight))
        return tuple(readings)

    def _parted(self, bare: str, langs: Sequence[str]) -> Iterator[Near]:
        """Yield the words that this one is made of (« poleemploi »), an article not counted (« lacarte »)."""
        known = self._halves(bare, langs, _SHORTEST_PART)
        for cut in range(1, len(bare) - _SHORTEST_PART + 1):
            begun, end = bare[:cut], bare[cut:]
            if end in known and _is_article(begun, end, langs):
                yield Near(_STUCK - often(known[end]), 1, False, False, (known[end],))
            elif end in known and begun in known:
                parts = known[begun], known[end]
                yield Near(_BOTH_STUCK - min(map(often, parts)), 1, False, False, parts)
        elided = _ELIDED.fullmatch(bare)
        if elided and elided[1] not in known:
            for one in near(self._rows, elided[1], langs):
                yield one._replace(cost=one.cost + _STUCK)

    def _partly_repaired(self, bare: str, langs: Sequence[str], company: Company) -> Near | None:
        """Return an article or a word, stuck to what is only begun or must be repaired."""
        for cut in range(len(bare) - _SHORTEST_PART, 1, -1):
            if _is_article(bare[:cut], bare[cut:], langs):
                ends = near(self._rows, bare[cut:], langs)
                if likely := company.likeliest(one for one in ends if one.far == 1):
                    return likely
        known = self._halves(bare, langs, _SHORTEST_HALF)
        for half in sorted(known, key=len, reverse=True)[:_MOST_HALVES]:
            word = known[half]
            rest = bare.removeprefix(half) if bare.startswith(half) else bare.removesuffix(half)
            if len(rest) < _SHORTEST_HALF:
                continue
            if bare.endswith(half) and (begun := self._begun(rest, langs)):
                # « natiofrançaise »
                return Near(0, 1, False, False, (begun[0], word))
            if other := company.likeliest(near(self._rows, rest, langs)):
                parts = (word, *other.entries) if bare.startswith(half) else (*other.entries, word)
                return other._replace(entries=parts)
        return None

    def _halves(self, bare: str, langs: Sequence[str], least: int) -> dict[str, Entry]:
        """Return the words that this one begins or ends with."""
        cuts = range(least, len(bare) - 1)
        halves = [half for cut in cuts for half in (bare[:cut], bare[len(bare) - cut :])]
        known: dict[str, Entry] = {}
        for entry in self._named(halves, langs):
            if entry.documents:
                known.setdefault(entry.folded, entry)
        return known


def _is_article(begun: str, end: str, langs: Sequence[str]) -> bool:
    """Return whether a word begins with one of grammar; a lone letter is one before a vowel (« lecole »)."""
    return _is_grammar(begun, langs) and (len(begun) > 1 or _ELIDED.fullmatch(begun + end) is not None)


def _is_grammar(written: str, langs: Sequence[str]) -> bool:
    return any(is_grammar(written, lang) for lang in langs)
