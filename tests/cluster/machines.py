"""All machines of the cluster, each a program on loopback."""

import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.cluster.disk import why_no_memory
from tests.cluster.post_office import PostOffice
from tests.cluster.postgres import Postgres, programs
from tests.cluster.servers import Program, environment, free_port, install, web
from tests.deploy import proxies

WEB, WORKERS = 3, 2
BUCKET = "pictures"
# Room for the data of each database server, in megabytes.
ROOM = 400
KEYS = {"AWS_ACCESS_KEY_ID": "loopback", "AWS_SECRET_ACCESS_KEY": "loopback", "AWS_DEFAULT_REGION": "us-east-1"}


def missing() -> list[str]:
    """What is not installed of that without which there is no cluster."""
    found = {
        "postgresql": programs(),
        "redis-server": shutil.which("redis-server"),
        "nginx": proxies.INSTALLED.get("nginx"),
    }
    return [name for name, path in found.items() if not path]


class Machines:
    """Started by `start`, and ended with the stack that is given."""

    def __init__(self, home: Path, ending: ExitStack) -> None:
        self.home, self.ending = home, ending
        self.post_office = PostOffice()
        self.postgres = Postgres(home)
        ports = {name: free_port() for name in ("application", "nginx", "redis", "s3")}
        more = [free_port() for _number in range(WEB - 1)]
        self.port = ports["nginx"]
        self.settings = environment(
            home,
            self.port,
            DATABASE_URL=self.postgres.url(target_session_attrs="read-write"),
            DATABASE_REPLICA_URLS=",".join(self.postgres.url(node) for node in self.postgres.nodes),
            CACHE_URL=f"redis://127.0.0.1:{ports['redis']}/0",
            MEDIA_BUCKET=BUCKET,
            MEDIA_ENDPOINT=f"http://127.0.0.1:{ports['s3']}",
            MEDIA_REGION=KEYS["AWS_DEFAULT_REGION"],
            MEDIA_ACCESS_KEY=KEYS["AWS_ACCESS_KEY_ID"],
            MEDIA_SECRET_KEY=KEYS["AWS_SECRET_ACCESS_KEY"],
            NEWSROOM_EMAIL_URL=f"smtp://127.0.0.1:{self.post_office.port}",
            NEWSROOM_PROXIES="1",
            NEWSROOM_CACHE_SECONDS="1",
        )
        redis = [
            "redis-server",
            "--bind",
            "127.0.0.1",
            "--port",
            str(ports["redis"]),
            "--save",
            "",
            "--dir",
            str(home),
        ]
        self.cache = Program("redis", redis, home, port=ports["redis"])
        moto = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(ports["s3"])]
        self.store = Program("s3", moto, home, port=ports["s3"])
        answering = enumerate([ports["application"], *more], 1)
        self.web = [web(f"web{number}", home, self.settings, port) for number, port in answering]
        worker = [sys.executable, "manage.py", "db_worker", "--interval", "0.5", "--no-startup-delay"]
        self.workers = [Program(f"worker{n}", worker, home, self.settings) for n in range(1, WORKERS + 1)]
        nginx = proxies.command("nginx", home, ports, *more)
        self.nginx = Program("nginx", nginx, home, port=self.port)

    @property
    def others(self) -> list[Program]:
        """All but the databases, in the order in which they are started."""
        return [self.cache, self.store, *self.web, *self.workers, self.nginx]

    def start(self) -> None:
        for program in (*self.postgres.nodes, *self.others):
            self.ending.callback(program.stop)
        for node in self.postgres.nodes:
            self._room(node.data.parent)
        self.postgres.start()
        install(self.settings)
        for program in self.others:
            program.begin()
        for program in self.others:
            program.wait()
        self.make_bucket()

    def revive(self) -> None:
        """Start what does not run, as systemd does: a program that gave up because of a fault elsewhere, for example."""
        for program in (*self.postgres.nodes, *self.others):
            if not program.is_running:
                program.start()

    def make_bucket(self) -> None:
        """The store of the tests forgets all that it has when it ends."""
        import boto3

        keys = {"aws_access_key_id": KEYS["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": KEYS["AWS_SECRET_ACCESS_KEY"]}
        address = self.settings["MEDIA_ENDPOINT"]
        boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys).create_bucket(Bucket=BUCKET)

    def _room(self, folder: Path) -> None:
        """A disk of its own, in memory, which can be filled without harm to others. Only root may mount one."""
        if not why_no_memory():
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}m", "tmpfs", str(folder)], check=True)
            self.ending.callback(subprocess.run, ["umount", "-l", str(folder)], check=False)
