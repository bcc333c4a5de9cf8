"""Another engine over the official sheets, asked line by line, for ``bench_official.py``.

    python official_rival.py ENGINE DOCUMENTS

ENGINE is ``whoosh`` or ``tantivy``; DOCUMENTS has one JSON a line: an id, and four texts whose words are
already stems. Each line read is a question in JSON: a list of parts, each a list of (expression, worth).
Each line written is the milliseconds of processor it took and the ids found, the best first. It runs in an
environment of its own: nothing of the program is imported here.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Parts = list[list[tuple[str, float]]]
    Ask = Callable[[Parts], list[str]]

FIELDS = ("title", "words", "summary", "body")
BOOSTS = (4.0, 3.0, 1.5, 1.0)
LIMIT = 20


def documents(path: str) -> list[tuple[str, list[str]]]:
    """Return the documents of a file."""
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123 -- runs alone
        return [tuple(json.loads(line)) for line in lines]  # type: ignore[misc]


def tantivy(path: str) -> Ask:
    """Index with tantivy; return what asks it."""
    import tantivy as engine  # type: ignore[import-not-found]

    building = engine.SchemaBuilder()
    building.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in FIELDS:
        building.add_text_field(field, stored=False, tokenizer_name="whitespace")
    schema = building.build()
    index = engine.Index(schema)
    writer = index.writer()
    for number, texts in documents(path):
        writer.add_document(engine.Document(id=[number], **{f: [t] for f, t in zip(FIELDS, texts)}))  # noqa: B905
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    query, should = engine.Query, engine.Occur.Should

    def clue(expression: str, worth: float) -> Any:
        words = expression.split()
        found = []
        for field, boost in zip(FIELDS, BOOSTS):  # noqa: B905
            one = (
                query.term_query(schema, field, words[0])
                if len(words) == 1
                else query.phrase_query(schema, field, words)
            )
            found.append((should, query.boost_query(one, boost * worth)))
        return query.boolean_query(found)

    def ask(parts: Parts) -> list[str]:
        whole = [(should, query.disjunction_max_query([clue(*one) for one in part])) for part in parts]
        found = searcher.search(query.boolean_query(whole), LIMIT).hits
        return [searcher.doc(address)["id"][0] for _score, address in found]

    return ask


def whoosh(path: str) -> Ask:
    """Index with whoosh; return what asks it."""
    from whoosh import fields, index, query, scoring  # type: ignore[import-not-found]
    from whoosh.analysis import SpaceSeparatedTokenizer  # type: ignore[import-not-found]

    kinds = {
        field: fields.TEXT(analyzer=SpaceSeparatedTokenizer(), field_boost=boost)
        for field, boost in zip(FIELDS, BOOSTS)  # noqa: B905
    }
    made = index.create_in(tempfile.mkdtemp(), fields.Schema(id=fields.STORED, **kinds))
    writer = made.writer(limitmb=256)
    for number, texts in documents(path):
        writer.add_document(id=number, **dict(zip(FIELDS, texts)))  # noqa: B905
    writer.commit()
    searcher = made.searcher(weighting=scoring.BM25F())

    def clue(expression: str, worth: float) -> Any:
        words = expression.split()
        found = [
            query.Term(field, words[0]) if len(words) == 1 else query.Phrase(field, words) for field in FIELDS
        ]
        return query.Or(found, boost=worth)

    def ask(parts: Parts) -> list[str]:
        whole = query.Or([query.DisjunctionMax([clue(*one) for one in part]) for part in parts])
        return [hit["id"] for hit in searcher.search(whole, limit=LIMIT)]

    return ask


def main() -> None:
    """Index, say so, then answer line by line."""
    ask = {"tantivy": tantivy, "whoosh": whoosh}[sys.argv[1]](sys.argv[2])
    print("ready", flush=True)
    for line in sys.stdin:
        parts = json.loads(line)
        started = time.process_time()
        found = ask(parts)
        print(json.dumps([(time.process_time() - started) * 1e3, found]), flush=True)


if __name__ == "__main__":
    main()
