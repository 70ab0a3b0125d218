"""Which device codes are out, and what has the user said about each?

A code is redeemed at most once, by the client that asked for it, while it lives. Polls faster than
the interval are told so, and make the interval longer (RFC 8628 §3.5).
"""

import secrets
from dataclasses import dataclass
from enum import Enum, auto
from threading import Lock

from sso_tui.demo.behaviour import Behaviour
from sso_tui.demo.clients import Client
from sso_tui.demo.clock import Clock

LIFETIME = 600.0
"""How long a device code lives where the answer's own figure makes no sense."""

DEFAULT_INTERVAL = 5.0
"""Seconds between polls where the answer names none (RFC 8628 §3.2)."""

SLOW_DOWN_SECONDS = 5.0
"""What every `slow_down` adds to the interval (RFC 8628 §3.5)."""

EARLY = 0.8
"""A poll after this part of the interval is not early: a network's jitter is no offence."""

USER_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, no digits: what RFC 8628 §6.1 proposes for codes that people compare."""


class Verdict(Enum):
    """What the user has said about a device code."""

    PENDING = auto()
    APPROVED = auto()
    DENIED = auto()


@dataclass(slots=True, eq=False)
class DeviceCode:
    """One device authorization, from its start until it is redeemed."""

    value: str
    user_code: str
    client: Client
    start_url: str
    created_at: float
    expires_at: float
    interval: float
    verdict: Verdict = Verdict.PENDING
    polled_at: float | None = None
    redeemed: bool = False


class Devices:
    """Device authorizations."""

    def __init__(self, behaviour: Behaviour, clock: Clock) -> None:
        self._behaviour = behaviour
        self._clock = clock
        self._lock = Lock()
        self._devices: dict[str, DeviceCode] = {}

    def start(self, client: Client, start_url: str) -> DeviceCode:
        """Begin a device authorization for this client, at the portal of that start URL."""
        now = self._clock.now()
        lifetime = self._behaviour.device_expires_in
        interval = self._behaviour.device_interval
        device = DeviceCode(
            value=self._behaviour.minted("device_code"),
            user_code=_user_code(),
            client=client,
            start_url=start_url,
            created_at=now,
            expires_at=now + (lifetime if lifetime and lifetime > 0 else LIFETIME),
            interval=DEFAULT_INTERVAL if interval is None else interval,
        )
        with self._lock:
            self._devices[device.value] = device
        return device

    def poll(self, client: Client, device_code: str) -> str | None:
        """Try to redeem a device code: None on success, else OAuth's error (RFC 8628 §3.5)."""
        with self._lock:
            device = self._devices.get(device_code)
            if device is None or device.client != client or device.redeemed:
                return "invalid_grant"
            if device.expires_at <= self._clock.now():
                return "expired_token"
            match self._verdict(device):
                case Verdict.APPROVED:
                    device.redeemed = True
                    return None
                case Verdict.DENIED:
                    return "access_denied"
                case Verdict.PENDING:
                    return self._pace(device)

    def start_url(self, device_code: str) -> str:
        """The portal that a device code, which there is, signs in to."""
        return self._devices[device_code].start_url

    def _verdict(self, device: DeviceCode) -> Verdict:
        """The user's verdict, or the clock's where the portal approves by itself."""
        patience = self._behaviour.auto_approve_after
        waiting = device.verdict is Verdict.PENDING and patience is not None
        if waiting and self._clock.now() >= device.created_at + (patience or 0):
            device.verdict = Verdict.APPROVED
        return device.verdict

    def _pace(self, device: DeviceCode) -> str:
        now = self._clock.now()
        previous, device.polled_at = device.polled_at, now
        if previous is None or now - previous >= device.interval * EARLY:
            return "authorization_pending"
        device.interval += SLOW_DOWN_SECONDS
        return "slow_down"

    def open(self, user_code: str) -> DeviceCode | None:
        """The open device code behind what a user typed: any case, with or without the dash."""
        wanted = _plain(user_code)
        with self._lock:
            for device in self._devices.values():
                if _plain(device.user_code) == wanted and self._live(device):
                    return device
        return None

    def _live(self, device: DeviceCode) -> bool:
        return not device.redeemed and device.expires_at > self._clock.now()

    def pending(self) -> list[str]:
        """User codes that still wait for a verdict, oldest first."""
        with self._lock:
            return [
                device.user_code
                for device in self._devices.values()
                if self._live(device) and self._verdict(device) is Verdict.PENDING
            ]

    def judge(self, user_code: str, verdict: Verdict) -> DeviceCode:
        """Record the user's verdict; KeyError where no such code is open."""
        device = self.open(user_code)
        if device is None:
            raise KeyError(user_code)
        device.verdict = verdict
        return device


def _user_code() -> str:
    letters = [secrets.choice(USER_CODE_LETTERS) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def _plain(user_code: str) -> str:
    return user_code.strip().replace("-", "").upper()
