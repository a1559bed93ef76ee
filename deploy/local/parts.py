"""The parts of the local stack: one entry each."""

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from deploy.local import readiness
from deploy.local.foundations import BROKER, epmd, mailbox, rabbitmq
from deploy.local.part import Part
from deploy.local.site import ADMINISTRATOR_EMAIL, FAIR_USE, MAIL_FROM, REPLY_DOMAIN, Site

_DATABASE = "database"
MOST_CONNECTIONS = 2000
"""Of one worker of the web form; more than its MOST_LISTENERS, so that a form always finds a place."""


def parts_of(site: Site) -> dict[str, Part]:
    """Return every part of a stack by its name, in the order in which they are shown."""
    found = [
        epmd(site),
        rabbitmq(site),
        replace(site.database.part(), name=_DATABASE),
        mailbox(site),
        *_services(site),
    ]
    return {part.name: part for part in found}


def _services(site: Site) -> list[Part]:
    return [
        *_accounts(site),
        _over_incidents(site, "resolution", workers=2),
        _over_incidents(site, "files", more={"MAIL_IN_URL": site.http_url("mail-in")}),
        _knowledge(site),
        _worker(site, "resolution-worker", "backend.resolution.worker", account="resolution"),
        _worker(site, "intake", "backend.intake.app", account="intake"),
        _dispatch(site),
        *_promises(site),
        _presence(site),
        _worker(site, "relay", "backend.incidents.relay", account="relay"),
        *_mails(site),
        *_search(site),
        _metrics(site),
        _webform(site),
    ]


def _accounts(site: Site) -> list[Part]:
    """Return the two services that know people."""
    employees = {
        "MONGODB_URI": site.database.service_uri("employees"),
        "SIGNING_KEY_FILE": str(site.signing_key("employees")),
        "RABBITMQ_MANAGEMENT_URL": site.broker.management_url("employees"),
        "AMQP_VHOST": "ventanilla",
        "SECOND_FACTOR_KEY": site.record.secret("second-factors"),
        "FIRST_ADMIN_EMAIL": ADMINISTRATOR_EMAIL,
        "FIRST_ADMIN_PASSWORD": site.record.secret("administrator"),
    }
    customers = {
        "MONGODB_URI": site.database.service_uri("customers"),
        "AMQP_URL": site.broker.amqp_url("customers"),
        "SIGNING_KEY_FILE": str(site.signing_key("customers")),
        "EMPLOYEES_URL": site.http_url("employees"),
        "WEBFORM_URL": site.http_url("webform"),
        "RESOLUTION_URL": site.http_url("resolution"),
        "FILES_URL": site.http_url("files"),
        # The web form, which tells who asks.
        "TRUSTED_PROXIES": "1",
    }
    needs = (_DATABASE, BROKER)
    return [
        _web(site, "employees", "backend.employees.app", needs=needs, environment=employees),
        _web(site, "customers", "backend.customers.app", needs=needs, environment=customers),
    ]


def _over_incidents(site: Site, name: str, workers: int = 1, more: Mapping[str, str] | None = None) -> Part:
    """Return a service over the database ``incidents`` that takes everybody's tokens."""
    environment = {
        "MONGODB_URI": site.database.service_uri(name),
        "EMPLOYEES_URL": site.http_url("employees"),
        "CUSTOMERS_URL": site.http_url("customers"),
        "WEBFORM_URL": site.http_url("webform"),
        **(more or {}),
    }
    module = f"backend.{name}.app"
    return _web(site, name, module, workers=workers, needs=(_DATABASE,), environment=environment)


def _search(site: Site) -> list[Part]:
    """Return who keeps the index and who answers from it; both see its directory."""
    index = {"INDEX_DIR": str(site.place.root / "search")}
    keys = {
        f"{issuer.upper()}_URL": site.http_url(issuer) for issuer in ("employees", "customers", "webform")
    }
    module = "backend.search.worker"
    return [
        _worker(site, "search-indexer", module, account="search", more=index),
        # Not ready before the other has made an index, and that one waits for database and broker.
        _web(
            site,
            "search",
            "backend.search.app",
            workers=2,
            needs=("search-indexer",),
            environment={**keys, **index},
        ),
    ]


def _knowledge(site: Site) -> Part:
    environment = {
        "MONGODB_URI": site.database.service_uri("knowledge"),
        "EMPLOYEES_URL": site.http_url("employees"),
        "WEBFORM_URL": site.http_url("webform"),
    }
    return _web(site, "knowledge", "backend.knowledge.app", needs=(_DATABASE,), environment=environment)


def _dispatch(site: Site) -> Part:
    """Return who hands out incidents; it reads who is there, and what there is."""
    read = {
        f"{database.upper()}_URI": site.database.service_uri("dispatch", database)
        for database in ("employees", "incidents")
    }
    return _worker(site, "dispatch", "backend.dispatch.worker", account="dispatch", more=read)


