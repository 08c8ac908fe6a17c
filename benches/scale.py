#!/usr/bin/env python3
"""What a person, a mail and a sign-in cost, and whether that predicts a Monday morning.

`scale.py measure PROGRAM` prints the constants of one database as JSON: SQLite, or the PostgreSQL of
TEST_DATABASE_URL. `scale.py write SQLITE POSTGRES` makes docs/scale.md of two such files.

A Monday morning: a tenth of all people sign in within one hour. It is replayed at a thousandth of the size
of a hundred million people, with a hundred thousand accounts and 2.8 sign-ins a second that come by chance.
"""
import base64
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from pages import PASSWORD, Server, cpu, crowd, free_port

PEOPLE = 100_000
MEMBERS = 2_000
SIGN_INS = 200
MONDAY_RATE, MONDAY_SECONDS = PEOPLE * 1000 / 10 / 3600 / 1000, 90
BUSY_SHARE = 0.6
TABLES = {
    "person": ("users", "user_words", "user_counts", "user_groups"),
    "mail": ("outbox", "temporary_passwords"),
    "event": ("audit_events",),
}


class Sqlite:
    name = "SQLite"

    def __init__(self, folder):
        self.folder = folder

    def environment(self):
        return {}

    def run(self, sql):
        import sqlite3
        with sqlite3.connect(os.path.join(self.folder, "chaveiro.db"), timeout=30) as database:
            return database.execute(sql).fetchall()

    def sizes(self):
        """Bytes of each table with its indexes."""
        rows = self.run("SELECT m.tbl_name, SUM(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name GROUP BY 1")
        return {name: int(size) for name, size in rows}

    def cpu(self):
        return 0


class Postgres:
    name = "PostgreSQL"

    def __init__(self, _folder):
        self.address = os.environ["TEST_DATABASE_URL"]
        self.address = self.address.rsplit("/", 1)[0] + "/scale"
        self.key = base64.b64encode(os.urandom(32)).decode()
        self.psql("DROP DATABASE IF EXISTS scale", os.environ["TEST_DATABASE_URL"])
        self.psql("CREATE DATABASE scale", os.environ["TEST_DATABASE_URL"])

    def psql(self, sql, address=None):
        command = ["psql", "-XAtq", "-F", "\t", "-c", sql, address or self.address]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout

    def environment(self):
        return {"DATABASE_URL": self.address, "CHAVEIRO_SECRET_KEY": self.key}

    def run(self, sql):
        return [line.split("\t") for line in self.psql(sql).splitlines()]

    def sizes(self):
        self.psql("VACUUM FULL")
        sql = "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        return {name: int(size) for name, size in self.run(sql)}

    def cpu(self):
        """Milliseconds of all backends, those that have ended too: the postmaster counts them."""
        data = self.psql("SHOW data_directory").strip()
        with open(os.path.join(data, "postmaster.pid")) as file:
            head = file.readline().strip()
        with open(f"/proc/{head}/task/{head}/children") as file:
            backends = file.read().split()
        tick = 1000 / os.sysconf("SC_CLK_TCK")
        total = sum(stat(head)[11:15])
        for backend in backends:
            try:
                total += sum(stat(backend)[11:13])
            except (FileNotFoundError, ProcessLookupError):
                pass  # Ended meanwhile.
        return total * tick


def stat(pid):
    """The numbers of /proc/PID/stat from the state on; 11 to 14 are user, system, and those of ended children."""
    with open(f"/proc/{pid}/stat") as file:
        return [int(word) if word.lstrip("-").isdigit() else word for word in file.read().rsplit(")", 1)[1].split()]


