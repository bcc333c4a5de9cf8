"""The few pieces every page is made of. Each draws itself with the theme's colours.

``buttons.py`` (button, check box, radio button: their words wrap, their target is 44 px, their focus is
a 4 px frame), ``fields.py`` (one-line field), ``prose.py`` (text that a keyboard and a screen reader can
walk through), ``labels.py`` (headings and short lines), ``flow.py`` (a row that breaks), ``ruler.py``
(reading ruler). ``paint.py`` holds what they share.
"""
