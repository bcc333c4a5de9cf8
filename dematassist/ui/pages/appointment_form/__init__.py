"""What is known of an appointment, written by the person: when, where, with whom, which procedures."""
