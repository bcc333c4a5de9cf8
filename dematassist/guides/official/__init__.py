"""The State's sheets (service-public.gouv.fr, open data of DILA) as a library without the internet.

Begin with ``model.py``: a ``Sheet`` and its typed blocks. Then, from the archive to the screen:
``reader.py`` and ``blocks.py`` turn one file of the archive into a ``Sheet``; ``texts.py`` gives its words.

For a page: ``Sheet.blocks`` is a tree, matched class by class (``match block: case Paragraph(): …``,
``assert_never`` at the end); ``model.plain`` gives the words of runs; ``Unknown`` is shown as its blocks.
"""
