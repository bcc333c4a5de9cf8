"""The text left beside the documents: how to open them without this program. Nothing personal in it."""

from __future__ import annotations

README_NAME = "LISEZMOI.txt"

_TEXT = """\
CE DOSSIER EST CHIFFRÉ

Il contient les documents d’une personne. Ce n’est pas un virus. Ne le modifiez pas.
Ne renommez rien. Pour le garder, copiez le dossier entier.

Le programme DematAssist l’ouvre avec le mot de passe, ou avec la fiche de secours.


SANS LE PROGRAMME

Il faut la fiche de secours et deux logiciels libres : « age » et « unzip ».
« age » est sur tous les systèmes : Linux, Windows, Mac.

1. Lisez le code carré de la fiche avec un téléphone.
   Il donne une ligne qui commence par AGE-SECRET-KEY-1.
   Écrivez cette ligne dans un fichier texte nommé cle.txt.

2. Chaque fichier du dossier « objets » est un document.
   Son nom finit par .age, et non par .fiche.age. Pour l’ouvrir, tapez :

   age --decrypt -i cle.txt -o document.zip objets/XX/NOM.age
   unzip document.zip

Le document est dans le dossier « document ».
Le fichier « meta.json » dit ce que c’est. Le fichier « remplissage » est vide de sens.

Le dossier « parcours » contient les démarches et les rendez-vous du programme.
La première commande les ouvre aussi : ce sont des textes.

Effacez cle.txt ensuite : qui a cette ligne lit tous les documents.
"""


def readme() -> str:
    """Return the text, with the ends of lines that every editor shows."""
    return (
        _TEXT.replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace(" »", "\u00a0»").replace("\n", "\r\n")
    )
