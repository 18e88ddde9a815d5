"""`make test-cluster`: one process with SQLite, and then a cluster, while everybody writes and one thing after another fails."""

import argparse
import random
import subprocess
import sys

# A round of each fault takes about ten seconds on two cores. Without a number: enough to see that nothing is broken.
SHORT = {"alone": 4, "together": 3}


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.cluster", description=__doc__)
    parser.add_argument("--rounds", type=int, help="of each of the two (default: a few)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    given = parser.parse_args()
    failed = 0
    for part, few in SHORT.items():
        asked = ["--rounds", str(given.rounds or few), "--seed", str(given.seed)]
        # Django is set up once in a process, for one database.
        failed += subprocess.run([sys.executable, "-u", "-m", f"tests.cluster.{part}", *asked]).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
