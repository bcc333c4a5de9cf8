"""How well official sheets are found: with the State's archives, which are not kept here."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dematassist.guides.lexicon import read_lexicon
from dematassist.guides.official.importer import take_in
from dematassist.guides.official.keywords import read_keywords
from dematassist.guides.official.store import open_official
from tests.guides.official.quality import Question, mrr, questions, rank, recall

if TYPE_CHECKING:
    from collections.abc import Iterator

ARCHIVES = os.environ.get("DEMATASSIST_ARCHIVES", "")
LEXICON = Path(__file__).parents[3] / "resources" / "lexicon"
needs_archives = pytest.mark.skipif(
    not ARCHIVES, reason="the State's archives: DEMATASSIST_ARCHIVES names them, people's first"
)


@pytest.fixture(scope="module")
def ranks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Question, int]]:
    """The place of the right sheet for each question, all archives taken in."""
    path = tmp_path_factory.mktemp("official") / "official.db"
    said = read_keywords(LEXICON / "official.fr.tsv")
    for archive in ARCHIVES.split(os.pathsep):
        take_in(Path(archive), path, read_lexicon(LEXICON), date(2026, 2, 10), said=said)
    official = open_official(path)
    found = {}
    for question in questions():
        answer = official.search(f"{question.text} ", "fr")
        assert answer is not None
        found[question] = rank((hit.id for hit in answer.hits), question)
    yield found
    official.close()


@needs_archives
@pytest.mark.parametrize("name", sorted({question.set for question in questions()}))
def test_the_right_sheet_is_among_the_first_five(ranks: dict[Question, int], name: str) -> None:
    places = [place for question, place in ranks.items() if question.set == name]
    # 110 questions whose misses were not mended: held to the goal. The others do better.
    assert recall(places) >= (0.85 if name == "fresh-third-held" else 0.92)
    assert mrr(places) >= 0.80
    noisy = [place for question, place in ranks.items() if (question.set, question.group) == (name, "noisy")]
    assert not noisy or recall(noisy) == 1.0


def test_the_questions_are_many_and_each_has_an_answer() -> None:
    found = questions()
    assert len(found) >= 430
    assert all(question.answers and question.text.strip() for question in found)
