"""« Préparer un rendez-vous »: the appointments of this person, and a new one."""
