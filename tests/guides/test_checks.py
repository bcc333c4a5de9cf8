"""The checks: each rule broken in one place of a good guide, and told where it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from authored import GUIDE, PAPER, PROVIDER, Folder

from dematassist.guides.check_report import report_as_json, report_lines
from dematassist.guides.checks import check
from dematassist.guides.faults import every_answers, guide_faults
from dematassist.guides.reader import read_resources

NB = "\u00a0"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "resources")


def problems(folder, file=GUIDE):
    return [p for p in check(folder.root).problems if p.file == folder.root / file]


def errors(folder, file=GUIDE):
    return [p for p in problems(folder, file) if p.is_error]


def test_the_good_folder_has_no_error(folder):
    assert not check(folder.root).has_errors


# file, old text, new text, text on the line shown, field, part of what is wrong, part of what to write
RULES = {
    "a straight apostrophe": (
        GUIDE,
        "why: Les étapes ne sont pas les mêmes.",
        "why: L'ordre change.",
        "L'ordre",
        "questions.motif.why",
        "French typography",
        "Write: L’ordre change.",
    ),
    "a space that breaks the line": (
        GUIDE,
        "why: Les étapes ne sont pas les mêmes.",
        "why: Vraiment ?",
        "Vraiment ?",
        "questions.motif.why",
        "French typography",
        f"Write: Vraiment{NB}?",
    ),
    "an address in a sentence": (
        GUIDE,
        "why: Les étapes ne sont pas les mêmes.",
        "why: Allez sur http://ameli.fr pour lire.",
        "http://ameli.fr",
        "questions.motif.why",
        "not protected",
        "https://",
    ),
    "a sentence too long": (
        GUIDE,
        "why: Les étapes ne sont pas les mêmes.",
        "why: " + "Vous " + "et vous " * 10 + "aussi.",
        "et vous et vous",
        "questions.motif.why",
        "This sentence has 22 words",
        "15 words at most",
    ),
    "a phone in a sentence": (
        GUIDE,
        "why: Les étapes ne sont pas les mêmes.",
        "why: Appelez le 0269619191.",
        "0269619191",
        "questions.motif.why",
        "French typography",
        f"02{NB}69{NB}61{NB}91{NB}91",
    ),
    "a step too long": (
        GUIDE,
        "      - Notez votre identifiant dans un carnet sûr.",
        "      - " + "Notez le mot. " * 25,
        "  compte:\n    title: Retrouver",
        "steps.compte",
        "This step has",
        "80 words at most",
    ),
    "a sign that is not simple": (
        GUIDE,
        "        lire: Lisez la feuille qui est avec la carte.",
        "        lire: Lisez la feuille (avec la carte).",
        "(avec",
        "steps.verifier.simple.actions.lire",
        "no such sign: ( )",
        "two sentences",
    ),
    "a question that changes nothing": (
        GUIDE,
        "    when: {compte: [non], motif: [perdue, abimee, premiere]}",
        "    when: {motif: [perdue, abimee, premiere]}",
        "  compte:\n    text:",
        "questions.compte",
        "changes nothing",
        "(when)",
    ),
    "a set of answers without a step": (
        GUIDE,
        "    when: {motif: [mise-a-jour]}",
        "    when: {motif: [perdue]}",
        "steps:",
        "steps",
        "no step at all: motif: mise-a-jour, compte: oui",
        "Loosen a condition",
    ),
    "a phone script that calls a site": (
        GUIDE,
        "phone_script:\n  channel: telephone",
        "phone_script:\n  channel: en-ligne",
        "  channel: en-ligne",
        "phone_script.channel",
        "Nobody can be called",
        "kind phone",
    ),
    "a site that is not protected": (
        GUIDE,
        "    value: https://assure.ameli.fr",
        "    value: assure.ameli.fr",
        "    value: assure.ameli.fr",
        "channels.en-ligne.value",
        "not a protected address",
        "https://",
    ),
    "a phone number in one block": (
        PROVIDER,
        'value: "02 69 61 91 91"',
        'value: "0269619191"',
        "0269619191",
        "contacts.mayotte.value",
        "does not look like a phone number",
        "in groups: 36 46",
    ),
    "a phone number with words": (
        PROVIDER,
        'value: "36 46"',
        'value: "36 46 (gratuit)"',
        "(gratuit)",
        "contacts.telephone.value",
        "does not look like a phone number",
        "only digits",
    ),
    "the typography of a provider": (
        PROVIDER,
        "price: Le service est gratuit.",
        "price: C'est gratuit.",
        "C'est",
        "contacts.telephone.price",
        "French typography",
        "C’est gratuit.",
    ),
    "the typography of a paper": (
        PAPER,
        "looks_like: Une carte d’identité",
        "looks_like: Une carte d'identité",
        "d'identité",
        "looks_like",
        "French typography",
        "carte d’identité",
    ),
    "the typography of the lexicon": (
        Path("lexicon/jargon.fr.yaml"),
        "means: Un papier qui prouve quelque chose.",
        "means: C'est un papier.",
        "C'est",
        None,
        "French typography",
        "C’est un papier.",
    ),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_rule_that_is_broken_is_told_with_its_file_line_field_and_what_to_write(folder, rule):
    file, old, new, shown, field, what, write = rule
    folder.edit(old, new, file)
    found = [p for p in errors(folder, file) if what in p.what]
    assert len(found) == 1, errors(folder, file)
    problem = found[0]
    text = (folder.root / file).read_text(encoding="utf-8")
    assert problem.line == text[: text.index(shown)].count("\n") + 1
    assert field is None or problem.field == field
    assert write in problem.write


def test_a_step_without_a_simple_wording_is_told(folder):
    text = (folder.root / GUIDE).read_text(encoding="utf-8")
    start = text.index("    simple:\n      title: Aller chez")
    folder.edit(text[start : text.index("    source:", start)], "")
    (problem,) = errors(folder)
    assert (problem.field, problem.line) == ("steps.attendre", folder.line("  attendre:"))
    assert "no simple wording" in problem.what


def test_a_step_without_help_for_some_answers_is_told(folder):
    folder.edit(
        "{contact: assurance-maladie/accueil}", "{contact: assurance-maladie/accueil, when: {compte: [oui]}}"
    )
    folder.edit("    help: [telephone, accueil]", "    help: [accueil]")
    found = [p for p in errors(folder) if "human help" in p.what]
    assert [(p.field, p.line) for p in found] == [("steps.compte.help", folder.line("    help: [accueil]"))]
    assert "motif: perdue, compte: non" in found[0].what
    assert found[0].write == "Add one of: etranger, formulaire, mayotte, relais, telephone."


def test_a_plan_b_hidden_for_some_answers_is_told(folder):
    folder.edit(
        "{contact: assurance-maladie/relais}", "{contact: assurance-maladie/relais, when: {compte: [oui]}}"
    )
    folder.edit(
        f"36{NB}46 et demandez l’attestation.\n        channel: telephone", "36 46.\n        channel: relais"
    )
    found = [p for p in errors(folder) if "plan B" in p.what]
    assert [p.field for p in found] == ["steps.attendre.plan_b"]
    assert found[0].line == folder.line("36 46.") - 1
    assert "motif: perdue, compte: non" in found[0].what


def test_a_guide_with_only_the_web_for_some_answers_is_told(folder):
    text = (folder.root / GUIDE).read_text(encoding="utf-8")
    ways = text[text.index("channels:\n") : text.index("papers:\n")]
    hidden = ways.replace("}\n", ", when: {compte: [oui]}}\n")
    hidden = hidden.replace("    kind: form\n", "    kind: form\n    when: {compte: [oui]}\n")
    folder.edit(ways, hidden)
    found = {p.field: p for p in errors(folder)}
    assert "no way but the internet: motif: perdue, compte: non" in found["channels"].what


ADVICE = {
    "a sentence a little long": (
        "why: Les étapes ne sont pas les mêmes.",
        "why: " + "Vous " + "et vous " * 7 + "aussi.",
        "questions.motif.why",
        "This sentence has 16 words",
    ),
    "a step a little long": (
        "      - Notez votre identifiant dans un carnet sûr.",
        "      - " + "Notez le mot. " * 10,
        "steps.compte",
        "This step has",
    ),
    "a hard word in a simple wording": (
        "        lire: Lisez la feuille qui est avec la carte.",
        "        lire: Lisez le récépissé.",
        "steps.verifier.simple.actions.lire",
        "“récépissé” is a hard word: Un papier qui prouve",
    ),
    "a source that serves nothing": (
        "sources:\n",
        "sources:\n  autre: {title: Un livre}\n",
        "sources.autre",
        "No fact of this file",
    ),
    "a step hard to read": (
        "      demander: Demandez votre attestation de droits sur ameli, au 36 46 ou à la CPAM.",
        "      demander: Sollicitez immédiatement l’administration compétente.",
        "steps.attendre",
        "hard to read",
    ),
}


@pytest.mark.parametrize("advice", ADVICE.values(), ids=ADVICE.keys())
def test_what_could_be_better_is_an_advice_and_stops_nothing(folder, advice):
    old, new, field, what = advice
    folder.edit(old.replace("36 46", f"36{NB}46"), new)
    found = [p for p in problems(folder) if what in p.what]
    assert [(p.field, p.is_error) for p in found if p.field == field] == [(field, False)], problems(folder)
    assert errors(folder) == []


def test_a_hard_word_may_be_quoted_and_a_name_has_no_plain_words(folder):
    before = problems(folder)
    folder.edit(
        "        lire: Lisez la feuille qui est avec la carte.",
        f"        lire: Lisez le papier «{NB}récépissé{NB}» de la CPAM.",
    )
    assert [p for p in problems(folder) if "hard word" in p.what] == [
        p for p in before if "hard word" in p.what
    ]


PHONES = [
    "15",
    "112",
    "36 46",
    "116 006",
    "02 69 61 91 91",
    "0 806 001 620",
    "+33 1 84 90 36 46",
    f"36{NB}46",
]
NOT_PHONES = [
    "3646",
    "0269619191",
    "02.69.61.91.91",
    "2 69 61 91 91",
    "01 23 45 67",
    "appelez",
    "+33184903646",
]


@pytest.mark.parametrize(
    ("number", "is_good"), [(n, True) for n in PHONES] + [(n, False) for n in NOT_PHONES]
)
def test_a_phone_number_is_in_groups_as_it_is_said(folder, number, is_good):
    folder.edit('value: "36 46"', f'value: "{number}"', PROVIDER)
    assert (errors(folder, PROVIDER) == []) == is_good


def test_a_slip_in_the_synonyms_is_told(folder):
    synonyms = folder.root / "lexicon/synonyms.fr.yaml"
    synonyms.write_text("- meant: carte grise\n", encoding="utf-8")
    assert [(p.file, p.line) for p in check(folder.root).problems if p.is_error] == [(synonyms, 1)]


# What siblings must share

SIBLING = Path("guides/en/carte-vitale.yaml")
DIFFERENCES = {
    "another number of days": (
        "      days: 21",
        "      days: 12",
        "after.reminders.relance.days",
        "Write: days: 21",
    ),
    "another address": (
        "link: {url: https://assure.ameli.fr,",
        "link: {url: https://ameli.fr,",
        "steps.compte.link.url",
        "Write: url: https://assure.ameli.fr",
    ),
    "another confidence": (
        "    source: april\n    confidence: medium",
        "    source: april\n    confidence: high",
        "steps.compte.confidence",
        "Write: confidence: medium",
    ),
    "another source": (
        "    source: april\n",
        "    source: f265\n",
        "steps.compte.source",
        "Write: source: april",
    ),
    "another condition": (
        "    when: {motif: [perdue]}",
        "    when: {motif: [perdue, abimee]}",
        "steps.declarer.when",
        "Write: when: {motif: [perdue]}",
    ),
    "another help": (
        "    help: [telephone, accueil]",
        "    help: [telephone]",
        "steps.compte.help",
        "Write: help: [telephone, accueil]",
    ),
    "official or not": (
        "    official: true",
        "    official: false",
        "sources.f265.official",
        "Write: official: true",
    ),
    "an action more": (
        "      valider: Confirm the order.",
        "      valider: Confirm the order.\n      attendre: Wait.",
        "steps.commander.actions.attendre",
        "Take it away",
    ),
    "a note less": (
        "      numero: {kind: number, label: Order or file number}\n",
        "",
        "steps.commander.notes",
        "Add a line: numero: …",
    ),
    "another order": (
        "      perdue: It is lost or stolen\n      abimee: It is damaged or it no longer works\n",
        "      abimee: It is damaged or it no longer works\n      perdue: It is lost or stolen\n",
        "questions.motif.choices",
        "perdue, abimee, premiere, mise-a-jour",
    ),
    "a difficulty more": (
        "      - problem: The app needs",
        "      - problem: One more.\n      - problem: The app needs",
        "steps.commander.pitfalls",
        "Write as many",
    ),
}


@pytest.mark.parametrize("difference", DIFFERENCES.values(), ids=DIFFERENCES.keys())
def test_a_sibling_says_the_same_as_the_french_guide(folder, difference):
    old, new, field, write = difference
    if old not in (folder.root / SIBLING).read_text(encoding="utf-8"):
        old = old.replace(NB, " ")
    folder.edit(old, new, SIBLING)
    found = [p for p in errors(folder, SIBLING) if "simple" not in p.field]
    assert [p.field for p in found] == [field], found
    assert write in found[0].write


def test_a_sibling_of_a_provider_has_the_same_numbers(folder):
    folder.edit('value: "36 46"', 'value: "36 64"', "providers/en/assurance-maladie.yaml")
    (problem,) = errors(folder, "providers/en/assurance-maladie.yaml")
    assert (problem.field, problem.write) == ("contacts.telephone.value", "Write: value: 36 46")


def test_a_number_lost_in_translation_and_another_day_of_reading_are_advice(folder):
    folder.edit("A child can have a card from the age of 12.", "A child can have a card.", SIBLING)
    folder.edit("read_on: 2026-11-21", "read_on: 2026-11-20", SIBLING)
    found = {p.field: p for p in problems(folder, SIBLING)}
    assert "has not: 12" in found["for_whom"].what
    assert found["read_on"].write.endswith("write: 2026-11-21")
    assert not found["read_on"].is_error
    assert not found["for_whom"].is_error


def test_a_translation_without_its_french_file_is_an_error(folder):
    (folder.root / GUIDE).unlink()
    assert "no French file" in errors(folder, SIBLING)[0].what


# Every set of answers


def test_every_set_of_answers_is_tried_with_i_do_not_know(folder):
    guide = next(guide for guide in read_resources(folder.root).guides if guide.lang == "fr")
    tried = list(every_answers(guide))
    assert len(tried) == (4 + 1) * (2 + 1)
    assert {"motif": "unsure", "compte": "unsure"} in tried
    assert len({tuple(answers.items()) for answers in tried}) == len(tried)


def test_a_guide_without_questions_is_tried_once(folder):
    guide = next(guide for guide in read_resources(folder.root).guides if guide.lang == "fr")
    bare = msgspec.structs.replace(
        guide,
        questions=(),
        steps=tuple(msgspec.structs.replace(step, when=()) for step in guide.steps),
        papers=(),
    )
    assert list(every_answers(bare)) == [{}]
    assert list(guide_faults(bare)) == []


# What is checked, and how it is said


def test_only_the_files_and_folders_given_are_told(folder):
    folder.edit("price: Le service est gratuit.", "price: C'est gratuit.", PROVIDER)
    folder.edit("why: Les étapes ne sont pas les mêmes.", "why: L'ordre change.")
    assert {p.file for p in check(folder.root).problems if p.is_error} == {
        folder.root / GUIDE,
        folder.root / PROVIDER,
    }
    report = check(folder.root, [folder.root / GUIDE])
    assert {p.file for p in report.problems} == {folder.root / GUIDE}
    assert [(row.lang, row.id) for row in report.figures] == [("fr", "carte-vitale")]
    report = check(folder.root, [folder.root / "providers"])
    assert {p.file for p in report.problems} == {folder.root / PROVIDER}
    assert report.figures == ()


def test_a_path_in_another_folder_of_resources_is_checked_there(folder, tmp_path):
    other = tmp_path / "copy"
    shutil.copytree(folder.root, other)
    folder.edit("why: Les étapes ne sont pas les mêmes.", "why: L'ordre change.")
    assert not check(folder.root, [other / GUIDE]).has_errors
    assert check(other, [folder.root / GUIDE]).has_errors


def test_a_draft_out_of_any_folder_is_checked_with_the_providers_of_the_program(folder, tmp_path):
    draft = tmp_path / "carte-vitale.yaml"
    shutil.copy(folder.root / GUIDE, draft)
    report = check(folder.root, [draft])
    assert not report.has_errors
    assert [row.id for row in report.figures] == ["carte-vitale"]
    draft.write_text(
        draft.read_text(encoding="utf-8").replace("theme: sante", "theme: soins"), encoding="utf-8"
    )
    report = check(folder.root, [draft])
    assert [(p.file, p.field) for p in report.problems] == [(draft, "theme")]


def test_a_folder_of_drafts_is_checked_file_by_file(folder, tmp_path):
    drafts = tmp_path / "drafts"
    (drafts / "fr").mkdir(parents=True)
    shutil.copy(folder.root / GUIDE, drafts / "fr")
    (drafts / "rsa.yaml").write_text("id: rsa\n", encoding="utf-8")
    report = check(folder.root, [drafts])
    assert [row.id for row in report.figures] == ["carte-vitale"]
    assert {p.file for p in report.problems if p.is_error} == {drafts / "rsa.yaml"}


def test_a_path_that_is_not_there_is_told(folder, tmp_path):
    report = check(folder.root, [tmp_path / "none.yaml"])
    assert [(p.file, p.what) for p in report.problems] == [(tmp_path / "none.yaml", "There is no such file.")]


def test_the_figures_of_a_guide_are_values(folder):
    (row,) = check(folder.root, [folder.root / GUIDE]).figures
    assert row.all.longest_sentence_words <= 20
    assert row.all.words_per_sentence < 8
    assert [step.id for step in row.steps][:2] == ["compte", "declarer"]
    assert row.longest_step_words == max(step.words for step in row.steps)
    assert row.lowest_reading_ease <= row.median_reading_ease


def test_a_long_word_that_no_lexicon_knows_is_named_once(folder):
    folder.edit("why: Les étapes ne sont pas les mêmes.", "why: Le subrogatoire. Un subrogatoire, une ZAC.")
    (row,) = check(folder.root, [folder.root / GUIDE]).figures
    assert row.jargon == ("subrogatoire", "ZAC")
    folder.edit("# Papers", "- {word: subrogatoire, means: Un mot.}\n# Papers", "lexicon/jargon.fr.yaml")
    (row,) = check(folder.root, [folder.root / GUIDE]).figures
    assert row.jargon == ("ZAC",)


def test_the_report_is_said_in_lines(folder, monkeypatch):
    monkeypatch.chdir(folder.root)
    folder.edit("why: Les étapes ne sont pas les mêmes.", "why: L'ordre change.")
    lines = report_lines(check(folder.root, [folder.root / GUIDE]))
    where = f"guides/fr/carte-vitale.yaml:{folder.line('L' + chr(39) + 'ordre')}: ERROR: questions.motif.why"
    at = lines.index(where)
    assert lines[at + 1] == "    French typography. Write: L’ordre change."
    assert any(line.startswith("carte-vitale (fr): ") for line in lines)
    assert any("Reading ease: " in line for line in lines)
    assert lines[-1].startswith("1 error to mend. ")


def test_the_report_is_said_as_json(folder):
    folder.edit("why: Les étapes ne sont pas les mêmes.", "why: L'ordre change.")
    said = json.loads(json.dumps(report_as_json(check(folder.root, [folder.root / "guides"]))))
    error = next(problem for problem in said["problems"] if problem["is_error"])
    assert error["file"].endswith("guides/fr/carte-vitale.yaml")
    assert error["field"] == "questions.motif.why"
    rows = {row["lang"]: row for row in said["figures"]}
    assert rows["fr"]["reading_ease"] >= 80
    assert rows["fr"]["steps"][0].keys() == {"id", "words", "reading_ease"}
    assert rows["en"]["reading_ease"] is None
    assert rows["en"]["steps"][0].keys() == {"id", "words"}
