"""The very bytes of a report that would leave: « envoyer plus tard », or « retirer »."""
