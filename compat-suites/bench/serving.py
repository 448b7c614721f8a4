"""Servers that the benchmarks start and stop: PostgreSQL, pgbouncer, HeliosDB. Standard library only."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
ROLE = "bench"
DATABASE = "bench"
UNPRIVILEGED = "nobody"
START_TIMEOUT_SECONDS = 60
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Server:
    """A running server: its address, the process whose time and memory are its own, and its ports by protocol."""

    host: str
    port: int
    pid: int
    ports: dict[str, int] = field(default_factory=dict)

    def cpu_seconds(self) -> float:
        """User and system time of the process so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_bytes(self) -> int:
        """Proportional set size, or the resident one where the kernel does not tell the other."""
        try:
            for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
        except OSError:
            pass
        resident = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return resident * PAGE_BYTES


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find(program: str, hint: str) -> str:
    """The path of a program, or a clear end."""
    for directory in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (directory / program).is_file():
            return str(directory / program)
    path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")
    if path is None:
        raise SystemExit(f"{program} is missing: {hint}")
    return path


def as_unprivileged() -> dict[str, object]:
    """Arguments for subprocess: PostgreSQL and pgbouncer refuse to run as root."""
    return {"user": UNPRIVILEGED, "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def give_to_unprivileged(path: Path) -> None:
    if os.geteuid() == 0:
        entry = pwd.getpwnam(UNPRIVILEGED)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def wait_until(condition: Callable[[], bool], what: str, log: Path, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while not condition():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{what} does not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.05)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def stop(process: subprocess.Popen, how: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def scratch() -> Iterator[Path]:
    """A directory that the unprivileged user can enter, gone afterwards."""
    path = Path(tempfile.mkdtemp(prefix="heliosdb-bench-", dir="/tmp"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def postgres(directory: Path, max_connections: int = 200) -> Iterator[Server]:
    """A PostgreSQL of its own on TCP and on a Unix socket, which trusts whoever reaches it on loopback."""
    data, log = directory / "data", directory / "postgres.log"
    data.mkdir()
    data.chmod(0o700)
    log.touch()
    for path in (data, log, directory):
        give_to_unprivileged(path)
    hint = "apt-get install postgresql"
    initdb = [find("initdb", hint), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd="/", **as_unprivileged())
    port = free_port()
    command = [find("postgres", hint), "-D", str(data), "-p", str(port), "-k", str(directory)]
    for setting in ("listen_addresses=127.0.0.1", f"max_connections={max_connections}", "shared_buffers=128MB"):
        command += ["-c", setting]
    with log.open("a") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd="/", **as_unprivileged())
    try:
        wait_until(lambda: listens(port), "PostgreSQL", log, process)
        psql = [find("psql", hint), "-qh", "127.0.0.1", "-p", str(port), "-U", "postgres", "postgres", "-c"]
        wait_until(
            lambda: subprocess.run([*psql, "select 1"], check=False, capture_output=True).returncode == 0,
            "it",
            log,
            process,
        )
        subprocess.run([*psql, f"create role {ROLE} login createdb"], check=True)
        subprocess.run([*psql, f"create database {DATABASE} owner {ROLE}"], check=True)
        yield Server("127.0.0.1", port, process.pid)
    finally:
        stop(process, signal.SIGINT)


@contextmanager
def pgbouncer(directory: Path, engine_host: str, engine_port: int, pool_mode: str, pool_size: int) -> Iterator[Server]:
    port, log = free_port(), directory / f"pgbouncer-{pool_mode}.log"
    users, settings = directory / f"users-{pool_mode}.txt", directory / f"pgbouncer-{pool_mode}.ini"
    users.write_text(f'"{ROLE}" "bench"\n')
    settings.write_text(
        f"""[databases]
* = host={engine_host} port={engine_port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
pool_mode = {pool_mode}
default_pool_size = {pool_size}
max_client_conn = 2000
log_connections = 0
log_disconnections = 0
"""
    )
    with log.open("a") as output:
        process = subprocess.Popen(
            [find("pgbouncer", "apt-get install pgbouncer"), str(settings)],
            stdout=output,
            stderr=output,
            cwd="/",
            **as_unprivileged(),
        )
    try:
        wait_until(lambda: listens(port), "pgbouncer", log, process)
        yield Server("127.0.0.1", port, process.pid)
    finally:
        stop(process, signal.SIGINT)


def log_in(server: Server, user: str, password: str) -> None:
    command = [find("psql", "apt-get install postgresql-client"), "-qAt", "-h", server.host, "-p", str(server.port)]
    command += ["-U", user, "-d", user, "-c", "select 1"]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PGPASSWORD": password})


@contextmanager
def heliosdb(
    directory: Path, *arguments: str, home: str = "helios", settings: dict[str, str] | None = None
) -> Iterator[Server]:
    """HeliosDB with user demo, password demo, database demo; settings are the files of etc, by their names."""
    home_directory = directory / home
    ready, log = directory / f"{home}.ready", directory / f"{home}.log"
    ready.unlink(missing_ok=True)
    for name, text in (settings or {}).items():
        (home_directory / "etc").mkdir(parents=True, exist_ok=True)
        (home_directory / "etc" / f"{name}.cfg").write_text(text)
    command = [str(REPOSITORY / "heliosdb"), "serve", "--demo", "--ephemeral", "--home", str(home_directory)]
    with log.open("a") as output:
        process = subprocess.Popen(
            [*command, "--ready-file", str(ready), *arguments], stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
    try:
        wait_until(ready.exists, "HeliosDB", log, process)
        told = json.loads(ready.read_text())
        yield Server("127.0.0.1", told["ports"]["postgresql"], told["pid"], told["ports"])
    finally:
        stop(process, signal.SIGTERM)
