"""« Parler à quelqu'un »: contacts, phone script, desks nearby, emergencies."""
