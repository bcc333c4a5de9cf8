"""The themes, on their own: the home page names them before anything of a guide is loaded."""

from __future__ import annotations

from enum import Enum

from dematassist.i18n import _


class Theme(Enum):
    """The themes of service-public (the first ten), and four more that the procedures need."""

    PAPERS = "papiers"
    FAMILY = "famille"
    SOCIAL = "social"
    WORK = "travail"
    HOUSING = "logement"
    TRANSPORT = "transports"
    MONEY = "argent"
    JUSTICE = "justice"
    FOREIGNERS = "etranger"
    LEISURE = "loisirs"
    HEALTH = "sante"
    PENSION = "retraite"
    ENERGY = "energie"
    DIGITAL = "numerique"


def theme_name(theme: Theme) -> str:
    """Return the everyday name of a theme."""
    return {
        Theme.PAPERS: _("Identity papers, birth, vote"),
        Theme.FAMILY: _("Family"),
        Theme.SOCIAL: _("Social help and disability"),
        Theme.WORK: _("Work and job seeking"),
        Theme.HOUSING: _("Housing"),
        Theme.TRANSPORT: _("Car and transport"),
        Theme.MONEY: _("Money and taxes"),
        Theme.JUSTICE: _("Justice"),
        Theme.FOREIGNERS: _("Foreigners in France"),
        Theme.LEISURE: _("Leisure"),
        Theme.HEALTH: _("Health"),
        Theme.PENSION: _("Pension"),
        Theme.ENERGY: _("Energy"),
        Theme.DIGITAL: _("Internet and accounts"),
    }[theme]
