"""How a database of an earlier hub becomes one of this hub (Alembic)."""
