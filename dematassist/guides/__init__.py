"""What a procedure says, and finding the right one.

Begin with ``model.py`` (a ``Guide`` and its parts: frozen, no I/O). Authors write YAML in
``resources/``; ``authoring.py`` is the shape of those files and ``reader.py`` turns them into values and
says what is wrong where (``yaml_source.py`` reads YAML, ``shapes.py`` compares, ``resolving.py`` looks ids
up). ``checks.py`` judges a whole folder by ``faults.py``: dead ends, ``plain_language.py``, ``jargon.py``,
``typography.py``, ``siblings.py`` in other languages; ``prose.py`` tells sentences from ids.

``compiler.py`` writes everything into one library file, and ``library.py`` lists, opens and searches
that file. A search goes from ``words.py`` (stems, sounds) through ``spelling.py`` and ``neighbours.py``
(what was meant) to ``search.py`` (what answers) and ``reasons.py`` (why); ``lexicon.py`` reads everyday
synonyms.
``wording.py`` and ``plain_text.py`` say facts and guides in the language in use.

Nothing here knows Qt, a person's answers or the network.
"""
