"""The hub: a server that receives the reports of many desks and gives improvements back.

Begin with ``api.py`` (what a desk asks) and ``intake.py`` (how a report is kept, once). ``life.py`` says
what an incident may become; ``moderation.py`` is what a coordinator does; ``pages.py`` what anybody reads.
It shares only ``dematassist.wire`` with the desktop program, which never imports it.
"""
