"""Services and steps are shown by their names, ids only where there is no name."""

from __future__ import annotations

from dematassist.hub.names import place_name, service_name, step_name


def test_a_service_and_a_step_have_the_names_of_the_guides():
    assert place_name("fr", "assurance-maladie", "carte-vitale", "commander") == (
        "Assurance maladie (CPAM) · Commander la nouvelle carte"
    )


def test_a_language_without_a_name_has_the_french_one():
    assert service_name("en", "caf") == "Caf (caisse d’allocations familiales)"
    titles = {step_name(lang, "assurance-maladie", "commander", "carte-vitale") for lang in ("fr", "en")}
    assert len(titles) == 2


def test_what_has_no_name_is_shown_by_its_id():
    assert place_name("fr", "une-asso", "son-guide", "son-etape") == "une-asso · son-etape"
    assert place_name("fr", "une-asso", "son-guide", "") == "une-asso"


def test_without_its_guide_a_step_has_the_name_that_the_guides_of_its_service_agree_on():
    assert step_name("fr", "assurance-maladie", "commander") == "Commander la nouvelle carte"
    assert step_name("fr", "caf", "commander") == "commander"
    assert step_name("fr", "france-titres", "papiers") == "papiers"
