"""The private RabbitMQ node: its files, its environment, and who may do what on it."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from deploy.local.place import Place, write_private
from deploy.local.record import Record
from shared.contracts.topology import EVENTS

VHOST = "ventanilla"
OPERATOR = "operator"

_LIBRARY = Path("/usr/lib/rabbitmq")

# What each service's account may configure, write and read: regular expressions on exchanges and queues.
_NONE = "^$"


def _of_worker(service: str, queues: str = "commands", also: str = "") -> tuple[str, str, str]:
    """Return what who works a queue may: put a failed message off in its own name, or send it to `dead`."""
    return _NONE, rf"^(retry\.{service}|dead{also})$", rf"^{service}\.({queues})$"


RIGHTS: Mapping[str, tuple[str, str, str]] = {
    OPERATOR: (".*", ".*", ".*"),
    "intake": _of_worker("intake"),
    "resolution": _of_worker("resolution", "commands|events"),
    "dispatch": _of_worker("dispatch", "events", also="|desk"),
    "sla": (_NONE, "^desk$", _NONE),
    "presence": (_NONE, "^events$", _NONE),
    "metrics": _of_worker("metrics", "events", also="|events"),
    "relay": (_NONE, "^(people|events)$", _NONE),
    "search": _of_worker("search", "events"),
    "customers": (_NONE, "^(people|events)$", _NONE),
    "webform": (_NONE, "^commands$", "^live$"),
    "notifications": _of_worker("notifications", "commands|events"),
    "inbound": (_NONE, "^commands$", _NONE),
}
KEYS: Mapping[str, str] = {"presence": r"^presence\.", "metrics": r"^figures\."}
"""Under which keys an account may write to the exchange `events`, where that is not under all."""
# `employees` closes the connections of who was locked out, through the management API; it sends nothing.
_ADMINISTRATORS = (OPERATOR, "employees")


class Broker:
    """The files and addresses of one stack's node."""

    def __init__(self, place: Place, record: Record) -> None:
        self._record = record
        # Another release may not be able to read this one's files.
        self._directory = place.root / f"rabbitmq-{installed_release()}"
        self.port = record.port("rabbitmq")
        self.management_port = record.port("rabbitmq-management")
        self.epmd_port = record.port("epmd")

    @property
    def epmd_command(self) -> tuple[str, ...]:
        """How the name server of Erlang nodes is started, in the foreground."""
        return ("epmd", "-port", str(self.epmd_port), "-address", "127.0.0.1")

    @property
    def command(self) -> tuple[str, ...]:
        """How the node is started; not through /usr/sbin, which would change the user."""
        return (str(_LIBRARY / "bin/rabbitmq-server"),)

    def amqp_url(self, user: str) -> str:
        """Return the address of the vhost with a user's password in it."""
        return f"amqp://{user}:{self._record.secret(f'broker-{user}')}@127.0.0.1:{self.port}/{VHOST}"

    @property
    def open_amqp_url(self) -> str:
        """The address of the vhost for who brings their own token."""
        return f"amqp://127.0.0.1:{self.port}/{VHOST}"

    def management_url(self, user: str) -> str:
        """Return the address of the management API with a user's password in it."""
        password = self._record.secret(f"broker-{user}")
        return f"http://{user}:{password}@127.0.0.1:{self.management_port}"

    def environment(self) -> dict[str, str]:
        """Return the whole environment of the node: it must see no other setting of RabbitMQ."""
        directory, erlang = self._directory, "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false"
        return {
            "HOME": str(directory / "home"),
            "LANG": "C.UTF-8",
            "RABBITMQ_NODENAME": f"ventanilla-{self._record.token}@localhost",
            "RABBITMQ_DIST_PORT": str(self._record.port("rabbitmq-distribution")),
            "RABBITMQ_MNESIA_BASE": str(directory / "mnesia"),
            "RABBITMQ_LOG_BASE": str(directory),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": str(directory / "pid"),
            "RABBITMQ_CONFIG_FILE": str(directory / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(directory / "advanced.config"),
            "RABBITMQ_CONF_ENV_FILE": str(directory / "rabbitmq-env.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(directory / "enabled_plugins"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": erlang,
            "RABBITMQ_CTL_ERL_ARGS": erlang,
            "ERL_EPMD_PORT": str(self.epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            # Whatever Erlang program the node starts in turn: none may leave an epmd of its own behind.
            "ERL_ZFLAGS": "-start_epmd false",
            "ERL_CRASH_DUMP": str(directory / "erl_crash.dump"),
            # The script then becomes the node instead of watching over it.
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def write_files(self, key_id: str, public_key: bytes) -> None:
        """Write what the node reads at its start; the key is that of the employees' tokens."""
        directory = self._directory
        cookie = directory / "home/.erlang.cookie"
        if not cookie.exists():
            write_private(cookie, self._record.secret("erlang-cookie"))
            cookie.chmod(0o400)
        write_private(directory / "rabbitmq-env.conf", "")
        write_private(directory / "enabled_plugins", "[rabbitmq_auth_backend_oauth2,rabbitmq_management].\n")
        write_private(directory / "employees.pem", public_key)
        write_private(directory / "definitions.json", json.dumps(self.definitions(), indent=2))
        write_private(directory / "rabbitmq.conf", self.configuration(key_id))

    def configuration(self, key_id: str) -> str:
        """Return rabbitmq.conf."""
        lines = {
            "listeners.tcp.1": f"127.0.0.1:{self.port}",
            "management.tcp.ip": "127.0.0.1",
            "management.tcp.port": self.management_port,
            "heartbeat": 10,
            "disk_free_limit.absolute": "100MB",
            "load_definitions": self._directory / "definitions.json",
            "auth_backends.1": "internal",
            "auth_backends.2": "rabbit_auth_backend_oauth2",
            "auth_oauth2.resource_server_id": "rabbitmq",
            "auth_oauth2.default_key": key_id,
            f"auth_oauth2.signing_keys.{key_id}": self._directory / "employees.pem",
            "auth_oauth2.algorithms.1": "ES256",
        }
        return "".join(f"{key} = {value}\n" for key, value in lines.items())

    def definitions(self) -> dict[str, object]:
        """Return the vhost, the accounts and their rights.

        What lies inside the vhost is declared by a program: RabbitMQ 4.0 does not start again with the
        binding of a stream among its definitions.
        """
        users = [*RIGHTS, *(name for name in _ADMINISTRATORS if name not in RIGHTS)]
        return {
            "vhosts": [{"name": VHOST}],
            "users": [
                {
                    "name": name,
                    "password": self._record.secret(f"broker-{name}"),
                    "tags": "administrator" if name in _ADMINISTRATORS else "",
                }
                for name in users
            ],
            "permissions": [
                {"user": user, "vhost": VHOST, "configure": configure, "write": write, "read": read}
                for user, (configure, write, read) in RIGHTS.items()
            ],
            "topic_permissions": [
                {"user": user, "vhost": VHOST, "exchange": EVENTS, "write": keys, "read": _NONE}
                for user, keys in KEYS.items()
            ],
        }


def installed_release() -> str:
    """Return major and minor of the installed RabbitMQ, such as ``3.10``; ``absent`` where there is none."""
    for directory in sorted((_LIBRARY / "lib").glob("rabbitmq_server-*")):
        found = re.fullmatch(r"rabbitmq_server-(\d+\.\d+).*", directory.name)
        if found and os.access(_LIBRARY / "bin/rabbitmq-server", os.X_OK):
            return found[1]
    return "absent"
