#!/usr/bin/env python3
"""Whether the one chain of the audit log holds up those who write: four writers on two nodes, beside one.

`audit.py PROGRAM` prints a table in Markdown, of the PostgreSQL of TEST_DATABASE_URL, whose commits have to wait for
the disk: `DURABLE=1 .ci/postgres`. A writer is an admin who creates people one after another; their mails are paused. What
the transactions wait for is looked up every 20 ms, with the age of the oldest event that is not linked yet. Beside it the
same four writers where each transaction with an event holds the end of the chain until its commit (a trigger locks
it), and both where a commit takes 3 ms more, as on a disk behind a network (`commit_delay`). Medians of three rounds, in turn.
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
# How many write, whether each holds the end of the chain, and how many microseconds a commit takes more.
CASES = {
    "one writer": (1, False, 0), "four writers": (4, False, 0), "four, each holds the end of the chain": (4, True, 0),
    "four, commits take 3 ms more": (4, False, 3000), "the same, each holds the end of the chain": (4, True, 3000),
}
# In the order of the columns: the end of the chain, other rows, the disk; and the age of the oldest event not linked yet.
SAMPLE = """SELECT COUNT(*) FILTER (WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO audit_unlinked%'),
    COUNT(*) FILTER (WHERE wait_event_type = 'Lock' AND query NOT LIKE '%audit_%'),
    COUNT(*) FILTER (WHERE query = 'COMMIT' AND state = 'active'),
    (SELECT COALESCE(CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 - MIN(at) AS BIGINT), 0) FROM audit_unlinked)
    FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
SELECT pg_sleep(0.02);
"""
HOLD_THE_END = """CREATE OR REPLACE FUNCTION hold_the_end() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM seq FROM audit_head FOR UPDATE; RETURN NULL; END';
CREATE TRIGGER hold_the_end BEFORE INSERT ON audit_unlinked FOR EACH STATEMENT EXECUTE FUNCTION hold_the_end()"""
LET_GO = "DROP TRIGGER hold_the_end ON audit_unlinked"


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
        *columns, ages = zip(*(map(int, line.split()) for line in out.splitlines() if line))
        self.shares = [statistics.mean(column) / self.writers for column in columns]
        self.oldest = max(ages)


def second_node(program, server, folder):
    """One more program on the same database, which takes requests for the same public address."""
    port = free_port()
    environment = {**server.environment, "CHAVEIRO_DATA_DIR": folder, "CHAVEIRO_LISTEN": f"127.0.0.1:{port}"}
    node = Server(subprocess.Popen([program, "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), port)
    node.wait()
    return node


def measure(database, nodes, clients, numbers, writers, is_held, delay):
    for change in (f"ALTER SYSTEM SET commit_delay = {delay}", "ALTER SYSTEM SET commit_siblings = 0", "SELECT pg_reload_conf()"):
        database.run(change)
    if is_held:
        database.run(HOLD_THE_END)

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
    if is_held:
        database.run(LET_GO)
    return [rate, percentile(took, 0.5), percentile(took, 0.99), *waits.shares, busy, waits.oldest]


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        database = Postgres(folder)
        for setting in ("fsync", "synchronous_commit"):
            assert database.psql(f"SHOW {setting}").strip() == "on", f"{setting} is off: DURABLE=1 .ci/postgres"
        # Nothing is sent there.
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
    print("| | created/s | p50 | p99 | waiting for the end of the chain | for other rows | for the disk | cores busy | not linked for, at most |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    medians = {name: [statistics.median(column) for column in zip(*rounds)] for name, rounds in measured.items()}
    for name, (rate, p50, p99, end, rows, disk, busy, oldest) in medians.items():
        print(f"| {name} | {rate:.0f} | {p50:.1f} ms | {p99:.1f} ms | {end:.0%} | {rows:.0%} | {disk:.0%} | {busy:.0%} | {oldest:.0f} ms |")
    _, here, here_held, slow, slow_held = (rate for rate, *_ in medians.values())
    print(f"\nLinking after the commit: {here / here_held - 1:+.0%} here, {slow / slow_held - 1:+.0%} where commits take 3 ms more.")
    print(f"8 kB are on this disk after {disk_wait():.1f} ms.")


if __name__ == "__main__":
    main()
