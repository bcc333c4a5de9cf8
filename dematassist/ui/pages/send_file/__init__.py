"""« Préparer le fichier à envoyer »: the papers, what the site accepts, the mark."""
