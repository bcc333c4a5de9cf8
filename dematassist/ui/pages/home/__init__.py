"""The first page: one question, a search field that answers as one types, walks to resume, themes."""
