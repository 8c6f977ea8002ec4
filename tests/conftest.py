"""What holds in every test: no network, and every record that is made is audited before anybody sees it."""

from __future__ import annotations

import functools
import importlib.util
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings


class NetworkForbiddenError(AssertionError):
    """A test reached for the network; Dragoman works offline."""


def _refuse(sock: socket.socket, address: Any, *_: Any) -> None:
    if sock.family != getattr(socket, "AF_UNIX", None):
        raise NetworkForbiddenError(f"a test reached for the network: {address!r}")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection but those inside this machine's own file system."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _refuse)
        yield


def _audited(make_record: Callable[..., Any]) -> Callable[..., Any]:
    from dragoman.audit import check_record

    @functools.wraps(make_record)
    def make_and_check(*args: Any, **kwargs: Any) -> Any:
        record = make_record(*args, **kwargs)
        check_record(record)
        return record

    return make_and_check


def _audit_all_records() -> None:
    """Put the audit around `make_record` before any module takes it by name."""
    if importlib.util.find_spec("dragoman.record") is None:
        return
    from dragoman import record

    record.make_record = _audited(record.make_record)  # type: ignore[attr-defined]


_audit_all_records()

# The same examples on every machine and in every run: what fails here fails there.
settings.register_profile("steady", derandomize=True, database=None)
settings.load_profile("steady")
