"""A person's sealed space: papers and what is known of them, readable with their password or their sheet.

A space is a folder. Each document is one age file sealed to the key of the space; what is known of the
documents is an index of sealed rows; a header holds that key once for each way of opening it. Documents are
read back with the ``age`` program and the recovery key alone.

Begin with ``space.py``, the end of the window: it starts ``worker``, the only process that holds keys.
``keys.py`` says what the keys are, ``slots.py`` and ``header.py`` how they are kept.

Inside the worker, ``opening.py`` opens the documents and ``documents.py`` has a verb for each thing a person
does with them; ``records.py`` keeps the walks beside them. ``sealed_objects.py`` seals a document,
``shelves.py`` says where it lies, ``index.py`` what is known of it; ``intake.py`` looks at what comes in,
``carrying.py`` and ``bringing.py`` at what goes and comes back.
"""
