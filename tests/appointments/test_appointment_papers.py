"""The papers of several procedures as one list: nothing twice, nothing lost, what is long first."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dematassist.appointments.asking import open_points
from dematassist.appointments.papers import Subject, merged, to_ask_for
from dematassist.appointments.wording import count_line, getting_lines, order_line, paper_lines
from dematassist.facts import Fact
from dematassist.guides.model import PaperNeed, Pitfall, Where, visible_papers
from dematassist.papers.model import Delay, PaperKind, Wait
from tests.guides.builders import PROVENANCE, guide, step

from .samples import TODAY, document, of

_WAITS = [Wait.MONTHS, Wait.WEEKS, None, Wait.DAYS, Wait.AT_ONCE]


def need(kind_id: str, name: str = "", **changes: object) -> PaperNeed:
    return PaperNeed(id=kind_id, name=name or kind_id, provenance=PROVENANCE, **changes)


def kind(kind_id: str, wait: Wait | None = None, **changes: object) -> PaperKind:
    delay = Delay(longest=wait, fact=Fact(value="Un délai.", provenance=PROVENANCE)) if wait else None
    return PaperKind(id=kind_id, lang="fr", name=kind_id.capitalize(), delay=delay, **changes)


def test_a_paper_that_two_procedures_ask_for_is_there_once_with_both(library):
    prepared = of(library, "rsa", "carte-identite", "carte-vitale")
    papers = {paper.key: paper for paper in prepared.papers}
    assert len(papers) == len(prepared.papers)
    asking = [wanted.guide.id for wanted in papers["piece-identite"].wanted]
    assert asking == ["rsa", "carte-vitale"]
    said = " ".join(paper_lines(papers["piece-identite"], prepared, TODAY))
    for subject in prepared.subjects[::2]:
        assert subject.guide.title in said
    for subject in prepared.subjects:
        keys = {one.id for one in visible_papers(subject.guide, {})}
        assert keys <= papers.keys()


def test_the_same_words_of_an_official_sheet_are_one_paper_whatever_their_case():
    first = guide("un", papers=(need("", "Justificatif d’Identité"),))
    second = guide("deux", papers=(need("", "justificatif d’identite"),))
    papers = merged([Subject(first, {}), Subject(second, {})], {}, (), frozenset(), TODAY)
    assert [len(paper.wanted) for paper in papers] == [2]
    assert papers[0].kind is None


def test_what_depends_on_an_answer_comes_after_and_is_not_to_ask_for(library):
    unsure = of(library, "carte-identite")
    sure = of(library, "carte-identite", answers={"carte-identite": {"motif": "perdue"}})
    order = [paper.is_sure for paper in unsure.papers]
    assert order == sorted(order, reverse=True)
    assert "declaration-perte" not in {paper.key for paper in unsure.to_ask_for}
    assert "declaration-perte" in {paper.key for paper in sure.to_ask_for}


def test_a_paper_is_in_hand_when_the_folder_has_it_or_the_person_says_so(library):
    soon, past = TODAY + timedelta(days=20), TODAY - timedelta(days=1)
    held = (document("rib"), document("fiche-paie", expires=past), document("carte-identite", expires=soon))
    prepared = of(library, "rsa", held=held, in_hand={"releve-allocation"})
    papers = {paper.key: paper for paper in prepared.papers}
    assert {key for key, paper in papers.items() if paper.is_in_hand} == {"rib", "releve-allocation"}
    said = {key: " ".join(paper_lines(paper, prepared, TODAY)) for key, paper in papers.items()}
    assert "You have it: “Mon papier”." in said["rib"]
    assert "has ended" in said["fiche-paie"]
    assert "ask if “Mon papier” would do" in said["piece-identite"]
    assert "You said that you have it." in said["releve-allocation"]
    assert count_line(prepared).startswith("You have 2 papers of ")


def test_with_a_closed_folder_nothing_is_said_missing(library):
    prepared = of(library, "rsa")
    for paper in prepared.papers:
        assert "This paper is missing." not in paper_lines(paper, prepared, TODAY)


def test_the_shipped_delays_put_what_is_long_first_and_say_it(library):
    prepared = of(
        library, "carte-identite", answers={"carte-identite": {"motif": "volee", "passeport": "oui"}}
    )
    assert prepared.to_ask_for[0].key == "passeport"
    said = " ".join(getting_lines(prepared.to_ask_for[0], TODAY))
    assert "plusieurs mois" in said
    late = " ".join(getting_lines(prepared.to_ask_for[0], date(2031, 1, 1)))
    assert "To be checked" in late
    assert "we do not know" in order_line()


@given(st.lists(st.tuples(st.sampled_from(_WAITS), st.booleans(), st.booleans()), max_size=12))
def test_what_is_to_ask_for_is_all_that_is_not_there_the_longest_first(rows):
    kinds = {f"k{n}": kind(f"k{n}", wait) for n, (wait, _here, _twice) in enumerate(rows)}
    all_of_them = guide("un", papers=tuple(map(need, kinds)))
    again = guide("deux", papers=tuple(need(f"k{n}") for n, row in enumerate(rows) if row[2]))
    in_hand = frozenset(f"k{n}" for n, row in enumerate(rows) if row[1])
    papers = merged([Subject(all_of_them, {}), Subject(again, {})], kinds, (), in_hand, TODAY)
    assert {paper.key for paper in papers} == kinds.keys()
    asked = to_ask_for(papers)
    assert {paper.key for paper in asked} == kinds.keys() - in_hand
    ranks = [
        (_WAITS.index(paper.kind.delay.longest if paper.kind.delay else None), -len(paper.wanted))
        for paper in asked
    ]
    assert ranks == sorted(ranks)


def test_a_paper_that_may_be_another_of_the_list_is_said():
    kinds = {"piece": kind("piece", instead=("carte",)), "carte": kind("carte")}
    papers = merged(
        [Subject(guide(papers=(need("piece"), need("carte"))), {})], kinds, (), frozenset(), TODAY
    )
    assert [paper.perhaps_same_as for paper in papers] == [("carte",), ()]


def test_what_to_ask_is_what_is_open_and_not_what_is_done(library):
    made = library.guide("carte-vitale", "fr")
    before = open_points(Subject(made, {}))
    answered = open_points(Subject(made, {"motif": "perdue", "compte": "unsure"}))
    assert len(before.unsure) == 2
    assert answered.unsure == ("Avez-vous un compte ameli qui marche\u00a0?",)
    assert answered.unknown == made.unknown
    hard = msgspec.structs.replace(step("un"), pitfalls=(Pitfall(problem="Sans issue."),))
    easy = msgspec.structs.replace(step("deux"), pitfalls=(Pitfall(problem="Facile.", way_round="Ainsi."),))
    desk = msgspec.structs.replace(easy, id="trois", where=Where.DESK)
    own = guide(steps=(hard, easy, desk))
    assert [one.problem for one in open_points(Subject(own, {})).pitfalls] == ["Sans issue.", "Facile."]
    assert [one.problem for one in open_points(Subject(own, {}, frozenset({"un"}))).pitfalls] == ["Facile."]
