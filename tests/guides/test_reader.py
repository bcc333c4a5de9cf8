"""The reader: each slip of an author is told with its file, line, field and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from authored import GUIDE, PAPER, PROVIDER, SHIPPED, Folder
from hypothesis import given
from hypothesis import strategies as st

from dematassist.facts import Confidence
from dematassist.guides.model import ChannelKind, Condition
from dematassist.guides.reader import known_of, read_guide_file, read_resources
from dematassist.guides.yaml_source import LARGEST_BYTES


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "resources")


def problems(folder, file=GUIDE):
    return [p for p in read_resources(folder.root).problems if p.file == folder.root / file]


def test_the_good_folder_has_no_problem(folder):
    content = read_resources(folder.root)
    assert content.problems == ()
    assert [(guide.lang, guide.id) for guide in content.guides] == [
        (lang, "carte-vitale") for lang in ("ar", "en", "fr")
    ]


PLAN_B = """\
    plan_b:
      - text: Appelez le 36\u00a046 et demandez l’attestation.
        channel: telephone
"""

# old text, new text, text on the line that is shown, field, part of what is wrong, part of what to write
SLIPS = {
    "unknown field": (
        "summary:",
        "sumary:",
        "sumary:",
        "sumary",
        "Unknown field “sumary”",
        "Perhaps “summary”?",
    ),
    "unknown field below": (
        "    where: online\n    when: {motif: [perdue]}",
        "    wher: online\n    when: {motif: [perdue]}",
        "wher:",
        "steps.declarer.wher",
        "Unknown field “wher”",
        "Perhaps “where”?",
    ),
    "missing field": ("theme: sante\n", "", "id:", "", "The field “theme” is missing", "theme: …"),
    "a number for a text": (
        "title: Refaire ou mettre à jour sa carte Vitale",
        "title: 12",
        "title: 12",
        "title",
        "read as a number",
        "between double quotes",
    ),
    "a yes for a text": (
        "      oui: Oui",
        "      oui: yes",
        "oui: yes",
        "questions.compte.choices.oui",
        "a yes or a no",
        "between double quotes",
    ),
    "a colon in a list": (
        "    - La date et l’heure de l’appel",
        "    - La date : celle de l’appel",
        "celle de l’appel",
        "phone_script.write_down.0",
        "A colon followed by a space",
        "between double quotes",
    ),
    "a text for a list": (
        "  worry:\n    - La carte",
        "  worry: La carte",
        "worry:",
        "after.worry",
        "A list is expected",
        "after a dash",
    ),
    "a list for a text": (
        "account: Un compte",
        "account: [Un, deux]\nfacts: []\n#",
        "account:",
        "account",
        "A list stands",
        "Write one text",
    ),
    "a text for fields": (
        "    link: {url: https://assure.ameli.fr, label: Ouvrir assure.ameli.fr}",
        "    link: https://assure.ameli.fr",
        "    link: https",
        "steps.compte.link",
        "Fields with a name",
        "url, label",
    ),
    "a text for named lines": (
        "    notes:\n      date: {kind: date, label: Date de la déclaration}",
        "    notes: la date",
        "notes: la date",
        "steps.declarer.notes",
        "Lines with a name",
        "a short name, a colon",
    ),
    "an empty field": (
        "    title: Déclarer la perte ou le vol",
        "    title:",
        "    title:\n",
        "steps.declarer.title",
        "empty",
        "Write a value",
    ),
    "an empty text": (
        "    title: Déclarer la perte ou le vol",
        '    title: ""',
        '    title: ""',
        "steps.declarer.title",
        "empty",
        "Write it",
    ),
    "a text too long": (
        "    title: Déclarer la perte ou le vol",
        "    title: " + "perte " * 80,
        "perte perte",
        "steps.declarer.title",
        "400 at most",
        "shorter",
    ),
    "an unknown kind": (
        "    kind: form",
        "    kind: paper",
        "kind: paper",
        "channels.formulaire.kind",
        "“paper” cannot",
        "online, phone, desk, post, form",
    ),
    "a number out of range": (
        "screen_minutes: 20",
        "screen_minutes: 0",
        "screen_minutes",
        "screen_minutes",
        "“0” cannot",
        "from 1 to 600",
    ),
    "a number in words": (
        "screen_minutes: 20",
        "screen_minutes: vingt",
        "screen_minutes",
        "screen_minutes",
        "“vingt” cannot",
        "whole number",
    ),
    "a day in French": (
        "read_on: 2026-11-21",
        "read_on: 21/11/2026",
        "read_on",
        "read_on",
        "“21/11/2026”",
        "2026-11-21",
    ),
    "a day that does not exist": (
        "read_on: 2026-11-21",
        "read_on: 2026-02-31",
        "read_on",
        "",
        "“2026-02-31” cannot be read",
        "one that exists",
    ),
    "true in words": (
        "    official: true",
        "    official: vrai",
        "official: vrai",
        "sources.f265.official",
        "“vrai”",
        "true or false",
    ),
    "an id with capitals": (
        "provider: assurance-maladie",
        "provider: Assurance Maladie",
        "provider:",
        "provider",
        "“Assurance Maladie”",
        "hyphens: assurance-maladie",
    ),
    "a note with a strange id": (
        "    notes:\n      date:",
        "    notes:\n      Étape 2:",
        "Étape 2",
        "steps.declarer.notes.Étape 2",
        "“Étape 2”",
        "hyphens: etape-2",
    ),
    "a link that is not protected": (
        "link: {url: https://assure.ameli.fr",
        "link: {url: http://assure.ameli.fr",
        "url: http://",
        "steps.compte.link.url",
        "not protected",
        "https://",
    ),
    "a source that is not protected": (
        "    url: https://www.april.fr",
        "    url: http://www.april.fr",
        "url: http://www.april.fr",
        "sources.april.url",
        "not protected",
        "https://",
    ),
    "an official sheet that is not one": (
        "official_sheet: F265",
        "official_sheet: 265A",
        "official_sheet",
        "official_sheet",
        "“265A”",
        "like F265",
    ),
    "five questions": (
        "questions:\n",
        "questions:\n"
        + "".join(f"  q{n}:\n    text: Oui ?\n    choices: {{a: Oui, b: Non}}\n" for n in range(3)),
        "questions:",
        "questions",
        "too many of them: 5",
        "Keep 4 at most",
    ),
    "one choice": (
        "      oui: Oui\n      non: Non\n",
        "      non: Non\n",
        "choices:\n      non",
        "questions.compte.choices",
        "too few of them: 1",
        "at least 2",
    ),
    "the choice that every question has": (
        "      non: Non\n",
        "      non: Non\n      unsure: Je ne sais pas\n",
        "unsure:",
        "questions.compte.choices.unsure",
        "“I do not know”",
        "Take it away",
    ),
    "a dead provider": (
        "provider: assurance-maladie",
        "provider: assurance-maladies",
        "provider:",
        "provider",
        "no file “assurance-maladies”",
        "Perhaps “assurance-maladie”?",
    ),
    "a dead contact": (
        "  relais: {contact: assurance-maladie/relais}",
        "  relais: {contact: assurance-maladie/relay}",
        "relais: {contact",
        "channels.relais.contact",
        "no contact “relay”",
        "assurance-maladie/relais",
    ),
    "a contact of a dead provider": (
        "  relais: {contact: assurance-maladie/relais}",
        "  relais: {contact: secours/relais}",
        "relais: {contact",
        "channels.relais.contact",
        "no file “secours”",
        "Write one of: assurance-maladie",
    ),
    "a contact and its own words": (
        "  relais: {contact: assurance-maladie/relais}",
        "  relais: {contact: assurance-maladie/relais, price: Gratuit.}",
        "relais: {contact",
        "channels.relais.price",
        "says this already",
        "Take this line away",
    ),
    "a way with neither contact nor value": (
        "    value: https://assure.ameli.fr\n",
        "",
        "  en-ligne:",
        "channels.en-ligne",
        "lacks: value",
        "contact: provider/contact",
    ),
    "a dead paper": (
        "  piece-identite:",
        "  piece-identites:",
        "piece-identites",
        "papers.piece-identites",
        "no file “piece-identites”",
        "Perhaps “piece-identite”?",
    ),
    "a dead question": (
        "    when: {motif: [perdue]}",
        "    when: {motifs: [perdue]}",
        "{motifs: [perdue]}",
        "steps.declarer.when.motifs",
        "no question “motifs”",
        "Perhaps “motif”?",
    ),
    "a dead choice": (
        "    when: {motif: [perdue]}",
        "    when: {motif: [perdu]}",
        "{motif: [perdu]}",
        "steps.declarer.when.motif",
        "no choice “perdu”",
        "Perhaps “perdue”?",
    ),
    "a condition without a choice": (
        "    when: {motif: [perdue]}",
        "    when: {motif: []}",
        "{motif: []}",
        "steps.declarer.when.motif",
        "No choice is named",
        "perdue, abimee",
    ),
    "a choice written twice": (
        "    when: {motif: [perdue]}",
        "    when: {motif: [perdue, perdue]}",
        "[perdue, perdue]",
        "steps.declarer.when.motif",
        "“perdue” is written twice",
        "Keep one",
    ),
    "a dead channel in help": (
        "    help: [telephone, accueil]",
        "    help: [telefone, accueil]",
        "[telefone",
        "steps.compte.help.0",
        "no way “telefone”",
        "Perhaps “telephone”?",
    ),
    "a help written twice": (
        "    help: [telephone, accueil]",
        "    help: [telephone, telephone]",
        "[telephone, telephone]",
        "steps.compte.help",
        "“telephone” is written twice",
        "Keep one",
    ),
    "a dead channel in a plan B": (
        "        channel: telephone",
        "        channel: tel",
        "channel: tel",
        "steps.compte.plan_b.0.channel",
        "no way “tel”",
        "en-ligne, telephone",
    ),
    "a dead channel in the phone script": (
        "phone_script:\n  channel: telephone",
        "phone_script:\n  channel: telephones",
        "channel: telephones",
        "phone_script.channel",
        "no way “telephones”",
        "Perhaps “telephone”?",
    ),
    "a dead source of a fact": (
        "  value: C’est toujours gratuit. Si on vous demande de l’argent, c’est une arnaque.\n  source: f265",
        "  value: C’est gratuit.\n  source: f256",
        "source: f256",
        "cost.source",
        "no source “f256”",
        "Perhaps “f265”?",
    ),
    "a dead source of a step": (
        "    source: april",
        "    source: avril",
        "source: avril",
        "steps.compte.source",
        "no source “avril”",
        "Perhaps “april”?",
    ),
    "a dead note": (
        "      note: commander/date",
        "      note: commander/jour",
        "note: commander/jour",
        "after.reminders.relance.note",
        "named “commander/jour”",
        "Perhaps “commander/date”?",
    ),
    "a note that is not a day": (
        "      note: commander/date",
        "      note: commander/numero",
        "note: commander/numero",
        "after.reminders.relance.note",
        "No step has a day",
        "commander/date",
    ),
    "a step without a plan B": (
        PLAN_B,
        "",
        "  attendre:",
        "steps.attendre.plan_b",
        "when it does not work",
        "Add plan_b",
    ),
    "a step without help": (
        "    help: [telephone, accueil]\n",
        "",
        "  compte:\n    title: Retrouver",
        "steps.compte.help",
        "no human help",
        "Add help",
    ),
    "a simple wording that lacks an action": (
        "        imprimer: Gardez ce papier avec vous.\n",
        "",
        "      actions:\n        demander:",
        "steps.attendre.simple.actions",
        "lacks the action “imprimer”",
        "imprimer: …",
    ),
    "a simple wording with another action": (
        "        imprimer: Gardez ce papier avec vous.",
        "        imprimer: Gardez.\n        copier: Gardez.",
        "copier:",
        "steps.attendre.simple.actions.copier",
        "no action “copier”",
        "Write one of: demander, imprimer, montrer",
    ),
    "a review before the reading": (
        "review_on: 2027-05-21",
        "review_on: 2026-11-21",
        "review_on",
        "review_on",
        "not after the day of the reading",
        "after 2026-11-21",
    ),
    "a review of one fact before its reading": (
        "  value: C’est toujours gratuit.",
        "  review_on: 2025-01-01\n  value: C’est toujours gratuit.",
        "review_on: 2025",
        "cost.review_on",
        "not after the day of the reading",
        "after 2026-11-21",
    ),
    "a reason without need": (
        "papers:\n",
        "no_other_way: Parce que.\npapers:\n",
        "no_other_way",
        "no_other_way",
        "has a way that is not the internet",
        "Take this line away",
    ),
    "another id than the file": (
        "id: carte-vitale",
        "id: carte-vital",
        "id:",
        "id",
        "not the name of the file",
        "id: carte-vitale",
    ),
    "another language than the folder": (
        "lang: fr",
        "lang: en",
        "lang:",
        "lang",
        "not the one of the folder",
        "lang: fr",
    ),
    "a language in words": ("lang: fr", "lang: français", "lang:", "lang", "“français”", "fr, en, ar"),
    "a field written twice": (
        "theme: sante",
        "theme: sante\ntheme: sante",
        "theme: sante\nprovider",
        "",
        "“theme” is written twice",
        "Keep one",
    ),
    "an action written twice": (
        "      valider: Validez la commande.",
        "      photo: Validez la commande.",
        "      photo: Validez",
        "",
        "“photo” is written twice",
        "another name",
    ),
    "a tab": ("    where: online", "\twhere: online", "\twhere", "", "tab", "ordinary spaces"),
    "a no-break space before a field": (
        "    where: online",
        "\u00a0   where: online",
        "\u00a0   where",
        "",
        "no-break space",
        "ordinary spaces",
    ),
    "an anchor": (
        "summary: Vous",
        "summary: &resume Vous",
        "&resume",
        "",
        "begins with the sign &",
        "between double quotes",
    ),
    "an alias": ("summary: Vous", "summary: *resume # ", "*resume", "", "begins with the sign *", "quotes"),
    "a tag": ("summary: Vous", "summary: !resume Vous", "!resume", "", "the sign !", "between double quotes"),
    "a Python object": (
        "summary: Vous",
        "summary: !!python/object/apply:os.system [ls] #",
        "!!python",
        "summary",
        "A list stands",
        "Write one text",
    ),
    "a merge of other fields": (
        "theme: sante",
        "theme: sante\n<<: {id: x}",
        "<<:",
        "<<",
        "Unknown field",
        "away",
    ),
    "two colons": (
        "summary: Vous",
        "summary: attention: Vous",
        "attention: Vous",
        "",
        "one colon too many",
        "between double quotes",
    ),
    "a quote never closed": (
        "summary: Vous",
        'summary: "Vous',
        'summary: "Vous',
        "",
        "opened on this line and never closed",
        "Close it",
    ),
    "a backslash between quotes": (
        "summary: Vous déclarez la perte",
        'summary: "C:\\dossier"\n#',
        "summary:",
        "",
        "The sign \\",
        "single quotes",
    ),
    "a list never closed": (
        "    help: [telephone, accueil]\n",
        "    help: [telephone, accueil\n",
        "help: [telephone, accueil",
        "",
        "never closed",
        "] or }",
    ),
    "a line without a colon": (
        "theme: sante",
        "theme sante",
        "theme sante",
        "",
        "no colon",
        "name, colon, space",
    ),
    "a line too far left": (
        "    price: Gratuit.\n",
        "   price: Gratuit.\n",
        "   price: Gratuit.",
        "",
        "under its neighbours",
        "as many spaces",
    ),
    "a sign that cannot begin a value": (
        "summary: Vous",
        "summary: @Vous",
        "summary: @",
        "",
        "a sign that has a meaning",
        "between double quotes",
    ),
    "two documents": ("theme: sante", "---\ntheme: sante", "---", "", "line of dashes", "Take the line"),
    "a character nobody sees": (
        "summary: Vous",
        "summary: \u0007Vous",
        "summary:",
        "",
        "cannot be seen",
        "write the line again",
    ),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_told_with_its_file_line_field_and_what_to_write(folder, slip):
    old, new, shown, field, what, write = slip
    folder.edit(old, new)
    found = problems(folder)
    assert [(p.field, p.is_error) for p in found] == [(field, True)], found
    text = (folder.root / GUIDE).read_text(encoding="utf-8")
    assert found[0].line == text[: text.index(shown)].count("\n") + 1
    assert what in found[0].what
    assert write in found[0].write
    assert "carte-vitale" not in {
        guide.id for guide in read_resources(folder.root).guides if guide.lang == "fr"
    }


@pytest.mark.parametrize(
    "slip", [slip for slip in SLIPS.values() if not slip[3]], ids=lambda slip: slip[1][:20]
)
def test_a_machine_without_the_fast_parser_is_told_the_same(folder, monkeypatch, slip):
    old, new, *_rest = slip
    path = folder.edit(old, new)
    told = read_guide_file(path, KNOWN).problems
    monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    assert read_guide_file(path, KNOWN).problems == told


def test_a_step_without_an_action_is_refused(folder):
    text = (folder.root / GUIDE).read_text(encoding="utf-8")
    start = text.index("    actions:\n      prevenir:")
    end = text.index("    pitfalls:", start)
    folder.edit(text[start:end], "    actions: {}\n")
    found = {p.field: p for p in problems(folder)}
    assert found["steps.mettre-a-jour.actions"].line == folder.line("    actions: {}")
    assert found["steps.mettre-a-jour.actions"].what == "This step has nothing to do."
    assert found["steps.mettre-a-jour.actions"].write == "Write at least one action."


def test_every_slip_of_a_file_is_told_at_once(folder):
    folder.edit("screen_minutes: 20", "screen_minutes: vingt")
    folder.edit("    where: phone", "    where: telephone")
    folder.edit("      days: 21", "      day: 21")
    assert [p.field for p in problems(folder)] == [
        "screen_minutes",
        "steps.attendre.where",
        "after.reminders.relance.day",
    ]


def test_every_dead_id_of_a_file_is_told_at_once(folder):
    folder.edit("provider: assurance-maladie", "provider: police")
    folder.edit("    source: april", "    source: avril")
    folder.edit("    when: {motif: [perdue]}", "    when: {motif: [perdu]}")
    assert [p.field for p in problems(folder)] == [
        "provider",
        "steps.compte.source",
        "steps.declarer.when.motif",
    ]


def test_a_guide_with_no_way_but_the_web_does_not_load_unless_it_says_why(folder):
    text = (folder.root / GUIDE).read_text(encoding="utf-8")
    start, end = text.index("  telephone: {contact"), text.index("papers:\n")
    (folder.root / GUIDE).write_text(
        text[:start].replace("channels:", "channels: # only one")
        + text[end:]
        .replace("channel: telephone", "channel: en-ligne")
        .replace("channel: accueil", "channel: en-ligne")
        .replace("[telephone, accueil]", "[en-ligne]")
        .replace("[telephone, accueil, relais]", "[en-ligne]"),
        encoding="utf-8",
    )
    (problem,) = problems(folder)
    assert (problem.field, problem.line) == ("channels", folder.line("# only one"))
    assert "no way but the internet" in problem.what
    assert "no_other_way" in problem.write
    folder.edit("papers:\n", "no_other_way: Le service a fermé ses guichets.\npapers:\n")
    assert problems(folder) == []


def test_a_broken_file_leaves_the_others_in_place(folder):
    folder.edit("id: carte-vitale", "id: [", "guides/en/carte-vitale.yaml")
    content = read_resources(folder.root)
    assert [guide.lang for guide in content.guides] == ["ar", "fr"]
    assert {p.file for p in content.problems} == {folder.root / "guides/en/carte-vitale.yaml"}


def test_a_broken_provider_or_paper_is_told_in_its_file_and_where_it_is_named(folder):
    folder.edit("name: Pièce d’identité", "nom: Pièce d’identité", PAPER)
    for lang in ("en", "ar"):
        (folder.root / f"papers/{lang}/piece-identite.yaml").unlink()
    assert [p.field for p in problems(folder, PAPER)] == ["", "nom"]
    assert [p.field for p in problems(folder)] == ["papers.piece-identite"]


def test_a_provider_with_a_dead_source_or_a_review_in_the_past_is_refused(folder):
    folder.edit("    source: f265", "    source: f999", PROVIDER)
    folder.edit("review_on: 2027-05-21", "review_on: 2020-01-01", PROVIDER)
    found = problems(folder, PROVIDER)
    assert [p.field for p in found] == ["review_on", "contacts.telephone.source"]
    assert "no source “f999”" in found[1].what


def test_a_guide_takes_the_provider_and_papers_of_its_language_else_the_french_ones(folder):
    (folder.root / "providers/ar/assurance-maladie.yaml").unlink()
    (folder.root / "papers/ar/photo-identite.yaml").unlink()
    guides = {guide.lang: guide for guide in read_resources(folder.root).guides}
    assert guides["en"].provider_name == "Health insurance (Assurance maladie, CPAM)"
    assert guides["ar"].provider_name == guides["fr"].provider_name == "Assurance maladie (CPAM)"
    names = {lang: [paper.name for paper in guide.papers] for lang, guide in guides.items()}
    assert names["ar"][0] == names["fr"][0] == "Photo d’identité"
    assert names["ar"][1] != names["fr"][1]


def test_a_contact_keeps_its_own_provenance_and_takes_a_condition(folder):
    folder.edit("read_on: 2026-11-21", "read_on: 2026-10-01", PROVIDER)
    folder.edit(
        "  relais: {contact: assurance-maladie/relais}",
        "  relais: {contact: assurance-maladie/relais, detail: Sur rendez-vous., when: {compte: [non]}}",
    )
    guide = next(guide for guide in read_resources(folder.root).guides if guide.lang == "fr")
    relay = guide.channel("relais")
    assert (relay.kind, relay.name) == (ChannelKind.RELAY, "Vous êtes sourd ou malentendant")
    assert relay.detail == "Sur rendez-vous."
    assert relay.when == (Condition("compte", ("non",)),)
    assert relay.provenance.read_on.isoformat() == "2026-10-01"
    assert guide.channel("en-ligne").provenance.read_on.isoformat() == "2026-11-21"


def test_a_fact_without_its_own_days_takes_those_of_the_file(folder):
    folder.edit(
        "  confidence: high\nscreen_minutes", "  confidence: low\n  review_on: 2027-01-02\nscreen_minutes"
    )
    guide = next(guide for guide in read_resources(folder.root).guides if guide.lang == "fr")
    assert guide.cost.provenance.review_on.isoformat() == "2027-01-02"
    assert guide.cost.provenance.confidence is Confidence.LOW
    assert guide.answer_delay.provenance.review_on == guide.review_on


def test_the_simple_wording_keeps_the_order_of_the_step(folder):
    folder.edit(
        "        lire: Lisez la feuille qui est avec la carte.\n        nom: Regardez",
        "        nom: Lisez la feuille qui est avec la carte.\n        lire: Regardez",
    )
    guide = next(guide for guide in read_resources(folder.root).guides if guide.lang == "fr")
    simple = guide.step("verifier").simple
    assert [action.id for action in simple.actions] == ["lire", "nom", "signaler"]
    assert simple.actions[1].text == "Lisez la feuille qui est avec la carte."


@pytest.mark.parametrize("name", ["guides/carte.yaml", "guides/fr/carte.yml", "papers/français/x.yaml"])
def test_a_file_that_would_not_be_read_is_told(folder, name):
    path = folder.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("id: carte\n", encoding="utf-8")
    (problem,) = problems(folder, name)
    assert "not where it can be read" in problem.what
    assert problem.write == f"Call it {name.split('/', maxsplit=1)[0]}/fr/its-id.yaml."


def test_a_file_that_is_not_utf_8_or_too_large_or_empty_is_told(folder):
    path = folder.root / GUIDE
    path.write_bytes("id: x\ntitle: été\n".encode("latin-1"))
    (problem,) = problems(folder)
    assert (problem.line, problem.write) == (2, "Save the file as UTF-8.")
    path.write_bytes(b"a" * (LARGEST_BYTES + 1))
    assert problems(folder)[0].write == "Keep it under 256 KB."
    path.write_bytes(b"# nothing\n")
    assert problems(folder)[0].what == "The file is empty."
    path.write_bytes(b"[" * LARGEST_BYTES)
    assert problems(folder)[0].what == "The file is nested too deeply."


def test_a_file_that_cannot_be_opened_is_told(folder):
    path = folder.root / GUIDE
    path.unlink()
    path.symlink_to(folder.root / "nowhere.yaml")
    assert problems(folder)[0].what == "The file cannot be opened."


def test_a_file_that_begins_with_a_byte_order_mark_is_read(folder):
    path = folder.root / GUIDE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert problems(folder) == []


def test_one_guide_is_read_anywhere_with_what_it_may_name(folder, tmp_path):
    known = known_of(read_resources(folder.root))
    draft = tmp_path / "brouillons" / "carte-vitale.yaml"
    draft.parent.mkdir()
    draft.write_bytes((folder.root / GUIDE).read_bytes())
    read = read_guide_file(draft, known)
    assert read.problems == ()
    assert read.guide is not None
    assert read.guide.lang == "fr"
    assert read_guide_file(tmp_path / "none.yaml", known).problems[0].what == "The file cannot be opened."


GOOD = (SHIPPED / GUIDE).read_bytes()


@given(st.binary(max_size=300))
def test_any_bytes_give_a_problem_and_never_raise(tmp_path_factory, content):
    assert read(tmp_path_factory, content).problems != ()


@given(
    at=st.integers(0, len(GOOD)),
    length=st.integers(0, 60),
    put=st.one_of(st.binary(max_size=8), st.text(alphabet="\t\u00a0 :-\"'[]{}&*!@#|>%,\n?é0", max_size=8)),
)
def test_a_damaged_guide_is_read_or_told_and_never_raises(tmp_path_factory, at, length, put):
    inserted = put if isinstance(put, bytes) else put.encode()
    found = read(tmp_path_factory, GOOD[:at] + inserted + GOOD[at + length :])
    assert (found.guide is None) == bool(found.problems)
    for problem in found.problems:
        assert problem.line >= 1
        assert problem.what
        assert problem.write


def read(tmp_path_factory, content):
    folder = tmp_path_factory.getbasetemp() / "fr"
    folder.mkdir(exist_ok=True)
    path = Path(folder, "carte-vitale.yaml")
    path.write_bytes(content)
    return read_guide_file(path, KNOWN)


KNOWN = known_of(read_resources(SHIPPED))
