"""Hearing a page: what it says in order, where the voice is, and the bar that commands it.

Begin with ``listener``: it joins the window, the ``Reader`` of the speech room, the bar and the marks.
``texts`` gathers what a page says, whatever the page: no page knows that it is read. ``marker`` shows the
sentence and the word heard without any event for assistive technology. ``bar`` never takes the focus.
The speech room is imported when something is first heard.
"""
