"""What goes wrong, and how it ends. Each is a block: inside it is broken, after it everything runs again."""

import random
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from tests.cluster.machines import Machines
from tests.cluster.servers import Program

Fault = Callable[[Machines, random.Random], AbstractContextManager[None]]
BLOCK = bytes(64 * 1024)


@contextmanager
def _lost(program: Program) -> Iterator[None]:
    program.kill()
    yield
    program.start()


def web(machines: Machines, chance: random.Random) -> AbstractContextManager[None]:
    return _lost(chance.choice(machines.web))


def worker(machines: Machines, chance: random.Random) -> AbstractContextManager[None]:
    return _lost(chance.choice(machines.workers))


def cache(machines: Machines, _chance: random.Random) -> AbstractContextManager[None]:
    return _lost(machines.cache)


def replica(machines: Machines, chance: random.Random) -> AbstractContextManager[None]:
    return _lost(chance.choice(machines.postgres.standbys))


@contextmanager
def store(machines: Machines, _chance: random.Random) -> Iterator[None]:
    with _lost(machines.store):
        yield
    machines.make_bucket()


@contextmanager
def primary(machines: Machines, chance: random.Random) -> Iterator[None]:
    """The primary is lost. A standby is promoted, which is the failover manager's part; then the lost one comes back anew."""
    lost = machines.postgres.primary
    lost.kill()
    yield
    machines.postgres.promote()
    machines.postgres.join(lost)


@contextmanager
def restart(machines: Machines, _chance: random.Random) -> Iterator[None]:
    """The primary is lost and comes back as it was."""
    with _lost(machines.postgres.primary):
        yield


@contextmanager
def slow(machines: Machines, _chance: random.Random) -> Iterator[None]:
    """The primary stands still: it takes connections, and answers nothing."""
    node = machines.postgres.primary
    node.send(signal.SIGSTOP)
    try:
        yield
    finally:
        node.send(signal.SIGCONT)


@contextmanager
def full(machines: Machines, _chance: random.Random) -> Iterator[None]:
    """There is no room on the primary's disk."""
    node = machines.postgres.primary
    filler = node.data.parent / "filler"
    _fill(filler)
    try:
        yield
    finally:
        filler.unlink()


def _fill(path: Path) -> None:
    """Write until there is no room, in a race with whoever else writes there."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(BLOCK)


FAULTS: dict[str, Fault] = {
    "web process": web,
    "worker": worker,
    "replica": replica,
    "cache": cache,
    "S3 server": store,
    "primary, promotion": primary,
    "primary, restart": restart,
    "slow database": slow,
}
# Where a disk of a server's own can be had.
ON_A_DISK: dict[str, Fault] = {"full disk": full}
