"""The rules of French, the most particular first: what one claims is not given to those after it."""

from __future__ import annotations

from dematassist.speech.spoken import dates, marks, money, numbers, phones, sigles, web

RULES = (
    marks.MUTE,
    *web.rules("fr"),
    web.KEYS,
    web.MENUS,
    *phones.RULES,
    marks.CERFA,
    marks.LAW,
    *dates.RULES,
    *money.RULES,
    marks.ABBREVIATIONS,
    marks.INCLUSIVE,
    marks.BRACKETED,
    numbers.CENTURIES,
    numbers.ORDINALS,
    numbers.ROMANS,
    numbers.FRACTIONS,
    sigles.TITLES,
    marks.CODES,
    sigles.CAPITALS,
    sigles.MIXED,
    numbers.POST_CODES,
    numbers.FEMININES,
    numbers.RANGES,
    numbers.DECIMALS,
    numbers.PLAIN,
)