def _promises(site: Site) -> list[Part]:
    """Return who keeps what is promised, and who sees when time is over."""
    environment = {
        "MONGODB_URI": site.database.service_uri("sla"),
        "EMPLOYEES_URL": site.http_url("employees"),
    }
    return [
        _web(site, "sla", "backend.sla.app", needs=(_DATABASE,), environment=environment),
        _worker(site, "sla-worker", "backend.sla.worker", account="sla"),
    ]


def _presence(site: Site) -> Part:
    environment = {
        "AMQP_URL": site.broker.amqp_url("presence"),
        "EMPLOYEES_URL": site.http_url("employees"),
    }
    # One process: who is where is in its memory.
    return _web(site, "presence", "backend.presence.app", needs=(BROKER,), environment=environment)


def _metrics(site: Site) -> Part:
    environment = {
        "AMQP_URL": site.broker.amqp_url("metrics"),
        "MONGODB_URI": site.database.service_uri("metrics"),
        "INCIDENTS_URI": site.database.service_uri("metrics", "incidents"),
        "EMPLOYEES_URL": site.http_url("employees"),
    }
    # One process: the figures are in its memory.
    needs = (_DATABASE, BROKER)
    return _web(site, "metrics", "backend.metrics.app", needs=needs, environment=environment)


def _webform(site: Site) -> Part:
    environment = {
        "AMQP_URL": site.broker.amqp_url("webform"),
        "RESOLUTION_URL": site.http_url("resolution"),
        "CUSTOMERS_URL": site.http_url("customers"),
        "KNOWLEDGE_URL": site.http_url("knowledge"),
        "SEARCH_URL": site.http_url("search"),
        "FILES_URL": site.http_url("files"),
        "WEBFORM_URL": site.http_url("webform"),
        "SECRET_KEY": site.record.secret("webform-sessions"),
        "LINK_KEY": site.record.secret("links"),
        "SIGNING_KEY_FILE": str(site.signing_key("webform")),
        **FAIR_USE,
    }
    # An open tracking page waits for news on a greenlet of its own: thousands fit into a worker.
    kind = ("--worker-class", "gevent", "--worker-connections", str(MOST_CONNECTIONS))
    return _web(
        site, "webform", "webform.app", workers=2, kind=kind, needs=(BROKER,), environment=environment
    )


def _mails(site: Site) -> list[Part]:
    """Return who sends mails and who takes the answers."""
    common = {
        "MAIL_FROM": MAIL_FROM,
        "REPLY_DOMAIN": REPLY_DOMAIN,
        "REPLY_KEY": site.record.secret("reply-addresses"),
    }
    out = {
        **common,
        "INCIDENTS_URI": site.database.service_uri("notifications", "incidents"),
        "SMTP_URL": site.smtp_url("mailbox"),
        "LINK_KEY": site.record.secret("links"),
        "WEBFORM_URL": site.http_url("webform"),
    }
    into = {
        **common,
        "INCIDENTS_URI": site.database.service_uri("inbound", "incidents"),
        "MAIL_IN_PORT": str(site.record.port("mail-in-smtp")),
        "FILES_URL": site.http_url("files"),
        "SIGNING_KEY_FILE": str(site.signing_key("mail-in")),
    }
    return [
        _worker(site, "notifications", "backend.notifications.app", account="notifications", more=out),
        _worker(site, "mail-in", "backend.notifications.inbound", account="inbound", more=into),
    ]


def _web(
    site: Site,
    name: str,
    module: str,
    *,
    needs: tuple[str, ...],
    environment: Mapping[str, str],
    workers: int = 1,
    kind: tuple[str, ...] = ("--worker-class", "gthread", "--threads", "8"),
) -> Part:
    """Return a Flask application under gunicorn."""
    port = site.record.port(name)
    metrics = site.place.run / "metrics" / name
    command = (
        *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--name", name),
        *kind,
        *("--workers", str(workers)),
        *("--graceful-timeout", "5", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"),  # noqa: S108
        f"{module}:create_app()",
    )
    return Part(
        name=name,
        command=command,
        # Several processes answer /metrics together through files in this directory.
        environment={**environment, "PROMETHEUS_MULTIPROC_DIR": str(metrics)},
        check=_ready_page(site, name),
        prepare=lambda: _empty(metrics),
        needs=needs,
        port=port,
        url=site.http_url(name),
    )


def _worker(
    site: Site, name: str, module: str, *, account: str, more: Mapping[str, str] | None = None
) -> Part:
    """Return a process that takes or sends messages."""
    port = site.record.port(name)
    return Part(
        name=name,
        command=(sys.executable, "-m", module),
        environment={
            "AMQP_URL": site.broker.amqp_url(account),
            "MONGODB_URI": site.database.service_uri(account),
            "HEALTH_PORT": str(port),
            **(more or {}),
        },
        check=_ready_page(site, name),
        needs=(_DATABASE, BROKER),
        port=port,
        url=site.http_url(name),
    )


def _ready_page(site: Site, name: str) -> Callable[[], None]:
    url = f"{site.http_url(name)}/readyz"
    return lambda: readiness.http_ok(url)


def _empty(directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(mode=0o700, parents=True)
