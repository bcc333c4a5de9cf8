"""Pictograms: glyphs of ``resources/pictograms``. One idea, one picture, always beside words."""

from __future__ import annotations

from enum import Enum

FAMILY = "DematAssist Pictograms"


class Pictogram(Enum):
    """A glyph of the pictogram font; the comment is its name in Tabler Icons."""

    NONE = ""
    PAPERS = "\ueac3"  # id
    FAMILY = "\ufa21"  # users-group
    SOCIAL = "\uf0f3"  # heart-handshake
    WORK = "\uea46"  # briefcase
    HOUSING = "\ueac1"  # home
    TRANSPORT = "\uebbb"  # car
    MONEY = "\uf2bf"  # coin-euro
    JUSTICE = "\uebc2"  # scale
    FOREIGNERS = "\ueb54"  # world
    LEISURE = "\uee06"  # ball-football
    HEALTH = "\uef92"  # heartbeat
    PENSION = "\uef9e"  # armchair
    ENERGY = "\uea38"  # bolt
    DIGITAL = "\ueb64"  # device-laptop
    SEARCH = "\ueb1c"  # search
    BACK = "\uea19"  # arrow-left
    FORWARD = "\uea1f"  # arrow-right
    HOUSE = "\ueac0"  # home-2
    SETTINGS = "\uea03"  # adjustments
    PERSON_HELP = "\ueaec"  # message-2
    BLOCKED = "\uec2e"  # hand-stop
    PHONE = "\ueb09"  # phone
    DESK = "\uebf6"  # building-community
    POST = "\ueae5"  # mail
    FORM = "\ueaa2"  # file-text
    VISIT = "\uf353"  # home-heart
    EAR = "\uebce"  # ear
    THIRD = "\ueab0"  # friends
    ONLINE = "\uf38f"  # world-www
    PRINT = "\ueb0e"  # printer
    SAVE = "\uea96"  # download
    CALENDAR = "\uea52"  # calendar-event
    NOTE = "\ueb04"  # pencil
    WARNING = "\uea06"  # alert-triangle
    CHECK = "\uea5e"  # check
    CLOCK = "\uea70"  # clock
    PRICE = "\ueb82"  # coin
    SOURCE = "\ueb22"  # shield-check
    RESUME = "\ued46"  # player-play
    DELETE = "\ueb41"  # trash
    UNDO = "\ueb77"  # arrow-back-up
    OPEN = "\uea99"  # external-link
    TEXT_BIGGER = "\uf203"  # text-increase
    TEXT_SMALLER = "\uf202"  # text-decrease
    EMERGENCY = "\ueb48"  # urgent
    QUESTION = "\uf91d"  # help-circle
    LANGUAGE = "\uebbe"  # language
    EYE = "\uea9a"  # eye
    BOOK = "\uea39"  # book
    KEYBOARD = "\uebd6"  # keyboard
    TOUCH = "\uee94"  # hand-finger
    LIST = "\ueb6a"  # list-check
    INFO = "\ueac5"  # info-circle
    MINUS = "\ueaf2"  # minus
    PLUS = "\ueb0b"  # plus
    SPEAKER = "\ueb51"  # volume
    PAUSE = "\ued45"  # player-pause
    STOP = "\ued4a"  # player-stop
    SENTENCE_BEFORE = "\ued48"  # player-skip-back
    SENTENCE_AFTER = "\ued49"  # player-skip-forward
    REPEAT = "\ueb72"  # repeat
    SLOWER = "\uec87"  # walk
    FASTER = "\uec82"  # run
    SOUND_FILE = "\uea9f"  # file-music
    FOLDER = "\ueaad"  # folder
    LOCK = "\ueae2"  # lock
    MAP = "\ueae8"  # map-pin
    PAGE_DOWN = "\uefd8"  # browser-x
    ERROR_MESSAGE = "\uea05"  # alert-circle
    REFUSED = "\ueaa3"  # file-x
    KEY = "\ueac7"  # key
    NO_ANSWER = "\uecf5"  # phone-off
    UNCLEAR = "\uf97d"  # message-circle-question
    NO_ACCESS = "\uf0a7"  # accessible-off
    MORE = "\uea95"  # dots
    REPORT = "\ueaa6"  # flag
    STICK = "\uf00c"  # usb
