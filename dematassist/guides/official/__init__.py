"""The State's sheets (service-public.gouv.fr, open data of DILA) as a library without the internet.

Begin with ``model.py``: a ``Sheet`` and its blocks; ``text.py`` has their words. From the archive to the
screen: ``archive.py`` gives the files of a zip, a folder or the npm package; ``reader.py``, ``blocks.py`` and
``leads.py`` turn one into a ``Sheet``; ``importer.take_in`` has a library file made (``making.py``) of what
``reading.py`` finds, mostly in another process (``beside.py``); ``store.py`` opens it, and reads of a sheet
what is looked at (``slices.py``, ``later.py``); ``together.py`` searches it beside the guides; ``stale.py``
names the guides to check again. ``following.py`` makes a guide of a sheet: ``chapters.py`` are its steps,
``cases.py`` its questions, ``paper_lists.py`` its papers, ``ways.py`` its channels; ``kept.py`` is what a
journey keeps of it.

For a page: ``app.official`` is the library (``is_present``, ``status``, ``changes``, ``sheet``, ``has``), and
``app.search`` finds guides and sheets (``Hit.kind`` is ``guide`` or a value of ``model.Kind``).
``Sheet.blocks`` is a tree, matched class by class (``match block: case Paragraph(): …``, ``assert_never`` at
the end); ``text.plain`` gives the words of runs; ``Unknown`` is shown as its blocks. To import from a page,
call ``take_in`` in a task, with ``replacing=app.official.closed()`` where there is one, then drop
``app.official`` with ``app.forget_official()``.
"""
