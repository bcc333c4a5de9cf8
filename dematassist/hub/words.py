"""Every sentence of the hub's pages, in French and in English: ``key: (French, English)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dematassist.hub.language import Language

WORDS: dict[str, tuple[str, str]] = {
    # What every page has.
    "site": ("Problèmes des démarches en ligne", "Problems with online procedures"),
    "skip": ("Aller au contenu", "Skip to the content"),
    "menu": ("Pages du site", "Pages of the site"),
    "nav.incidents": ("Problèmes connus", "Known problems"),
    "nav.figures": ("Chiffres", "Figures"),
    "nav.about": ("À propos", "About"),
    "nav.moderation": ("Coordination", "Coordination"),
    "other.language": ("English", "Français"),
    "previous": ("Page précédente", "Previous page"),
    "next": ("Page suivante", "Next page"),
    "page": ("Page {page}", "Page {page}"),
    "unknown": ("non précisé", "not said"),
    # Known problems.
    "list.title": ("Problèmes connus", "Known problems"),
    "list.intro": (
        "Voici ce qui ne marche pas en ce moment. Plusieurs personnes l’ont signalé, ou une personne l’a vérifié.",
        "This is what does not work now. Several people reported it, or a person checked it.",
    ),
    "list.empty": ("Aucun problème connu avec ce choix.", "No known problem with this choice."),
    "list.filter": ("Choisir", "Choose"),
    "list.all": ("Tous", "All"),
    "list.show": ("Afficher", "Show"),
    "list.with.closed": ("Aussi les problèmes corrigés", "Also the problems that are fixed"),
    "exports": ("Tous les problèmes : ", "All the problems: "),
    "exports.csv": ("tableau (CSV)", "table (CSV)"),
    "exports.json": ("données (JSON)", "data (JSON)"),
    "service": ("Service", "Service"),
    "guide": ("Guide", "Guide"),
    "step": ("Étape", "Step"),
    "kind": ("Ce qui se passe", "What happens"),
    "lever": ("Où agir", "Where to act"),
    "stage": ("Où on en est", "Where it is"),
    "counts": (
        "Signalé par {reports} personnes, dans {places} lieux",
        "Reported by {reports} people, in {places} places",
    ),
    "opened": ("Depuis le {date}", "Since {date}"),
    "changed": ("Mis à jour le {date}", "Updated on {date}"),
    "until": ("Avertissement affiché jusqu’au {date}", "Warning shown until {date}"),
    "way.round": ("En attendant, vous pouvez :", "Meanwhile, you can:"),
    "way.round.none": (
        "Aucune autre solution n’est connue pour l’instant.",
        "No other solution is known for now.",
    ),
    "answer": ("Réponse du service", "Answer of the service"),
    "history": ("Ce qui a été fait", "What was done"),
    "back.to.list": ("Retour aux problèmes connus", "Back to the known problems"),
    "not.found.title": ("Il n’y a rien à cette adresse", "There is nothing at this address"),
    "not.found.why": (
        "Vérifiez l’adresse. Un problème qui n’est plus publié n’a plus de page.",
        "Check the address. A problem that is no longer published has no page any more.",
    ),
    # Figures.
    "figures.title": ("Chiffres", "Figures"),
    "figures.intro": (
        "Un chiffre est publié à partir de cinq signalements et de trois lieux. En dessous, il pourrait désigner quelqu’un.",
        "A figure is published from five reports and three places. Below, it could single somebody out.",
    ),
    "figures.empty": ("Pas encore assez de signalements.", "Not enough reports yet."),
    "figures.service": ("Par service", "By service"),
    "figures.step": ("Par étape", "By step"),
    "figures.kind": ("Par problème", "By problem"),
    "figures.lever": ("Par endroit où agir", "By place to act"),
    "figures.name": ("Nom", "Name"),
    "figures.incidents": ("Problèmes", "Problems"),
    "figures.reports": ("Signalements", "Reports"),
    "figures.places": ("Lieux", "Places"),
    "figures.answer": ("Jours avant réponse", "Days to answer"),
    "figures.fix": ("Jours avant correction", "Days to fix"),
    # About.
    "about.title": ("À propos", "About"),
    "about.what": (
        "Ce site rassemble ce qui ne marche pas dans les démarches en ligne. Les signalements viennent d’accueils qui aident le public.",
        "This site gathers what does not work in online procedures. Reports come from desks that help the public.",
    ),
    "about.privacy": (
        "Un signalement ne dit pas qui l’a écrit. Aucune adresse de connexion n’est gardée. Un texte qui semble contenir un nom ou un numéro attend qu’une personne le relise.",
        "A report does not say who wrote it. No connection address is kept. A text that seems to hold a name or a number waits for a person to read it.",
    ),
    "about.data": (
        "Les données sont libres : tableau, données, et lecture par programme (Open311, OpenAPI).",
        "The data are open: table, data, and reading by programs (Open311, OpenAPI).",
    ),
    "barometer.title": ("Baromètre du mois : {month}", "Barometer of the month: {month}"),
    "barometer.link": ("Baromètre du mois dernier (PDF)", "Barometer of last month (PDF)"),
    "barometer.all": ("Tous les services", "All services"),
    "barometer.page": (
        "Ces chiffres se lisent aussi, à jour, sur la page « Chiffres » du site.",
        "These figures can also be read, up to date, on the “Figures” page of the site.",
    ),
    "barometer.pages": ("Page {page} sur {pages}", "Page {page} of {pages}"),
    "barometer.figure": ("{name} : {value}", "{name}: {value}"),
    "barometer.none": (
        "Pas assez de signalements ce mois-ci pour publier un chiffre.",
        "Not enough reports this month to publish a figure.",
    ),
    # Coordination.
    "login.title": ("Se connecter à la coordination", "Log in to coordination"),
    "login.name": ("Nom du compte", "Account name"),
    "login.password": ("Mot de passe", "Password"),
    "login.do": ("Se connecter", "Log in"),
    "login.wrong": (
        "Le nom du compte ou le mot de passe n’est pas le bon.",
        "The account name or the password is not right.",
    ),
    "login.wait": (
        "Trop d’essais. Attendez un quart d’heure, puis recommencez.",
        "Too many tries. Wait a quarter of an hour, then try again.",
    ),
    "logout": ("Se déconnecter", "Log out"),
    "mod.title": ("Coordination", "Coordination"),
    "mod.error": (
        "Cela n’a pas été fait. La page avait changé entre-temps, ou un champ n’est pas bon. Regardez, puis recommencez.",
        "This was not done. The page had changed meanwhile, or a field is not right. Look, then try again.",
    ),
    "mod.held": ("Signalements à relire", "Reports to read"),
    "mod.held.none": ("Aucun signalement à relire.", "No report to read."),
    "mod.incidents": ("Problèmes à suivre", "Problems to follow"),
    "mod.incidents.none": ("Aucun problème à suivre.", "No problem to follow."),
    "mod.journal": ("Journal", "Journal"),
    "mod.count": ("Signalements : {reports}. Lieux : {places}.", "Reports: {reports}. Places: {places}."),
    "mod.report": ("Signalement à relire", "Report to read"),
    "mod.suspicions": ("Peut contenir : {kinds}", "May hold: {kinds}"),
    "mod.unsigned": ("Envoyé sans poste inscrit", "Sent without an enrolled desk"),
    "mod.text": ("Texte, à corriger si besoin", "Text, to correct if needed"),
    "mod.accept": ("Accepter ce signalement", "Accept this report"),
    "mod.set.aside": ("Écarter, et effacer le texte", "Set aside, and erase the text"),
    "mod.next": ("Étape suivante", "Next stage"),
    "mod.publish": ("Publier", "Publish"),
    "mod.publish.title": ("Ce que les gens lisent", "What people read"),
    "mod.way.round": ("Solution en attendant", "Way round meanwhile"),
    "mod.answer": ("Réponse du service", "Answer of the service"),
    "mod.until": ("Afficher jusqu’au (année-mois-jour)", "Show until (year-month-day)"),
    "mod.merge": ("Réunir", "Merge"),
    "mod.merge.title": ("C’est le même problème qu’un autre", "It is the same problem as another"),
    "mod.merge.into": ("Problème à garder", "Problem to keep"),
    "mod.texts": ("Ce que les gens ont écrit", "What people wrote"),
    "mod.resend": (
        "Une personne dit que ce n’est pas corrigé. Il faut le transmettre de nouveau au service.",
        "A person says it is not fixed. It must be sent to the service again.",
    ),
    "journal.title": ("Journal", "Journal"),
    "journal.when": ("Quand", "When"),
    "journal.who": ("Qui", "Who"),
    "journal.what": ("Quoi", "What"),
    "journal.about": ("Sur quoi", "About"),
    # Codes of the messages.
    "kind.page-down": ("La page est en panne", "The page is down"),
    "kind.error-message": ("Un message d’erreur s’affiche", "An error message is shown"),
    "kind.document-refused": ("Un document est refusé", "A document is refused"),
    "kind.account-or-code": ("Compte ou code impossible", "Account or code impossible"),
    "kind.no-answer": ("Personne ne répond", "Nobody answers"),
    "kind.incomprehensible": ("C’est incompréhensible", "It cannot be understood"),
    "kind.inaccessible": ("Ce n’est pas accessible", "It is not accessible"),
    "kind.other": ("Autre problème", "Another problem"),
    "lever.offer": ("Le service lui-même", "The service itself"),
    "lever.order": ("Qui commande le service", "Who orders the service"),
    "lever.use": ("La formation et l’aide sur place", "Training and local help"),
    "stage.reported": ("Signalé", "Reported"),
    "stage.confirmed": ("Confirmé", "Confirmed"),
    "stage.sent": ("Transmis au service", "Sent to the service"),
    "stage.answered": ("Le service a répondu", "The service answered"),
    "stage.fixed": ("Corrigé", "Fixed"),
    "stage.not-fixed": ("Pas corrigé", "Not fixed"),
    "stage.guide-updated": ("Guide mis à jour", "Guide updated"),
    "suspicion.email": ("adresse e-mail", "e-mail address"),
    "suspicion.iban": ("IBAN", "IBAN"),
    "suspicion.number": ("numéro", "number"),
    "suspicion.birth": ("date de naissance", "date of birth"),
    "suspicion.name": ("nom", "name"),
    "suspicion.address": ("adresse postale", "postal address"),
    "suspicion.secret": ("code ou mot de passe", "code or password"),
    "suspicion.link": ("lien personnel", "personal link"),
    "done.opened": ("Premier signalement", "First report"),
    "done.reopened": ("Rouvert : pas corrigé", "Reopened: not fixed"),
    "done.merged": ("Réuni avec un autre", "Merged with another"),
    "done.published": ("Texte publié", "Text published"),
    "done.accepted": ("Signalement accepté", "Report accepted"),
    "done.set-aside": ("Signalement écarté", "Report set aside"),
    "done.login": ("Connexion", "Log in"),
    "done.password": ("Mot de passe changé", "Password changed"),
    "done.code": ("Code d’inscription créé", "Code of enrolment made"),
    "done.enrolled": ("Poste inscrit", "Desk enrolled"),
    "done.revoked": ("Poste retiré", "Desk revoked"),
    "done.restored": ("Sauvegarde remise", "Copy restored"),
    # What the commands answer.
    "cli.address": ("Le hub répond à {address}", "The hub answers at {address}"),
    "cli.database": ("Base de données : {database}", "Database: {database}"),
    "cli.database.not": (
        "La base de données ne répond pas : {database}\nVérifiez son adresse, le nom et le mot de passe.",
        "The database does not answer: {database}\nCheck its address, the name and the password.",
    ),
    "cli.port.not": (
        "Le port {port} est déjà pris, ou cette adresse n’est pas à nous. Choisissez un autre port avec --port.",
        "Port {port} is taken, or this address is not ours. Choose another port with --port.",
    ),
    "cli.code": (
        "Code d’inscription, à donner à un seul poste, valable {days} jours :\n{code}",
        "Code of enrolment, for one desk only, good for {days} days:\n{code}",
    ),
    "cli.revoked": ("Ce poste n’est plus accepté.", "This desk is no longer accepted."),
    "cli.revoked.not": (
        "Ce poste n’est pas connu, ou déjà retiré.",
        "This desk is unknown, or already revoked.",
    ),
    "cli.password": ("Mot de passe de {name} : ", "Password of {name}: "),
    "cli.password.short": (
        "Le mot de passe doit avoir au moins {least} caractères.",
        "The password must have {least} characters at least.",
    ),
    "cli.moderator": ("Le compte {name} est prêt.", "The account {name} is ready."),
    "cli.backup": ("Sauvegarde écrite : {path} ({rows} lignes).", "Copy written: {path} ({rows} rows)."),
    "cli.restore": ("Sauvegarde remise : {rows} lignes.", "Copy restored: {rows} rows."),
    "cli.restore.not": (
        "Cette sauvegarde n’a pas été remise. Le fichier n’en est pas une, ou cette base contient déjà des signalements. Rien n’a été changé.",
        "This copy was not restored. The file is not one, or this database already holds reports. Nothing was changed.",
    ),
    "cli.written": ("Fichier écrit : {path}", "File written: {path}"),
    "cli.import": (
        "Signalements reçus : {new}. Déjà là : {again}. Refusés : {refused}.",
        "Reports received: {new}. Already here: {again}. Refused: {refused}.",
    ),
    "cli.import.not": (
        "Ce fichier n’est pas un envoi de signalements.",
        "This file is not a parcel of reports.",
    ),
    "cli.month": ("Écrivez le mois ainsi : 2026-11.", "Write the month like this: 2026-11."),
}
_MONTHS = (
    ("janvier", "January"), ("février", "February"), ("mars", "March"), ("avril", "April"), ("mai", "May"),
    ("juin", "June"), ("juillet", "July"), ("août", "August"), ("septembre", "September"),
    ("octobre", "October"), ("novembre", "November"), ("décembre", "December"),
)  # fmt: skip


def say(lang: Language, key: str, **values: object) -> str:
    """Return a sentence; French spaces before « : ; ! ? » never break."""
    french, english = WORDS[key]
    return (english if lang == "en" else _unbroken(french)).format(**values)


def done(lang: Language, what: str) -> str:
    """Return a line of the journal in words."""
    return say(lang, f"stage.{what}" if f"stage.{what}" in WORDS else f"done.{what}")


def written_day(lang: Language, iso: str) -> str:
    """Return a day of the calendar in words."""
    year, month, day_ = iso[:10].split("-")
    name = _MONTHS[int(month) - 1][lang == "en"]
    first = "1er" if lang == "fr" and day_ == "01" else str(int(day_))
    return f"{first} {name} {year}"


def written_month(lang: Language, year: int, month: int) -> str:
    """Return a month in words."""
    return f"{_MONTHS[month - 1][lang == 'en']} {year}"


def _unbroken(text: str) -> str:
    for mark in ":;!?»":
        text = text.replace(f" {mark}", f"\u00a0{mark}")
    return text.replace("« ", "«\u00a0")
