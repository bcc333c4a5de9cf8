"""The process that speaks: text in, sound out. ``python -m dematassist.speech.child``.

It is apart from the window because an engine may hang, crash or hold the interpreter. It reads ``messages``
as lines of JSON on its standard input and answers with lines of JSON; it ends with its parent, or after ten
idle minutes. It writes no file, and nothing spoken is in its arguments or in what it says of its troubles.

Begin with ``service``, which does what the lines ask. ``synthesis`` has the engines work two sentences
ahead, ``player`` lays sounds and silences end to end and tells what is heard, ``speaker`` is the device.
"""
