"""For whom a paper is, said with the answers of the guide's own questions."""

from __future__ import annotations

from dematassist.guides.wording import only_if, skipped_if


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


def test_a_paper_for_nearly_all_says_the_one_answer_that_does_without(library):
    guide = library.guide("mdph", "fr")
    papers = {paper.id: paper for paper in guide.papers}
    alone = "Une carte seule, et j’ai l’APA ou je la demande"
    assert only_if(guide, papers["piece-identite"], {}) == f"Not if you answer “{alone}”."
    assert only_if(guide, papers["piece-identite"], {"besoin": "argent"}) == ""


def test_a_step_is_said_to_be_for_whom_it_is_and_that_others_skip_it(library):
    guide = library.guide("cheque-energie", "fr")
    for_whom = skipped_if(guide, guide.step("payer-fioul"), {})
    assert for_whom.startswith("Only if you answer “Le fioul ou le bois”. If this is not your case, skip")
    assert skipped_if(guide, guide.step("payer-fioul"), {"usage": "fioul"}) == ""


def test_a_step_for_nearly_all_says_who_skips_it(library):
    guide = library.guide("mdph", "fr")
    alone = "Une carte seule, et j’ai l’APA ou je la demande"
    assert skipped_if(guide, guide.step("dossier"), {}) == f"If you answer “{alone}”, skip this step."


def test_an_answer_that_is_a_quotation_is_not_quoted_twice(library):
    guide = library.guide("amende", "fr")
    said_so = skipped_if(guide, guide.step("date-majoree"), {}).replace("\u00a0", " ")
    assert said_so.startswith("Only if you answer « Amende forfaitaire majorée ».")


def test_nothing_is_said_once_the_answers_tell(library):
    assert said(library, {"motif": "perdue", "passeport": "oui"})["passeport"] == ""
