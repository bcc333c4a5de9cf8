"""Reading aloud: what is said, by which engine, and where the voice is on the page.

Begin with ``model``: a page gives ``Passage`` values; ``sentences`` cuts them; ``spoken`` turns each
sentence into what a person would say, with the map back to the text shown; ``reader`` is the machine with
states that speaks them through a child process (``child``), where the engines live. Nothing spoken is ever
written to disk unless the person asks for an audio file, and nothing of it goes in a log.
"""
