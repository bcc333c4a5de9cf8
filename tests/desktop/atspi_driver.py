"""Speaks AT-SPI for the tests: one JSON request a line in, one JSON answer a line out.

Run by Debian's Python, which has PyGObject. The program is looked at from outside, as Orca does. Its tree is
read a storey at a time, all the questions of a storey asked at once: what costs is to wait for each answer.
Between two requests the main loop runs, so that events are heard when they happen.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import gi

# libatspi marks its stable getters as deprecated.
warnings.simplefilter("ignore", DeprecationWarning)
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402 -- after the version is chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NAME = sys.argv[1]
"""The name the program has on the bus."""
STATES = {
    name: int(getattr(Atspi.StateType, name.upper()))
    for name in (
        *("active", "checked", "editable", "enabled", "focusable", "focused"),
        *("selected", "showing", "visible"),
    )
}
"""The states that we look at, each with its bit."""
EVENTS = (
    "object:announcement",
    "object:property-change:accessible-description",
    "object:property-change:accessible-name",
    "object:state-changed:focused",
    "window:activate",
)
"""What makes a screen reader speak."""
MOST_CHILDREN = 500
PATIENCE_S = 10.0
"""How long a tree is read again that changes each time: a page that is made is still after two or three."""

Path = tuple[int, ...]
Node = dict[str, Any]
Answer = TypeVar("Answer")


class Place(NamedTuple):
    """Where an accessible is on the bus."""

    owner: str
    path: str


class Question(NamedTuple):
    """What can be asked of an accessible."""

    interface: str
    method: str
    arguments: GLib.Variant | None = None


def property_of(name: str) -> Question:
    """Ask for a property that every accessible has."""
    arguments = GLib.Variant("(ss)", ("org.a11y.atspi.Accessible", name))
    return Question("org.freedesktop.DBus.Properties", "Get", arguments)


CHILDREN = Question("org.a11y.atspi.Accessible", "GetChildren")
ROLE = Question("org.a11y.atspi.Accessible", "GetRole")
STATE = Question("org.a11y.atspi.Accessible", "GetState")
RELATIONS = Question("org.a11y.atspi.Accessible", "GetRelationSet")
INTERFACES = Question("org.a11y.atspi.Accessible", "GetInterfaces")
NAMED, DESCRIPTION = property_of("Name"), property_of("Description")
ACTIONS = Question("org.a11y.atspi.Action", "GetActions")
PRESS = Question("org.a11y.atspi.Action", "DoAction", GLib.Variant("(i)", (0,)))
BOX = Question("org.a11y.atspi.Component", "GetExtents", GLib.Variant("(u)", (Atspi.CoordType.SCREEN,)))
FOCUS = Question("org.a11y.atspi.Component", "GrabFocus")
TEXT = Question("org.a11y.atspi.Text", "GetText", GLib.Variant("(ii)", (0, -1)))
REGISTRY = Place("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")


class Bus:
    """The accessibility bus, of which many things are asked at once."""

    def __init__(self) -> None:
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        (address,) = session.call_sync(
            *("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress"),
            *(None, None, Gio.DBusCallFlags.NONE, -1, None),
        )
        kind = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self._connection = Gio.DBusConnection.new_for_address_sync(address, kind, None, None)
        # Of its own: nothing else of the main loop happens while answers are waited for.
        self._context = GLib.MainContext.new()

    def ask(self, places: Iterable[Place], *questions: Question) -> dict[Place, list[Any]]:
        """Return what each of these answers to all of these questions; raise when one has no answer."""
        asked = [(place, question) for place in dict.fromkeys(places) for question in questions]
        answers: dict[int, Any] = {}

        def on_answer(connection: Gio.DBusConnection, result: Gio.AsyncResult, number: int) -> None:
            try:
                (answers[number],) = connection.call_finish(result).unpack()
            except GLib.Error as error:
                answers[number] = error

        self._context.push_thread_default()
        for number, (place, question) in enumerate(asked):
            self._connection.call(
                *(*place, *question, None, Gio.DBusCallFlags.NONE, -1, None, on_answer, number)
            )
        while len(answers) < len(asked):
            self._context.iteration(may_block=True)
        self._context.pop_thread_default()
        found: dict[Place, list[Any]] = {}
        for number, (place, _question) in enumerate(asked):
            if isinstance(answers[number], GLib.Error):
                raise answers[number]
            found.setdefault(place, []).append(answers[number])
        return found


class Seen(NamedTuple):
    """An accessible and what changes often."""

    place: Place
    states: list[str]


bus = Bus()
heard: list[dict[str, str]] = []
listeners: list[Atspi.EventListener] = []
known: dict[Place, Node] = {}
"""What the last tree said of each, but for what changes while Tab goes round: its path, states and box."""


def program() -> Place | None:
    """Return the program, or None when it is not on the bus."""
    for running in bus.ask([REGISTRY], CHILDREN)[REGISTRY][0]:
        place = Place(*running)
        # One that has just ended does not answer.
        with contextlib.suppress(GLib.Error):
            name, children = bus.ask([place], NAMED, CHILDREN)[place]
            if name == NAME and children:
                return place
    return None


def settled(do: Callable[[], Answer]) -> Answer:
    """Return what is read, or done, once nothing goes away meanwhile: a page may be changing."""
    limit = time.monotonic() + PATIENCE_S
    while True:
        try:
            return do()
        except GLib.Error:
            if time.monotonic() > limit:
                raise
        known.clear()
        time.sleep(0.02)


def walk() -> dict[Path, Seen]:
    """Return what is visible of the program, in the order of reading."""
    root = program()
    storey: dict[Path, Place] = {} if root is None else {(): root}
    seen: dict[Path, Seen] = {}
    while storey:
        answers = bus.ask(storey.values(), STATE, CHILDREN)
        below: dict[Path, Place] = {}
        for path, place in storey.items():
            (low, high), children = answers[place]
            bits = low | high << 32
            states = [name for name, bit in STATES.items() if bits >> bit & 1]
            if "visible" not in states:
                continue
            seen[path] = Seen(place, states)
            for index, child in enumerate(children[:MOST_CHILDREN]):
                if not child[1].endswith("/null"):
                    below[(*path, index)] = Place(*child)
        storey = below
    return dict(sorted(seen.items()))


def learn(places: list[Place]) -> None:
    """Know what does not change often of these."""
    answers = bus.ask(places, ROLE, NAMED, DESCRIPTION, RELATIONS, INTERFACES)
    interfaces = {place: answer[-1] for place, answer in answers.items()}
    actions = bus.ask((place for place in places if ACTIONS.interface in interfaces[place]), ACTIONS)
    for place, (role, name, description, relations, _interfaces) in answers.items():
        targets = {Atspi.RelationType(kind).value_nick: others for kind, others in relations}
        labels = [Place(*label) for label in targets.get("labelled-by", [])]
        known[place] = {
            "role": role_name(role),
            "name": name,
            "description": description,
            "relations": sorted(targets),
            "labels": [said for (said,) in bus.ask(labels, NAMED).values()],
            # Of an action: its name, what it does, its key.
            "key": actions[place][0][0][2] if actions.get(place, [[]])[0] else "",
        }
    texts = (p for p in places if known[p]["role"] in ("entry", "text") and TEXT.interface in interfaces[p])
    for place, (text,) in bus.ask(texts, TEXT).items():
        known[place]["text"] = text


def described(seen: dict[Path, Seen]) -> list[Node]:
    """Return what a test needs to know of these; what is known is not asked again."""
    learn([place for place, _states in seen.values() if place not in known])
    boxes = bus.ask((place for place, _states in seen.values()), BOX)
    return [
        {**known[place], "path": path, "states": states, "box": boxes[place][0]}
        for path, (place, states) in seen.items()
    ]


def find(role: str, name: str) -> dict[Path, Seen]:
    """Return the showing accessibles of that role whose name begins with ``name``."""
    showing = {path: seen for path, seen in walk().items() if "showing" in seen.states}
    names = bus.ask((seen.place for seen in showing.values()), NAMED)
    named = {path: seen for path, seen in showing.items() if names[seen.place][0].startswith(name)}
    roles = bus.ask((seen.place for seen in named.values()), ROLE)
    return {path: seen for path, seen in named.items() if role in ("", role_name(roles[seen.place][0]))}


def role_name(number: int) -> str:
    """Return the name of a role."""
    return Atspi.role_get_name(Atspi.Role(number))


def listen(events) -> bool:
    """Begin to keep what is heard: these events, else those that make a screen reader speak."""

    def on_event(event) -> None:
        try:
            said = event.any_data if isinstance(event.any_data, str) else event.source.get_name()
        except (AttributeError, GLib.Error):
            said = ""
        if event.type != "object:state-changed:focused" or event.detail1:
            heard.append({"event": event.type.removeprefix("object:"), "said": said or ""})

    listener = Atspi.EventListener.new(on_event)
    for event in events or EVENTS:
        listener.register(event)
    listeners.append(listener)
    return True


def act(question: Question, role: str, name: str) -> bool:
    """Do it to the first that shows under this name; return whether it is done."""
    found = find(role, name)
    if not found:
        return False
    place = next(iter(found.values())).place
    return bus.ask([place], question)[place][0]


def answer(request):
    """Do one request."""
    kind = request["do"]
    if kind == "listen":
        return listen(request.get("events"))
    if kind == "heard":
        said, heard[:] = list(heard), []
        return said
    if not request.get("again"):
        known.clear()
    if kind == "tree":
        return settled(lambda: described(walk()))
    if kind == "focused":
        return settled(lambda: described({p: seen for p, seen in walk().items() if "focused" in seen.states}))
    role, name = request.get("role", ""), request["name"]
    if kind == "find":
        return settled(lambda: described(find(role, name)))
    question = {"press": PRESS, "focus": FOCUS}[kind]
    return settled(lambda: act(question, role, name))


class Requests:
    """The requests on standard input, answered as they arrive; the loop ends with them."""

    def __init__(self, loop: GLib.MainLoop) -> None:
        self.loop = loop
        self.unfinished = b""
        GLib.io_add_watch(0, GLib.IOCondition.IN | GLib.IOCondition.HUP, self.on_content)

    def on_content(self, descriptor: int, _condition: GLib.IOCondition) -> bool:
        """Answer every whole line."""
        content = os.read(descriptor, 65536)
        if not content:
            self.loop.quit()
            return False
        *lines, self.unfinished = (self.unfinished + content).split(b"\n")
        for line in lines:
            try:
                result = {"ok": answer(json.loads(line))}
            except Exception as error:  # noqa: BLE001 -- said to the test, which decides
                result = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(result), flush=True)
        return True


if __name__ == "__main__":
    main_loop = GLib.MainLoop()
    requests = Requests(main_loop)
    main_loop.run()