def start(program, database, folder, people=PEOPLE, settings=None):
    """A server with so many people, some of whom can sign in; keeps its mails unless `settings` name a mail server."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"], "CHAVEIRO_DATA_DIR": folder, "CHAVEIRO_LISTEN": f"127.0.0.1:{port}",
        "CHAVEIRO_PUBLIC_URL": f"http://localhost:{port}", "RUST_LOG": "error", "CHAVEIRO_TRUSTED_PROXIES": "127.0.0.1", **database.environment(),
        **(settings or {}),
    }
    run = lambda *arguments, **more: subprocess.run([program, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL, **more)
    run("admin", "create", "--email", "admin@example.org", "--name", "Ana Admin", "--password-stdin", input=PASSWORD, text=True)
    empty = database.sizes()
    names = crowd().splitlines()[1:]
    for part in range(people // len(names)):
        file = os.path.join(folder, "people.csv")
        with open(file, "w", encoding="utf-8") as out:
            out.write("name,email\n" + "".join(re.sub(",p", f",q{part}-", name) + "\n" for name in names))
        run("user", "import", file)
    # As after their mails and a first access: nothing is under way, and some can sign in.
    database.run("UPDATE outbox SET state = 'sent', step = 'final_answer', last_answer = '250 ok', attempts = 1")
    members = f"SELECT id FROM users WHERE role <> 'admin' ORDER BY id LIMIT {MEMBERS}"
    hash_of_admin = "SELECT password_hash FROM users WHERE role = 'admin'"
    database.run(f"UPDATE temporary_passwords SET hash = NULL, used_at = drawn_at WHERE user_id IN ({members})")
    database.run(f"UPDATE users SET standing = 'active', password_hash = ({hash_of_admin}) WHERE id IN ({members})")
    serve = [program, "serve"] if settings else [program, "serve", "--dev"]
    server = Server(subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL), port)
    server.environment = environment
    server.wait()
    # On PostgreSQL the server is what links the events into the chain.
    while database.run("SELECT id FROM audit_unlinked LIMIT 1"):
        time.sleep(0.5)
    full = database.sizes()
    emails = [email for email, in database.run(f"SELECT email FROM users WHERE id IN ({members}) AND standing = 'active'")]
    grown = {kind: sum(full.get(name, 0) - empty.get(name, 0) for name in tables) / people for kind, tables in TABLES.items()}
    return server, emails, grown


def sign_in(port, email, chance):
    """What a person's browser asks: the page, its form, and the page behind it. Seconds the form took; none if refused."""
    address = ".".join(str(chance.randrange(1, 255)) for _ in range(4))
    connection = http.client.HTTPConnection("localhost", port)

    def ask(method, path, body=None, **headers):
        connection.request(method, path, body, {"Accept": "text/html", "X-Forwarded-For": address, **headers})
        answer = connection.getresponse()
        answer.read()
        return answer

    ask("GET", "/login")
    began = time.perf_counter()
    form = urllib.parse.urlencode({"email": email, "password": PASSWORD})
    origin = f"http://localhost:{port}"
    answer = ask("POST", "/login", form, Origin=origin, **{"Content-Type": "application/x-www-form-urlencoded"})
    took = time.perf_counter() - began
    if answer.status == 503:
        return None
    assert answer.status == 303, f"signing in as {email}: {answer.status}"
    cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    assert ask("GET", "/account", Cookie="; ".join(cookies)).status == 200
    connection.close()
    return took


def replay(server, emails, rate, seconds, chance):
    """Sign-ins that come by chance; each takes its time, whether others wait or not."""
    took, threads, due, end = [], [], time.perf_counter(), time.perf_counter() + seconds
    while (due := due + chance.expovariate(rate)) < end:
        time.sleep(max(0, due - time.perf_counter()))
        threads.append(threading.Thread(target=lambda email=chance.choice(emails): took.append(sign_in(server.port, email, chance))))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert len(took) == len(threads), "some sign-ins failed"
    return sorted(each for each in took if each is not None), took.count(None)


def written(pid):
    with open(f"/proc/{pid}/io") as io:
        return int(re.search(r"wchar: (\d+)", io.read())[1])


