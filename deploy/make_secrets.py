"""Makes what ``deploy/compose.yaml`` must not contain: passwords, signing keys, the broker's accounts.

``.venv/bin/python -m deploy.make_secrets``. Run again, it keeps what is there and adds what is missing.
"""

import json
import sys
from pathlib import Path

from deploy.local.accounts import ACCOUNTS
from deploy.local.broker import RIGHTS, Broker
from deploy.local.keys import make_signing_key, public_key
from deploy.local.place import CHECKOUT, Place, write_private
from deploy.local.record import Record
from deploy.local.terminal import done

DIRECTORY = CHECKOUT / "var" / "compose"
SIGNING_SERVICES = ("employees", "customers", "webform", "mail-in")
_KEYS_IN_THE_CONTAINER = "/etc/rabbitmq/employees.pem"


def make_secrets(directory: Path) -> None:
    """Fill the directory; only its owner can look into it.

    The files that containers read are readable by everybody, because a container's user is not their
    owner; the directory keeps the other users of this machine away from them.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)
    place = Place(directory)
    record = Record(place)
    for service in SIGNING_SERVICES:
        make_signing_key(directory / f"{service}.pem")
    key_id, public = public_key(directory / "employees.pem")
    _for_containers(directory / "employees-public.pem", public)
    _for_containers(directory / "employees-key.conf", _key_configuration(key_id))
    _for_containers(directory / "definitions.json", json.dumps(Broker(place, record).definitions(), indent=2))
    # mongod takes base64 alone, which the letters of our passwords go beyond.
    _for_containers(directory / "mongodb.key", record.secret("mongodb-key-file").encode().hex())
    write_private(directory / ".env", environment(record))
    record.save()
    for service in SIGNING_SERVICES:
        (directory / f"{service}.pem").chmod(0o644)


def environment(record: Record) -> str:
    """Return the lines of the file that ``docker compose --env-file`` takes."""
    lines = {
        **{f"{_word(name)}_DATABASE_PASSWORD": record.secret(f"database-{name}") for name in _DATABASE_USERS},
        **{f"{_word(name)}_BROKER_PASSWORD": record.secret(f"broker-{name}") for name in _BROKER_USERS},
        "WEBFORM_SECRET_KEY": record.secret("webform-sessions"),
        "LINK_KEY": record.secret("links"),
        "REPLY_KEY": record.secret("reply-addresses"),
        "SECOND_FACTOR_KEY": record.secret("second-factors"),
        "FIRST_ADMIN_PASSWORD": record.secret("administrator"),
    }
    return "".join(f"{name}={value}\n" for name, value in lines.items())


_DATABASE_USERS = ("operator", *ACCOUNTS)
_BROKER_USERS = (*RIGHTS, "employees")


def _key_configuration(key_id: str) -> str:
    return (
        f"auth_oauth2.default_key = {key_id}\nauth_oauth2.signing_keys.{key_id} = {_KEYS_IN_THE_CONTAINER}\n"
    )


def _for_containers(path: Path, content: str | bytes) -> None:
    write_private(path, content)
    path.chmod(0o644)


def _word(name: str) -> str:
    return name.upper().replace("-", "_")


def main() -> int:
    """Fill ``var/compose``."""
    make_secrets(DIRECTORY)
    done(f"Passwords and keys for compose.yaml are in {DIRECTORY.relative_to(CHECKOUT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
