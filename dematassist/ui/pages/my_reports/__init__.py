"""« Mes signalements »: what waits, what arrived, what became of it."""