def measure(program):
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        database = (Postgres if "TEST_DATABASE_URL" in os.environ else Sqlite)(folder)
        server, emails, grown = start(program, database, folder)
        total = lambda: cpu(server.process.pid) + database.cpu()
        try:
            for email in emails[:20]:
                sign_in(server.port, email, chance)
            before, bytes_before = total(), written(server.process.pid)
            alone = sorted(sign_in(server.port, email, chance) for email in emails[20:20 + SIGN_INS])
            each = (total() - before) / SIGN_INS
            bytes_each = (written(server.process.pid) - bytes_before) / SIGN_INS
            cores = len(os.sched_getaffinity(0))
            runs = []
            for rate, seconds in ((MONDAY_RATE, MONDAY_SECONDS), (BUSY_SHARE * cores * 1000 / each, 30)):
                before, began = total(), time.perf_counter()
                took, refused = replay(server, emails, rate, seconds, chance)
                elapsed = time.perf_counter() - began
                runs.append({
                    "rate": len(took) / elapsed, "predicted": len(took) / elapsed * each / 1000,
                    "cores": (total() - before) / elapsed / 1000,
                    "refused": refused, "p50": statistics.median(took) * 1000, "p99": took[int(len(took) * 0.99)] * 1000,
                })
        finally:
            server.process.terminate()
            server.process.wait()
    print(json.dumps({
        "database": database.name, "bytes": grown, "sign_in_cpu": each, "sign_in_bytes": bytes_each,
        "alone": statistics.median(alone) * 1000, "available": cores, "runs": runs,
    }))


def size(number):
    for unit, factor in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{number / 1e3:.1f} kB"


def write(files):
    measured = [json.load(open(file, encoding="utf-8")) for file in files]
    by_name = {each["database"]: each for each in measured}
    lines = ["| what | " + " | ".join(by_name) + " |", "| --- |" + " ---: |" * len(by_name)]
    row = lambda name, value: lines.append(f"| {name} | " + " | ".join(value(each) for each in measured) + " |")
    row("a person, with the words they are found by", lambda m: size(m["bytes"]["person"]))
    row("a mail, with its temporary password's hash", lambda m: size(m["bytes"]["mail"]))
    row("an audit event", lambda m: size(m["bytes"]["event"]))
    row("a sign-in with its two pages: CPU, with the database's", lambda m: f"{m['sign_in_cpu']:.1f} ms")
    row("a sign-in: written by the program", lambda m: size(m["sign_in_bytes"]))
    row("a sign-in: write transactions", lambda _: "2")
    row("a sign-in alone, p50", lambda m: f"{m['alone']:.0f} ms")
    constants = "\n".join(lines)

    lines = ["| replayed | sign-ins/s | cores, predicted | cores, measured | off by | p50 | p99 | refused |", "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for each in measured:
        for name, run in zip(("Monday at a thousandth", f"{BUSY_SHARE:.0%} of what the cores can"), each["runs"]):
            off = (run["predicted"] - run["cores"]) / run["cores"]
            lines.append(f"| {each['database']}: {name} | {run['rate']:.1f} | {run['predicted']:.2f} | {run['cores']:.2f} | "
                         f"{off:+.0%} | {run['p50']:.0f} ms | {run['p99']:.0f} ms | {run['refused']} |")
    mondays = "\n".join(lines)

    postgres = by_name["PostgreSQL"]
    # What the replay used beyond its prediction: hashes beside each other take longer.
    under_load = max(run["cores"] / run["predicted"] for run in postgres["runs"])
    lines = ["| people | database after a year | sign-ins/s on Monday | cores busy | write transactions/s | what breaks first |",
             "| --- | ---: | ---: | ---: | ---: | --- |"]
    breaks = {
        10_000: "nothing: one program with SQLite",
        1_000_000: "nothing: one or two nodes with PostgreSQL",
        100_000_000: "the hashes, then one PostgreSQL's disk",
    }
    for people, what in breaks.items():
        # A year of a person: one invitation, two further mails, fifty sign-ins and ten other events.
        held = people * (postgres["bytes"]["person"] + 3 * postgres["bytes"]["mail"] + 61 * postgres["bytes"]["event"])
        rate = people / 10 / 3600
        lines.append(f"| {people:,} | {size(held)} | {rate:,.1f} | {rate * postgres['sign_in_cpu'] / 1000 * under_load:,.1f} | {2 * rate:,.0f} | {what} |")
    table = "\n".join(lines)
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "scale.md"), encoding="utf-8") as template:
        text = template.read()
    print(text.format(constants=constants, mondays=mondays, table=table, people=f"{PEOPLE:,}", cores=postgres["available"]), end="")


if __name__ == "__main__":
    if sys.argv[1] == "measure":
        measure(os.path.abspath(sys.argv[2]))
    else:
        write(sys.argv[2:])
