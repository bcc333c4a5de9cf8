"""What a procedure says, and finding the right one.

Begin with ``model.py`` (a ``Guide`` and its parts: frozen, no I/O). Authors write YAML in
``resources/``; ``authoring.py`` is the shape of those files, ``reader.py`` turns one file into values
and says what is wrong where, ``checks.py`` judges a whole folder (dead ids, plain language),
``compiler.py`` writes everything into one library file, and ``library.py`` lists, opens and searches
that file. A search goes from ``words.py`` (stems, sounds) through ``spelling.py`` (what was meant) to
``search.py`` (what answers) and ``reasons.py`` (why); ``lexicon.py`` reads everyday synonyms.

Nothing here knows Qt, a person's answers or the network.
"""
