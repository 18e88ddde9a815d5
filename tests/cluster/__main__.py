"""`make test-cluster`: one process with SQLite, and then a cluster, while everybody writes and one thing after another fails."""

import argparse
import random
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from typing import IO

# A round of each fault takes about ten seconds on two cores. Without a number: enough to see that nothing is broken.
SHORT = {"alone": 4, "together": 3}


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.cluster", description=__doc__)
    parser.add_argument("--rounds", type=int, help="of each of the two (default: a few)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    given = parser.parse_args()
    # Django is set up once in a process, for one database; and each of two cores has something to do.
    with ExitStack() as ending:
        parts = []
        for part, few in SHORT.items():
            asked = ["--rounds", str(given.rounds or few), "--seed", str(given.seed)]
            told = ending.enter_context(tempfile.TemporaryFile())
            command = [sys.executable, "-u", "-m", f"tests.cluster.{part}", *asked]
            parts.append((told, subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)))
        return sum(_failed(*part) for part in parts)


def _failed(told: IO[bytes], process: subprocess.Popen[bytes]) -> bool:
    """Wait for its end and print what it said. Whether something was wrong."""
    failed = process.wait() != 0
    told.seek(0)
    print(told.read().decode(), flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
