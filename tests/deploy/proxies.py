"""nginx and Varnish with the configurations of deploy/, filled in for loopback and a folder to write to."""

import os
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATH = os.environ["PATH"] + ":/usr/sbin"
PROGRAMS = {"nginx": shutil.which("nginx", path=PATH), "varnish": shutil.which("varnishd", path=PATH)}
INSTALLED = {name: program for name, program in PROGRAMS.items() if program}

NGINX = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    sendfile on;
    tcp_nopush on;
    include {folder}/newsroom.conf;
}}
"""


def command(name: str, folder: Path, ports: dict[str, int], *more: int) -> list[str]:
    """Write the configuration into the folder. Returns how to start this proxy, in the foreground, on its port.

    nginx passes requests on to applications at more ports, too, if there are any.
    """
    if name == "varnish":
        return [INSTALLED[name], *_varnish(folder, ports)]
    return [INSTALLED[name], *_nginx(folder, ports, more)]


def _nginx(folder: Path, ports: dict[str, int], more: tuple[int, ...]) -> list[str]:
    filled = _filled("nginx/newsroom.conf", folder, ports, more).replace("/var/log/nginx/", f"{folder}/")
    (folder / "newsroom.conf").write_text(filled)
    # Workers of a root's nginx would be somebody else, who may not enter the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
    return ["-e", f"{folder}/nginx-error.log", "-c", f"{folder}/nginx.conf", "-g", "daemon off;"]


def _varnish(folder: Path, ports: dict[str, int]) -> list[str]:
    (folder / "newsroom.vcl").write_text(_filled("varnish/newsroom.vcl", folder, ports))
    listen = ["-a", f"127.0.0.1:{ports['varnish']}", "-T", "none", "-n", f"{folder}/varnish"]
    return ["-F", "-j", "none", *listen, "-f", f"{folder}/newsroom.vcl", "-s", "malloc,32m", "-p", "vsl_space=1m"]


def _filled(name: str, folder: Path, ports: dict[str, int], more: tuple[int, ...] = ()) -> str:
    """The configuration with these values, as envsubst writes it. Raises KeyError for one that is not known."""
    values = {
        "NEWSROOM_HOST": "127.0.0.1",
        "NEWSROOM_LISTEN": f"127.0.0.1:{ports['nginx']}",
        "NEWSROOM_APPLICATION": "; server ".join(f"127.0.0.1:{port}" for port in (ports["application"], *more)),
        "NEWSROOM_APPLICATION_HOST": "127.0.0.1",
        "NEWSROOM_APPLICATION_PORT": str(ports["application"]),
        "NEWSROOM_VAR_DIR": str(folder),
        "NEWSROOM_CACHE_DIR": str(folder / "nginx-cache"),
        "NEWSROOM_SCHEME": "$scheme",
    }
    template = (ROOT / "deploy" / f"{name}.template").read_text()
    return re.sub(r"\$\{(NEWSROOM_\w+)\}", lambda place: values[place[1]], template)
