"""The State's sheets (service-public.gouv.fr, open data of DILA) as a library without the internet.

Begin with ``model.py``: a ``Sheet`` and its blocks (``text.py``: their words). From the archive to the screen: ``archive.py``
gives the files of a zip, a folder or the npm package; ``reader.py`` and ``blocks.py`` turn one into a
``Sheet``; ``importer.take_in`` makes the library file; ``store.py`` opens it; ``together.py`` searches it
beside the guides; ``stale.py`` names the guides to check again; ``texts.py`` gives the words of a sheet.

For a page: ``app.official`` is the library (``is_present``, ``status``, ``changes``, ``sheet``, ``has``), and
``app.search`` finds guides and sheets (``Hit.kind`` is ``guide`` or a value of ``model.Kind``).
``Sheet.blocks`` is a tree, matched class by class (``match block: case Paragraph(): …``, ``assert_never`` at
the end); ``model.plain`` gives the words of runs; ``Unknown`` is shown as its blocks. To import from a page,
call ``take_in`` in a task, with ``replacing=app.official.closed()`` where there is one, then drop
``app.official`` with ``app.forget_official()``.
"""
