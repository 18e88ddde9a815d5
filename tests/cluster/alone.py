"""One process and one SQLite file: it is killed, or the power is cut, at random moments while everybody writes."""

import argparse
import random
import signal
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from tests.cluster import report
from tests.cluster.disk import Disk, control
from tests.cluster.load import Load
from tests.cluster.paper import prepare
from tests.cluster.servers import Program, environment, free_port, install, until, web
from tests.cluster.tally import Tally

# The server ends at some moment after one of so many writes was acknowledged, or when so many seconds are over.
WRITES, SECONDS = 40, 10


def main(rounds: int, seed: int) -> int:
    """Run that many rounds, the faults in turn. Returns how many things were wrong."""
    chance = random.Random(seed)
    print(f"SQLite alone: {rounds} rounds, seed {seed}.", flush=True)
    with report.folder() as home, ExitStack() as ending:
        disk, why_not = Disk(home), Disk.why_not()
        if why_not:
            print(f"No power is cut: {why_not}.")
            disk.path.mkdir()
        else:
            disk.make()
            ending.callback(disk.unmount)
            written, lost = control(disk)
            print(f"Control: of {written} writes that were not synced, a power cut loses {lost}.")
            assert lost, "A power cut that loses nothing proves nothing."
        port = free_port()
        settings = environment(home, port, DATABASE_URL=f"sqlite:///{disk.path}/newsroom.sqlite3")
        ending.callback(_forget_connections)
        install(settings)
        site = web("web", home, settings, port)
        ending.callback(site.stop)
        tally = Tally()
        load = Load(prepare(), tally, lambda: [port])
        faults = ["kill -9"] if why_not else ["kill -9", "power cut"]
        site.start()
        table = report.Table()
        for number in range(rounds):
            fault = faults[number % len(faults)]
            with table.round(fault, tally):
                with load.running():
                    enough = tally.total() + chance.randint(1, WRITES)
                    with suppress(TimeoutError):
                        until(lambda enough=enough: tally.total() >= enough, "writes are acknowledged", SECONDS)
                    time.sleep(chance.random() / 4)
                    copy = _end(site, disk if fault == "power cut" else None)
                _forget_connections()
                if copy:
                    disk.become(copy)
                site.start()
                table.wrong(tally.check()[1] + _damage())
        return table.print(tally)


def _end(site: Program, disk: Disk | None) -> Path | None:
    """Kill the server; before that, if the power is cut, take the disk as it is."""
    copy = None
    if disk:
        site.send(signal.SIGSTOP)
        copy = disk.as_written()
    site.kill()
    return copy


def _forget_connections() -> None:
    from django.db import connections

    connections.close_all()


def _damage() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        told = [row[0] for row in cursor.execute("PRAGMA integrity_check")]
        told += [str(row) for row in cursor.execute("PRAGMA foreign_key_check")]
    return [f"damaged: {one}" for one in told if one != "ok"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.cluster.alone", description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    given = parser.parse_args()
    sys.exit(min(1, main(given.rounds, given.seed)))
