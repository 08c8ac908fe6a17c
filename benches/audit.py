#!/usr/bin/env python3
"""Whether the one chain of the audit log holds up those who write: four writers on two nodes, beside one.

`audit.py PROGRAM` prints a table in Markdown, of the PostgreSQL of TEST_DATABASE_URL, whose commits have to wait for
the disk: `DURABLE=1 .ci/postgres`. A writer is an admin who creates people one after another; their mails are paused. What
the transactions wait for is looked up every 20 ms. Beside it the same four writers with a log whose head nobody
locks (a view that numbers the events and stores no head stands in its place), and both where a commit takes 3 ms more, as on
a disk behind a network (`commit_delay`). Medians of three rounds, in turn.
"""
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from load import CORES, Client, closed_loop, percentile
from pages import PASSWORD, Server, cpu, free_port
from scale import Postgres, start

PEOPLE = 10_000
ROUNDS = 3
SECONDS = 6
# How many write, whether the head is locked, and how many microseconds a commit takes more.
CASES = {
    "one writer": (1, True, 0), "four writers": (4, True, 0), "four, nobody locks the head": (4, False, 0),
    "four, commits take 3 ms more": (4, True, 3000), "the same, nobody locks the head": (4, False, 3000),
}
# In the order of the columns: the chain's head, other rows, the disk.
SAMPLE = """SELECT COUNT(*) FILTER (WHERE wait_event_type = 'Lock' AND query LIKE '%audit_head%'),
    COUNT(*) FILTER (WHERE wait_event_type = 'Lock' AND query NOT LIKE '%audit_head%'),
    COUNT(*) FILTER (WHERE query = 'COMMIT' AND state = 'active')
    FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
SELECT pg_sleep(0.02);
"""
WITHOUT_HEAD = """SET client_min_messages = warning; ALTER TABLE audit_head RENAME TO audit_head_kept;
CREATE SEQUENCE IF NOT EXISTS audit_numbers START 1000000000;
CREATE VIEW audit_head AS SELECT nextval('audit_numbers') AS seq, hash, before_chain, seal FROM audit_head_kept;
CREATE OR REPLACE FUNCTION accept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER accept INSTEAD OF UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION accept();"""
WITH_HEAD = "DROP VIEW audit_head; ALTER TABLE audit_head_kept RENAME TO audit_head"


def disk_wait():
    """Milliseconds until 8 kB are on the disk where temporary files are, as PostgreSQL's are."""
    with tempfile.TemporaryFile() as file:
        took = []
        for _ in range(50):
            began = time.perf_counter()
            os.pwrite(file.fileno(), bytes(8192), 0)
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


class Waits(threading.Thread):
    """What share of the time of so many writers was spent on each wait."""

    def __init__(self, database, writers):
        super().__init__()
        self.database, self.writers = database, writers

    def run(self):
        samples = SAMPLE * (SECONDS * 1000 // 25)
        out = subprocess.run(["psql", "-XAtq", "-F", " ", self.database.address], input=samples, check=True, stdout=subprocess.PIPE, text=True).stdout
        rows = [list(map(int, line.split())) for line in out.splitlines() if line]
        self.shares = [statistics.mean(column) / self.writers for column in zip(*rows)]


def second_node(program, server, folder):
    """One more program on the same database, which takes requests for the same public address."""
    port = free_port()
    environment = {**server.environment, "CHAVEIRO_DATA_DIR": folder, "CHAVEIRO_LISTEN": f"127.0.0.1:{port}"}
    node = Server(subprocess.Popen([program, "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), port)
    node.wait()
    return node


def measure(database, nodes, clients, numbers, writers, is_locked, delay):
    for change in (f"ALTER SYSTEM SET commit_delay = {delay}", "ALTER SYSTEM SET commit_siblings = 0", "SELECT pg_reload_conf()"):
        database.run(change)
    if not is_locked:
        database.run(WITHOUT_HEAD)

    def create(number):
        form = {"display_name": "Maria Souza", "email": f"new-{next(numbers)}@example.org"}
        status, took = clients[number].post("/admin/users/new", form)
        assert status == 303, f"creating: {status}"
        return took
    total = lambda: sum(cpu(node.process.pid) for node in nodes) + database.cpu() + time.process_time() * 1000
    closed_loop(writers, create, 1)
    waits, before, began = Waits(database, writers), total(), time.perf_counter()
    waits.start()
    rate, took = closed_loop(writers, create, SECONDS)
    busy = (total() - before) / (time.perf_counter() - began) / 1000 / CORES
    waits.join()
    if not is_locked:
        database.run(WITH_HEAD)
    return [rate, percentile(took, 0.5), percentile(took, 0.99), *waits.shares, busy]


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        database = Postgres(folder)
        for setting in ("fsync", "synchronous_commit"):
            assert database.psql(f"SHOW {setting}").strip() == "on", f"{setting} is off: DURABLE=1 .ci/postgres"
        # Nothing is sent there. And that the head is not what it was is said with each event.
        settings = {"CHAVEIRO_SMTP_URL": f"smtp://127.0.0.1:{free_port()}", "RUST_LOG": "off"}
        server, emails, _ = start(program, database, folder, PEOPLE, settings)
        database.run("INSERT INTO outbox_pause (id, since, next_probe, step, answer, by_operator) VALUES ('pause', 0, 9000000000000000, '', '', 1)")
        nodes = [server]
        try:
            nodes.append(second_node(program, server, other))
            admins = emails[:max(writers for writers, _, _ in CASES.values())]
            database.run(f"UPDATE users SET role = 'admin' WHERE email IN ({', '.join(map(repr, admins))})")
            clients = [Client(node.port) for node, _ in zip(itertools.cycle(nodes), admins)]
            for client, email in zip(clients, admins):
                client.port = server.port  # As a proxy would pass it on.
                assert client.post("/login", {"email": email, "password": PASSWORD})[0] == 303
            numbers, measured = itertools.count(), {name: [] for name in CASES}
            for _, (name, case) in itertools.product(range(ROUNDS), CASES.items()):
                measured[name].append(measure(database, nodes, clients, numbers, *case))
        finally:
            for node in nodes:
                node.process.terminate()
                node.process.wait()
    print("| | created/s | p50 | p99 | waiting for the chain's head | for other rows | for the disk | cores busy |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    medians = {name: [statistics.median(column) for column in zip(*rounds)] for name, rounds in measured.items()}
    for name, (rate, p50, p99, head, rows, disk, busy) in medians.items():
        print(f"| {name} | {rate:.0f} | {p50:.1f} ms | {p99:.1f} ms | {head:.0%} | {rows:.0%} | {disk:.0%} | {busy:.0%} |")
    names = ("waiting for the chain's head", "waiting for other rows", "waiting for the disk", "the CPU")
    _, here, here_without, slow, slow_without = medians.values()
    for where, (rate, _, _, *shares), (without, *_) in (("Here", here, here_without), ("Where commits take 3 ms more", slow, slow_without)):
        share, limit = max(zip(shares, names))
        print(f"\n{where}, what limits four writers is {limit} ({share:.0%}); where nobody locks the head, they create {without / rate - 1:+.0%}.")
    print(f"8 kB are on this disk after {disk_wait():.1f} ms.")


if __name__ == "__main__":
    main()
