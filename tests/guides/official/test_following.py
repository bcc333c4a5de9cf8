"""A sheet made a guide: chapters become steps, cases questions, lists of papers checklists, contacts ways."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist import wire
from dematassist.guides import model as guides
from dematassist.guides.model import (
    ChannelKind,
    asked_questions,
    visible_actions,
    visible_papers,
    visible_steps,
)
from dematassist.guides.official.following import Followed, followed, known_services
from dematassist.guides.official.kept import guide_id_of, sheet_id_of
from dematassist.guides.official.paper_lists import recognised
from dematassist.guides.official.reader import read_xml
from dematassist.guides.official.texts import texts_of
from dematassist.guides.wording import only_if
from dematassist.papers.model import PaperKind
from tests.guides.builders import provider
from tests.guides.official.samples import FORM, everything, sheet

EDITION = date(2026, 11, 2)
KINDS = (
    PaperKind(id="passeport", lang="fr", name="Passeport", where_to_get="À la mairie."),
    PaperKind(id="photo", lang="fr", name="Photo d’identité", other_names=("photo",)),
    PaperKind(id="domicile", lang="fr", name="Justificatif de domicile"),
    PaperKind(id="timbre", lang="fr", name="Timbre fiscal", other_names=("timbre",)),
    PaperKind(id="rib", lang="fr", name="RIB (relevé d’identité bancaire)"),
)


def p(text: str) -> str:
    return f"<Paragraphe>{text}</Paragraphe>"


def chapter(title: str, *blocks: str) -> str:
    return f"<Chapitre><Titre>{p(title)}</Titre>{''.join(blocks)}</Chapitre>"


def cases(**inside: str) -> str:
    found = "".join(f"<Cas><Titre>{p(title)}</Titre>{blocks}</Cas>" for title, blocks in inside.items())
    return f"<BlocCas affichage='radio'>{found}</BlocCas>"


def listing(*items: str) -> str:
    return f"<Liste type='puce'>{''.join(f'<Item>{p(item)}</Item>' for item in items)}</Liste>"


def follow(body: str, **more: str) -> Followed:
    return followed(read_xml(sheet("F7", "Refaire sa carte", body, **more).encode()), EDITION, KINDS)


PAPERS = (
    "<Texte>"
    + chapter(
        "Pièces à fournir",
        cases(
            **{
                "En France": cases(
                    Valide=listing("Votre passeport", "2 photos d’identité"),
                    Périmé=listing("Votre passeport", "Acte de naissance"),
                ),
                "À l’étranger": listing("Votre passeport"),
            }
        ),
    )
    + "</Texte>"
)


def answered(guide: guides.Guide, *texts: str) -> dict[str, str]:
    """Answer the questions asked, in order, by the words of a choice."""
    answers: dict[str, str] = {}
    for text in texts:
        question = next(q for q in asked_questions(guide, answers) if q.id not in answers)
        answers[question.id] = next(choice.id for choice in question.choices if choice.text == text)
    return answers


def test_each_chapter_is_a_step_with_something_to_tick_and_to_note() -> None:
    body = (
        "<Texte>"
        + p("Lisez tout.")
        + chapter("Où aller", p("À la mairie."))
        + chapter("Coût", p("25 €."))
        + "</Texte>"
    )
    made = follow(body)
    assert [step.title for step in made.guide.steps] == ["Où aller", "Coût"]
    assert all(step.actions and step.notes for step in made.guide.steps)
    first, second = (list(texts_of(made.text(step.id, {}))) for step in made.guide.steps)
    assert (first, second) == (["Lisez tout.", "À la mairie."], ["25 €."])


def test_a_question_inside_a_case_is_asked_only_of_those_it_concerns() -> None:
    guide = follow(PAPERS).guide
    assert [q.choices[0].text for q in asked_questions(guide, {})] == ["En France"]
    assert len(asked_questions(guide, answered(guide, "En France"))) == 2
    assert len(asked_questions(guide, answered(guide, "À l’étranger"))) == 1
    first = guide.questions[0].id
    assert len(asked_questions(guide, {first: guides.UNSURE})) == 1


def test_answers_keep_only_what_concerns_the_person_and_no_answer_hides_nothing() -> None:
    made = follow(PAPERS)
    (step,) = made.guide.steps

    def things(*texts: str) -> list[str]:
        return [action.text for action in visible_actions(step, answered(made.guide, *texts))][1:]

    everything_asked = ["Votre passeport", "2 photos d’identité", "Acte de naissance"]
    assert things() == everything_asked
    assert things("En France") == everything_asked
    assert things("En France", "Valide") == everything_asked[:2]
    assert things("À l’étranger") == everything_asked[:1]
    shown = list(texts_of(made.text(step.id, answered(made.guide, "En France", "Valide"))))
    assert "2 photos d’identité" in shown
    assert "Acte de naissance" not in shown
    assert {"Valide", "Périmé"} <= set(texts_of(made.text(step.id, answered(made.guide, "En France"))))


def test_a_paper_asked_for_in_every_case_is_asked_for_once_and_of_everyone() -> None:
    guide = follow(PAPERS).guide
    passport, photos, _birth = guide.papers
    assert (passport.id, passport.name, only_if(guide, passport, {})) == ("passeport", "Votre passeport", "")
    assert only_if(guide, photos, {}) == "Only if you answer “En France” and “Valide”."
    assert only_if(guide, photos, answered(guide, "En France")) == "Only if you answer “Valide”."
    assert only_if(guide, photos, answered(guide, "En France", "Valide")) == ""
    assert visible_papers(guide, answered(guide, "À l’étranger")) == (passport,)


def test_papers_are_joined_to_kinds_by_their_names_and_the_others_stay_as_the_sheet_says() -> None:
    _passport, photos, birth = follow(PAPERS).guide.papers
    assert (photos.id, photos.recognised_by) == ("photo", "Photo d’identité")
    assert (birth.id, birth.recognised_by, birth.name) == ("", "", "Acte de naissance")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Votre passeport", "passeport"),
        ("Photocopie de votre passeport", "passeport"),
        ("3 photos", "photo"),
        ("Justificatif du domicile de moins de 6 mois", "domicile"),
        ("Relevé d'identité bancaire (Rib)", "rib"),
        ("Si vous êtes majeur, justificatif de domicile", "domicile"),
        ("Enveloppe timbrée", None),
        ("Si vous n'avez pas de passeport ou si vous l'avez perdu", None),
        ("Montant du timbre fiscal", None),
        ("Décision de la caisse qui a remplacé le passeport", None),
        ("", None),
    ],
)
def test_a_kind_of_paper_is_recognised_at_the_beginning_of_a_line_only(text: str, kind: str | None) -> None:
    found = recognised(text, KINDS)
    assert (found.kind.id if found else None) == kind


@pytest.mark.parametrize(
    ("introduced", "is_list"),
    [
        ("Vous devez fournir les documents suivants :", True),
        ("Le dossier comprend les pièces suivantes :", True),
        ("Munissez-vous d’un justificatif :", True),
        ("Le document comporte les mentions suivantes :", False),
        ("Vous obtenez :", False),
        ("Cette mesure concerne les documents demandés par :", False),
    ],
)
def test_a_list_is_of_papers_when_its_words_say_so(introduced: str, is_list: bool) -> None:
    made = follow("<Texte>" + chapter("Démarche", p(introduced), listing("Votre passeport")) + "</Texte>")
    assert bool(made.guide.papers) is is_list
    alternatives = listing("soit à la mairie", "soit au consulat")
    assert not follow("<Texte>" + chapter("Pièces à fournir", alternatives) + "</Texte>").guide.papers


def test_whom_to_ask_becomes_human_help_with_its_number_its_hours_and_its_price() -> None:
    contact = (
        "<OuSAdresser ID='R1' type='Centre de contact'><Titre>Le service</Titre><Texte>"
        + chapter("Par téléphone", p("34 00"), p("Du lundi au vendredi de 8h à 19h"), p("Service gratuit"))
        + chapter("Par courrier", p("1 rue de la Paix"), p("75000 Paris"))
        + "</Texte></OuSAdresser>"
        "<OuSAdresser ID='R2' type='Local'><Titre>Mairie</Titre><PivotLocal>mairie</PivotLocal></OuSAdresser>"
    )
    made = follow("<Texte>" + chapter("Où aller", contact) + chapter("Coût", p("25 €.")) + "</Texte>")
    phone, post, desk = made.guide.channels
    assert (phone.kind, phone.value, phone.hours) == (
        ChannelKind.PHONE,
        "34 00",
        "Du lundi au vendredi de 8h à 19h.",
    )
    assert phone.price == "Service gratuit."
    assert (post.kind, post.value) == (ChannelKind.POST, "1 rue de la Paix, 75000 Paris")
    assert (desk.kind, desk.name) == (ChannelKind.DESK, "Mairie")
    for step in made.guide.steps:
        assert step.help == (phone.id, post.id, desk.id)
    assert not made.guide.no_other_way


def test_a_sheet_that_names_nobody_says_so() -> None:
    assert follow("<Texte><Paragraphe>Un texte.</Paragraphe></Texte>").guide.no_other_way


def test_what_a_sheet_does_not_say_is_said_unknown() -> None:
    guide = follow("<Texte>" + chapter("Coût", p("25 €.")) + "</Texte>").guide
    assert guide.cost.value == "Prix\u00a0: voir «\u00a0Coût\u00a0» dans la fiche."
    assert guide.answer_delay.value.startswith("Délai de réponse\u00a0: nous ne le savons pas")
    assert (guide.screen_minutes, guide.phone_script, guide.steps[0].where) == (0, None, None)
    assert any(line.startswith("Le délai de réponse") for line in guide.unknown)
    assert not any(line.startswith("Le prix") for line in guide.unknown)


def test_facts_are_those_of_the_edition_and_have_to_be_checked_after_three_months() -> None:
    provenance = follow("<Texte><Paragraphe>Un texte.</Paragraphe></Texte>").guide.steps[0].provenance
    assert provenance.source.is_official
    assert provenance.source.published == "2026-02-03"
    assert not provenance.needs_checking(date(2027, 1, 31))
    assert provenance.needs_checking(date(2027, 2, 1))


def test_a_report_on_a_sheet_names_the_sheet_and_the_service_known_by_its_site() -> None:
    service = (
        "<ServiceEnLigne ID='R1' type='Téléservice' URL='https://compte.example.org/demande'>"
        "<Titre>Demander</Titre></ServiceEnLigne>"
    )
    read = read_xml(sheet("F7", "Carte", f"<Texte>{chapter('Où', service)}</Texte>").encode())
    services = known_services([provider("le-service", site="https://www.example.org/")])
    known = followed(read, EDITION, KINDS, services).guide
    unknown = followed(read, EDITION, KINDS).guide
    assert (known.provider_id, known.official_sheet) == ("le-service", "F7")
    assert unknown.provider_id == known.id == guide_id_of("F7")
    assert sheet_id_of(known.id) == "F7"
    assert sheet_id_of("carte-vitale") == ""
    twice = known_services([provider("un"), provider("deux")])
    assert twice == {}, "a site that several services share names none"


def test_a_form_and_an_online_service_are_steps_of_their_own() -> None:
    guide = followed(read_xml(FORM.encode()), EDITION).guide
    (step,) = guide.steps
    assert "12100*02" in " ".join(action.text for action in step.actions)
    assert [channel.kind for channel in guide.channels] == [ChannelKind.FORM]


def test_what_changes_elsewhere_in_a_sheet_leaves_answers_and_ticks_where_they_are() -> None:
    before = follow(PAPERS).guide
    added = PAPERS.replace("<Texte>", "<Texte>" + chapter("Nouveau", p("Une règle de plus.")), 1)
    after = follow(added.replace("Acte de naissance", "Acte de mariage")).guide
    assert [q.id for q in after.questions] == [q.id for q in before.questions]
    assert before.steps[0].id == after.steps[1].id
    kept = {a.text for a in before.steps[0].actions} & {a.text for a in after.steps[1].actions}
    ids = {a.text: a.id for a in before.steps[0].actions}
    assert all(a.id == ids[a.text] for a in after.steps[1].actions if a.text in kept)
    assert "Acte de naissance" not in kept


def test_every_id_of_a_followed_sheet_may_be_in_a_report() -> None:
    guide = followed(read_xml(everything().encode()), EDITION, KINDS).guide
    slug = re.compile(wire.Slug.__metadata__[0].pattern)
    assert all(slug.match(one) for one in (guide.id, guide.provider_id, *(step.id for step in guide.steps)))


def test_a_guided_search_asks_its_questions_and_leads_to_the_sheet_it_ends_with() -> None:
    branch = "<Branche><Titre>{}</Titre>{}</Branche>"
    link = "<LienInterne LienPublication='F2'>Lire la fiche</LienInterne>"
    body = (
        "<Problematiques><Problematique><Titre>Où êtes-vous ?</Titre>"
        + branch.format("En France", branch.format("Majeur", link) + branch.format("Mineur", ""))
        + branch.format("Ailleurs", "")
        + "</Problematique></Problematiques>"
    )
    made = follow(body)
    assert [c.text for q in asked_questions(made.guide, {}) for c in q.choices] == ["En France", "Ailleurs"]
    answers = answered(made.guide, "En France", "Majeur")
    (step,) = visible_steps(made.guide, answers)
    shown = list(texts_of(made.text(step.id, answers)))
    assert "Lire la fiche" in shown
    assert "Ailleurs" not in shown


def test_chapters_that_only_their_element_names_and_lists_to_tick_are_followed_too() -> None:
    todo = "<Liste type='caseACocher'><Item><Paragraphe>Prévenir la banque</Paragraphe></Item></Liste>"
    body = (
        "<Texte>"
        + chapter("Avant de partir", todo)
        + "</Texte><CommentFaireSelf><Documents>"
        + listing("Votre passeport")
        + "</Documents><Delai><Paragraphe>2 mois.</Paragraphe></Delai></CommentFaireSelf>"
    )
    guide = follow(body).guide
    before, papers, _delay = guide.steps
    assert [step.title for step in guide.steps] == ["Avant de partir", "Papiers à donner", "Délai de réponse"]
    assert "Prévenir la banque" in [action.text for action in before.actions]
    assert "Votre passeport" in [action.text for action in papers.actions]
    assert [need.id for need in guide.papers] == ["passeport"]
    assert "Délai de réponse" in guide.answer_delay.value


WORD = st.sampled_from(["Carte", "Passeport", "Vous êtes majeur", "En France", "Coût"])
BLOCK = st.recursive(
    st.one_of(WORD.map(p), st.lists(WORD, min_size=1, max_size=3).map(lambda words: listing(*words))),
    lambda inner: st.one_of(
        st.lists(st.tuples(WORD, inner), min_size=1, max_size=3).map(
            lambda found: (
                "<BlocCas>"
                + "".join(f"<Cas><Titre>{p(title)}</Titre>{blocks}</Cas>" for title, blocks in found)
                + "</BlocCas>"
            )
        ),
        st.tuples(WORD, inner).map(lambda found: chapter(*found)),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=8,
)


@given(BLOCK, st.integers(0, 3))
def test_any_tree_gives_a_guide_that_can_be_walked_and_hides_nothing_without_answers(
    body: str, choice: int
) -> None:
    made = follow(f"<Texte>{body}</Texte>")
    guide = made.guide
    assert guide.steps
    assert len({step.id for step in guide.steps}) == len(guide.steps)
    assert len({question.id for question in guide.questions}) == len(guide.questions)
    said = {text for step in guide.steps for text in (step.title, *texts_of(made.text(step.id, {})))}
    said |= {choice.text for question in guide.questions for choice in question.choices}
    assert set(texts_of(made.sheet.blocks)) <= said
    answers: dict[str, str] = {}
    while left := [q for q in asked_questions(guide, answers) if q.id not in answers]:
        answers[left[0].id] = left[0].choices[choice % len(left[0].choices)].id
    assert visible_steps(guide, answers)
    for step in visible_steps(guide, answers):
        assert visible_actions(step, answers)
        made.text(step.id, answers)
