"""The command that opens a desk: desk. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
import errno
import gc
import ipaddress
import signal
import socket
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands.cli_db import declare_desk, open_desk
from bothhands.errors import Fault, InputError

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from bothhands.records.store import Store
    from bothhands.web.settings import DeskSettings

PORT = 8780
STOP_SECONDS = 20
"""How long requests under way may take to end when the desk is stopped."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of `desk`."""
    declare_desk(parser)
    parser.add_argument("--region", default="liaoning", metavar="NAME", help="region a new desk stands on: embedded name, folder or workbook (liaoning)")  # fmt: skip
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"port to listen on ({PORT})")
    parser.add_argument("--host-name", action="append", default=[], metavar="NAME", help="name under which the desk is asked; may be given again")  # fmt: skip
    parser.add_argument("--tls-cert", type=Path, metavar="FILE", help="certificate chain, PEM")
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help="its private key, PEM")
    parser.set_defaults(run=serve)


def serve(given: argparse.Namespace) -> int:
    """Open the desk until it is stopped. What is made until then stays: looking for what is no longer used would take an eighth of the start."""
    gc.disable()
    try:
        return _opened(given)
    finally:
        gc.enable()


def _opened(given: argparse.Namespace) -> int:
    store = open_desk(given)
    try:
        from bothhands.tasks.editions import set_up
        from bothhands.web.app import make_app, with_pages

        settings = _settings(given)
        _safe_to_open(given, store, settings)
        set_up(store, given.region)
        listening = _listening(given.host, given.port)
        with listening:
            server = _server(given, with_pages(make_app(store, settings)))
            print(_welcome(given, store, settings, listening.getsockname()[1]), flush=True)
            for stop in (signal.SIGINT, signal.SIGTERM):
                signal.signal(stop, lambda *_: None)
            server.run(sockets=[listening])
    finally:
        store.close()
    print("The desk is closed.", flush=True)
    return 0


def _settings(given: argparse.Namespace) -> DeskSettings:
    from bothhands.web.settings import LOOPBACK_NAMES, DeskSettings

    _whole_tls(given)
    own = () if given.host in ("0.0.0.0", "::") else (given.host.lower(),)
    names = dict.fromkeys((*LOOPBACK_NAMES, *own, *(name.lower() for name in given.host_name)))
    return DeskSettings(tuple(names), tls=given.tls_cert is not None, loopback=is_loopback(given.host))


def _safe_to_open(given: argparse.Namespace, store: Store, settings: DeskSettings) -> None:
    """Beyond this machine only with accounts and TLS."""
    from bothhands.records.access import SYSTEM
    from bothhands.tasks.accounts import has_accounts

    if settings.loopback:
        return
    with store.reading(SYSTEM) as session:
        accounts = has_accounts(session)
    what = f"{given.host} is reached from other machines"
    faults = []
    if not accounts:
        faults.append(Fault("BH-DSK-001", f"{what}, and the desk has no account yet", "an account to sign in with", "first run `bothhands admin user add LOGIN --name NAME --role admin --everywhere`"))  # fmt: skip
    if not settings.tls:
        faults.append(Fault("BH-DSK-002", f"{what}, and passwords would travel in the clear", "a certificate and its key", "add --tls-cert FILE --tls-key FILE, or listen on 127.0.0.1 behind a server that has them"))  # fmt: skip
    if faults:
        raise InputError(faults)


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _whole_tls(given: argparse.Namespace) -> None:
    if (given.tls_cert is None) != (given.tls_key is None):
        raise InputError(Fault("BH-DSK-003", "only one of certificate and key is given", "both or neither", "give --tls-cert and --tls-key"))  # fmt: skip
    if given.tls_cert is None:
        return
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(given.tls_cert, given.tls_key, lambda: "")
    except (OSError, ValueError) as problem:
        raise InputError(
            Fault("BH-DSK-003", f"certificate and key cannot be used: {problem}", "a PEM certificate chain and the PEM key it belongs to, without a password", "mend --tls-cert or --tls-key")
        ) from problem  # fmt: skip


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; told in words why not."""
    if not 0 <= port <= 65_535:
        raise InputError(Fault("BH-DSK-004", f"port {port}", "0 to 65,535", "choose another with --port"))
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        opened = socket.socket(family, kind, protocol)
    except OSError as problem:
        raise InputError(Fault("BH-DSK-004", f"no address {host!r}: {problem}", "an address of this machine", "mend --host")) from problem  # fmt: skip
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind(address)
        opened.listen(2048)
    except OSError as problem:
        opened.close()
        in_use = problem.errno == errno.EADDRINUSE
        what = f"port {port} of {host} is in use: another desk or program listens there" if in_use else f"{host} port {port} cannot be opened: {problem.strerror}"  # fmt: skip
        raise InputError(Fault("BH-DSK-004", what, "a port that is free", f"close it, or choose another with --port, such as {port + 1}")) from problem  # fmt: skip
    return opened


def _server(given: argparse.Namespace, app: FastAPI) -> uvicorn.Server:
    import uvicorn

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, proxy_headers=False, server_header=False, timeout_graceful_shutdown=STOP_SECONDS,
        timeout_keep_alive=30, ssl_certfile=given.tls_cert, ssl_keyfile=given.tls_key, lifespan="on",
    )  # fmt: skip
    return uvicorn.Server(config)


def _welcome(given: argparse.Namespace, store: Store, settings: DeskSettings, port: int) -> str:
    from bothhands.records.access import SYSTEM
    from bothhands.tasks.accounts import has_accounts
    from bothhands.tasks.editions import edition_in_force

    with store.reading(SYSTEM) as session:
        accounts = has_accounts(session)
    scheme, host = ("https" if settings.tls else "http"), (given.host_name or [given.host])[0]
    shown = f"[{host}]" if ":" in host else host
    lines = [
        f"The desk is open at {scheme}://{shown}:{port}, on edition {edition_in_force(store)}; stop it with Ctrl-C."
    ]
    if not accounts:
        lines.append("It has no account yet: whoever uses this machine is in charge. Make one: bothhands admin user add LOGIN --name NAME --role admin --everywhere")  # fmt: skip
    return "\n".join(lines)
