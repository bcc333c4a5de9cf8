"""« Fiche de relais »: the person chooses, item by item, what another professional may know."""
