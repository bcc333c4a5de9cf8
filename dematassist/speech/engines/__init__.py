"""The voices of the machine, behind one Protocol: text in, sound and word marks out.

Begin with ``engine``: ``Engine`` is what every driver of ours is, and what one contract test asks of all
of them. ``pico``, ``espeak``, ``sapi5`` and ``avspeech`` are drivers in the sense of pyttsx3, all but
``espeak`` on the base of ``whole``. ``order`` tells which come first on this system. All of this runs in
the child process only: an engine may hang or die without the window noticing.
"""
