"""For whom a paper is, said with the answers of the guide's own questions."""

from __future__ import annotations

from dematassist.guides.wording import only_if


def said(library, answers: dict[str, str]) -> dict[str, str]:
    guide = library.guide("carte-identite", "fr")
    return {paper.id: only_if(guide, paper, answers) for paper in guide.papers}


def test_the_answers_that_make_a_paper_needed_are_quoted(library):
    papers = said(library, {})
    assert papers["carte-identite"] != ""
    assert papers["photo-identite"] == ""
    assert papers["declaration-perte"] == "Only if you answer “Elle est perdue”."


def test_an_answer_that_says_nothing_alone_comes_with_its_question(library):
    papers = said(library, {"motif": "perdue"})
    assert papers["passeport"].startswith("Only if you answer “Oui” to “Avez-vous un passeport")


def test_too_many_cases_are_left_to_the_questions(library):
    assert said(library, {})["passeport"] == "Only in some cases: answer the questions to know."


def test_nothing_is_said_once_the_answers_tell(library):
    assert said(library, {"motif": "perdue", "passeport": "oui"})["passeport"] == ""
