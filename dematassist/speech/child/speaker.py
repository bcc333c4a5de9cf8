"""The playback device, through miniaudio's C interface.

The C interface rather than the ``miniaudio`` module: importing that one brings clients of the network and
forty milliseconds, and it never closes its connection to the sound server. Both are in the same wheel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_PERIOD_MS = 20
_PERIODS = 4
"""Sound asked in advance: 80 ms, so that a busy computer does not make holes in it."""
_BACKENDS = ("wasapi", "dsound", "winmm", "coreaudio", "pulseaudio", "alsa", "sndio", "audio4", "oss")
"""All that are heard; miniaudio would else end with one that plays nothing and says all is well."""


class NoSpeakerError(Exception):
    """No device takes our sound."""


class NoSoundLibraryError(Exception):
    """miniaudio cannot be loaded."""


class Speaker:
    """One device, mono, 16 bits. ``fill`` gives the samples of so many frames; a thread of its own calls it.

    ``on_cut`` is called from that thread when the device ends by itself.
    """

    def __init__(self, fill: Callable[[int], bytes], on_cut: Callable[[], None]) -> None:
        self.fill = fill
        self.on_cut = on_cut
        self.rate_hz = 0
        """0 while no device is open."""
        self.is_running = False
        self._sound: Any = None
        self._context: Any = None
        self._device: Any = None
        self._handle: Any = None

    @property
    def queued_frames(self) -> int:
        """How much of what was given is not heard yet, just after it was asked for."""
        return (_PERIODS - 1) * _PERIOD_MS * self.rate_hz // 1000

    def connect(self) -> None:
        """Find the sound server, unless it is done. Raises ``NoSpeakerError``, ``NoSoundLibraryError``."""
        if self._context is not None:
            return
        sound = self._sound = _library()
        config = sound.lib.ma_context_config_init()
        self._name = sound.ffi.new("char[]", b"DematAssist")
        config.pulse.pApplicationName = self._name
        kinds = [getattr(sound.lib, f"ma_backend_{name}") for name in _BACKENDS]
        context = sound.ffi.new("ma_context*")
        wanted = sound.ffi.new("ma_backend[]", kinds)
        if sound.lib.ma_context_init(wanted, len(kinds), sound.ffi.addressof(config), context):
            raise NoSpeakerError
        self._context = context

    def open(self, rate_hz: int) -> None:
        """Open the device for this rate. Raises ``NoSpeakerError``, ``NoSoundLibraryError``."""
        self.close()
        for _attempt in ("with the server known", "with the server of now"):
            self.connect()
            if self._opened(rate_hz):
                self.rate_hz = rate_hz
                return
            self._disconnect()
        raise NoSpeakerError

    def start(self) -> None:
        """Play. Raises ``NoSpeakerError``."""
        if self.is_running:
            return
        self.is_running = True
        if self._sound.lib.ma_device_start(self._device):
            self.is_running = False
            raise NoSpeakerError

    def hold(self) -> bool:
        """Stop at this sample; return whether what was asked in advance is lost, not kept for later."""
        if self.is_running:
            self.is_running = False
            self._sound.lib.ma_device_stop(self._device)
        return bool(self._context is not None and self._context.backend == self._sound.lib.ma_backend_alsa)

    def close(self) -> None:
        """Stop at once, and leave the device to others."""
        if self._device is not None:
            self.hold()
            self._sound.lib.ma_device_uninit(self._device)
        self._device, self.rate_hz = None, 0

    def disconnect(self) -> None:
        """Close the device and the connection to the sound server."""
        self.close()
        self._disconnect()

    def backend(self) -> str:
        """Return the name of the system's sound in use."""
        name = self._sound.lib.ma_get_backend_name(self._context.backend)
        return str(self._sound.ffi.string(name).decode())

    def _opened(self, rate_hz: int) -> bool:
        lib, ffi = self._sound.lib, self._sound.ffi
        self._handle = ffi.new_handle(self)
        config = lib.ma_device_config_init(lib.ma_device_type_playback)
        config.sampleRate, config.playback.channels = rate_hz, 1
        config.playback.format = lib.ma_format_s16
        config.periodSizeInMilliseconds, config.periods = _PERIOD_MS, _PERIODS
        config.dataCallback, config.stopCallback = lib._internal_data_callback, lib._internal_stop_callback  # noqa: SLF001 -- so named by the wheel
        config.pUserData = self._handle
        device = ffi.new("ma_device*")
        if lib.ma_device_init(self._context, ffi.addressof(config), device):
            return False
        self._device = device
        return True

    def _disconnect(self) -> None:
        if self._context is not None:
            self._sound.lib.ma_context_uninit(self._context)
        self._context = None


def converted(samples: bytes, from_hz: int, to_hz: int) -> bytes:
    """Return mono samples of 16 bits at another rate. Raises ``NoSoundLibraryError``."""
    if from_hz == to_hz or not samples:
        return samples
    sound = _library()
    lib, ffi = sound.lib, sound.ffi
    frames = len(samples) // 2
    room = frames * to_hz // from_hz + 64
    out = bytearray(2 * room)
    made = lib.ma_convert_frames(
        *(ffi.from_buffer(out), room, lib.ma_format_s16, 1, to_hz),
        *(ffi.from_buffer(samples), frames, lib.ma_format_s16, 1, from_hz),
    )
    return bytes(out[: 2 * made])


_loaded: Any = None


def _library() -> Any:
    """Return miniaudio's C interface, its callbacks bound."""
    global _loaded  # noqa: PLW0603 -- one library for the process, bound once
    if _loaded is None:
        try:
            import _miniaudio  # type: ignore[import-not-found]
        except ImportError:
            raise NoSoundLibraryError from None
        ffi = _miniaudio.ffi

        def give(device: Any, output: Any, _input: Any, frames: int) -> None:
            samples = ffi.from_handle(device.pUserData).fill(frames)
            ffi.memmove(output, samples, len(samples))

        def stopped(device: Any) -> None:
            speaker: Speaker = ffi.from_handle(device.pUserData)
            if speaker.is_running:
                speaker.on_cut()

        ffi.def_extern(name="_internal_data_callback")(give)
        ffi.def_extern(name="_internal_stop_callback")(stopped)
        _loaded = _miniaudio
    return _loaded
