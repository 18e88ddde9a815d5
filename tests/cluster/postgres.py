"""A PostgreSQL primary and its hot standbys, as an operator sets them up: streaming, physical slots, synchronous commits.

Any of them may become the primary. Each knows all the others' addresses and follows whichever of them takes writes, so
that after a promotion only the lost one needs to be set up anew.
"""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg

from tests.cluster.servers import Program, free_port, until

# A commit is acknowledged once one standby has it on disk too, whichever that is.
SYNCHRONOUS = "ANY 1 (node1, node2, node3)"
# As much of the past as a standby may miss while there is no primary, or no slot of its own on a new one.
KEPT = "96MB"


def programs() -> Path | None:
    """Where the server's programs lie; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


class Node(Program):
    """One server with its data folder."""

    def __init__(self, name: str, folder: Path) -> None:
        # PostgreSQL refuses to run as root.
        super().__init__(name, [], folder, port=free_port(), user="postgres" if os.geteuid() == 0 else None)
        self.environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        self.bin = programs()
        self.data = folder / name / "data"

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="newsroom", dbname="postgres", autocommit=True, connect_timeout=3
        )

    def ask(self, sql: str) -> str | None:
        """The first value of the answer, as text; None if there is no answer."""
        try:
            with self.connect() as connection:
                return str(connection.execute(sql).fetchone()[0])
        except psycopg.OperationalError:
            return None

    def run(self, program: str, *arguments: str) -> None:
        with (self.folder / f"{self.name}.log").open("ab") as log:
            command = [str(self.bin / program), *arguments]
            subprocess.run(command, user=self.user, env=self.environment, stdout=log, stderr=log, check=True)

    def wait(self) -> None:
        """Until it takes connections: at first it only listens."""
        super().wait()
        until(lambda: self.ask("SELECT 1") == "1", f"{self.name} takes connections")

    def stop(self) -> None:
        """At once: nobody needs its data any more, and in peace it would wait for its clients."""
        self.kill()

    @property
    def is_primary(self) -> bool:
        return self.is_running and self.ask("SELECT pg_is_in_recovery()") == "False"


class Postgres:
    """The three of them."""

    def __init__(self, folder: Path) -> None:
        self.nodes = [Node(f"node{number}", folder) for number in (1, 2, 3)]
        for node in self.nodes:
            node.command = self._command(node)
            node.data.parent.mkdir()

    def start(self) -> None:
        first, *others = self.nodes
        if os.geteuid() == 0:
            for node in self.nodes:
                shutil.chown(node.data.parent, "postgres")
        first.run(
            "initdb", "-D", str(first.data), "-U", "newsroom", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        first.start()
        self._slots(first)
        for node in others:
            self.join(node)
        self.settled()

    def url(self, *nodes: Node, **options: str) -> str:
        """An address for the application with these hosts, in this order."""
        places = ",".join(f"127.0.0.1:{node.port}" for node in nodes or self.nodes)
        told = "&".join(f"{name}={value}" for name, value in options.items())
        return f"postgres://newsroom@{places}/postgres" + (f"?{told}" if told else "")

    @property
    def primary(self) -> Node:
        return next(node for node in self.nodes if node.is_primary)

    @property
    def standbys(self) -> list[Node]:
        primary = self.primary
        return [node for node in self.nodes if node is not primary]

    def join(self, node: Node) -> None:
        """Set it up anew as a copy of the primary, and let it follow."""
        node.kill()
        shutil.rmtree(node.data, ignore_errors=True)
        at = ["-h", "127.0.0.1", "-p", str(self.primary.port), "-U", "newsroom"]
        node.run("pg_basebackup", *at, "-D", str(node.data), "-X", "stream", "-c", "fast", "-N", "-S", node.name)
        (node.data / "standby.signal").touch()
        node.start()
        self._slots(node)

    def promote(self) -> Node:
        """Make the standby that has most the primary: with commits as above, it has all that was acknowledged."""
        received = "SELECT greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0'::pg_lsn"
        alive = [node for node in self.nodes if node.is_running]
        best = max(alive, key=lambda node: float(node.ask(received) or -1))
        best.run("pg_ctl", "-D", str(best.data), "-w", "promote")
        return best

    def settled(self) -> None:
        """Wait until all standbys follow the primary."""
        streaming = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
        until(lambda: self.primary.ask(streaming) == str(len(self.nodes) - 1), "both standbys are streaming")

    def _slots(self, node: Node) -> None:
        """On every node, for whoever may follow it some day."""
        with node.connect() as connection:
            known = {row[0] for row in connection.execute("SELECT slot_name FROM pg_replication_slots")}
            for other in self.nodes:
                if other is not node and other.name not in known:
                    connection.execute("SELECT pg_create_physical_replication_slot(%s)", [other.name])

    def _command(self, node: Node) -> list[str]:
        others = [other for other in self.nodes if other is not node]
        hosts, ports = ",".join("127.0.0.1" for _other in others), ",".join(str(other.port) for other in others)
        follow = f"host={hosts} port={ports} user=newsroom dbname=replication application_name={node.name}"
        told = {
            "port": str(node.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "60",
            "shared_buffers": "32MB",
            "primary_conninfo": f"{follow} target_session_attrs=read-write connect_timeout=2",
            "primary_slot_name": node.name,
            "wal_keep_size": KEPT,
            "max_slot_wal_keep_size": KEPT,
            # What is written between two checkpoints must fit on the small disk too, besides what is kept.
            "max_wal_size": "96MB",
            "min_wal_size": "32MB",
            "synchronous_standby_names": SYNCHRONOUS,
            "wal_retrieve_retry_interval": "500ms",
            "max_standby_streaming_delay": "1s",
            "hot_standby_feedback": "on",
            "jit": "off",
        }
        settings = [part for name, value in told.items() for part in ("-c", f"{name}={value}")]
        return [str(node.bin / "postgres"), "-D", str(node.data), *settings]
