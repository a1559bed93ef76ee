"""What a stack must remember from one start to the next: its ports, its names and its passwords."""

import json
import secrets
from pathlib import Path
from typing import Any

from deploy.local import ports
from deploy.local.place import Place, write_private
from deploy.local.terminal import Trouble


class Record:
    """Ports and secrets by name, made up when they are first asked for.

    Nothing is written before ``save``; from then on, what is made up is written at once.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._ports: dict[str, int] = _read(place.record).get("ports", {})
        self._secrets: dict[str, str] = _read(place.secrets)
        self._names: dict[str, str] = _read(place.record).get("names", {})
        # What another process has written down already is added to at once; before that nothing is written.
        self._is_kept = place.secrets.exists()

    def port(self, name: str) -> int:
        """Return the port of this name, picking a free one the first time."""
        if name not in self._ports:
            self._ports[name] = ports.pick(taken=set(self._ports.values()))
            self._keep()
        return self._ports[name]

    def secret(self, name: str) -> str:
        """Return the password of this name, making it up the first time."""
        if name not in self._secrets:
            self._secrets[name] = secrets.token_urlsafe(24)
            self._keep()
        return self._secrets[name]

    @property
    def token(self) -> str:
        """A few letters that tell this stack from every other one."""
        return self._names.setdefault("token", secrets.token_hex(4))

    def name(self, key: str, default: str = "") -> str:
        """Return what was last remembered under a key."""
        return self._names.get(key, default)

    def remember(self, key: str, value: str) -> None:
        """Keep a value that is no secret."""
        self._names[key] = value

    def remember_secret(self, key: str, value: str | None) -> None:
        """Keep a secret that comes from outside; None forgets it."""
        if value is None:
            self._secrets.pop(key, None)
        else:
            self._secrets[key] = value

    def known_secret(self, key: str) -> str | None:
        """Return a secret if there is one, making none up."""
        return self._secrets.get(key)

    def taken_ports(self) -> dict[str, int]:
        """Return those of the recorded ports on which somebody listens."""
        return {name: port for name, port in self._ports.items() if not ports.is_free(port)}

    def forget_port(self, name: str) -> None:
        """Let the next ``port`` pick another one."""
        self._ports.pop(name, None)

    def want_port(self, name: str, port: int) -> None:
        """Use the port that a person asked for; raise Trouble where it is taken."""
        if not ports.is_free(port):
            raise Trouble(f"Port {port}, wanted for {name}, is taken by another program.")
        self._ports[name] = port

    def save(self) -> None:
        """Write everything down, readable by its owner alone."""
        self._is_kept = True
        record = {"names": self._names, "ports": self._ports}
        write_private(self._place.record, json.dumps(record, indent=2, sort_keys=True) + "\n")
        write_private(self._place.secrets, json.dumps(self._secrets, indent=2, sort_keys=True) + "\n")

    def _keep(self) -> None:
        if self._is_kept:
            self.save()


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError:
        raise Trouble(f"{path} is damaged; remove it to start anew.") from None
    return content if isinstance(content, dict) else {}
