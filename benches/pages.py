#!/usr/bin/env python3
"""CPU a page: Chaveiro beside the tutorial's Django application, in turn, on this machine.

`pages.py PROGRAM PYTHON` prints a table in Markdown. PROGRAM is the release program, PYTHON that of
an environment with django/requirements.txt. CPU time is that of all threads of all processes of a
server (/proc/PID/task/*/schedstat, in nanoseconds) over many requests of one client that keeps its
connection; medians of five rounds.
"""
import http.client
import os
import random
import re
import secrets
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

PEOPLE = 10_000
ROUNDS = 5
PASSWORD = "sete barcas no porto novo"
HERE = os.path.dirname(os.path.abspath(__file__))
FIRST = "Maria Ana João José Antônio Francisco Carlos Paulo Pedro Lucas Juliana Márcia Fernanda Patrícia Letícia".split()
LAST = "Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Zanetti".split()


def crowd():
    """A file of people, the same each time."""
    chance = random.Random(5)
    rows = [(f"{chance.choice(FIRST)} {chance.choice(LAST)} {chance.choice(LAST)}", f"p{n}@example.org") for n in range(PEOPLE)]
    return "name,email\n" + "".join(f"{name},{email}\n" for name, email in rows)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def processes(pid):
    """A process and all below it."""
    found = [pid]
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children") as children:
            for child in children.read().split():
                found += processes(int(child))
    return found


def cpu(pid):
    """CPU time of a server, in milliseconds."""
    total = 0
    for process in processes(pid):
        for task in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{task}/schedstat") as stat:
                total += int(stat.read().split()[0])
    return total / 1e6


class Server:
    """A started server and one signed-in client of it."""

    def __init__(self, process, port):
        self.process, self.port, self.cookies = process, port, {}
        self.connection = http.client.HTTPConnection("localhost", port)

    def ask(self, method, path, body=None, headers=()):
        headers = {"Accept": "text/html", "Accept-Encoding": "identity", **dict(headers)}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError):
            # Closed while the other server was asked.
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        text = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                name, value = value.split(";")[0].split("=", 1)
                self.cookies[name] = value
        return answer.status, text

    def wait(self):
        for _ in range(600):
            try:
                return self.ask("GET", "/login")
            except OSError:
                self.connection.close()
                time.sleep(0.05)
        raise SystemExit("the server does not answer")

    def sign_in(self, name_field):
        _, page = self.wait()
        form = {name_field: "admin@example.org", "password": PASSWORD}
        if token := re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page):
            form["csrfmiddlewaretoken"] = token[1].decode()
        origin = f"http://localhost:{self.port}"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin, "Referer": origin + "/login"}
        status, _ = self.ask("POST", "/login", urllib.parse.urlencode(form), headers.items())
        assert status in (302, 303), f"signing in: {status}"

    def measure(self, path, count, expected=200):
        """Milliseconds of CPU a page, and bytes."""
        before, size = cpu(self.process.pid), 0
        for _ in range(count):
            status, text = self.ask("GET", path)
            assert status == expected, f"{path}: {status}"
            size = len(text)
        return (cpu(self.process.pid) - before) / count, size


def start_chaveiro(program, folder, people, apps=()):
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"], "CHAVEIRO_DATA_DIR": folder, "CHAVEIRO_LISTEN": f"127.0.0.1:{port}",
        "CHAVEIRO_PUBLIC_URL": f"http://localhost:{port}", "RUST_LOG": "error",
    }
    if proxies := os.environ.get("CHAVEIRO_TRUSTED_PROXIES"):
        environment["CHAVEIRO_TRUSTED_PROXIES"] = proxies
    run = lambda *arguments, **more: subprocess.run([program, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL, **more)
    run("admin", "create", "--email", "admin@example.org", "--name", "Ana Admin", "--password-stdin", input=PASSWORD, text=True)
    for app in apps:
        run("app", "create", *app)
    file = os.path.join(folder, "people.csv")
    with open(file, "w", encoding="utf-8") as out:
        out.write(people)
    run("user", "import", file)
    with sqlite3.connect(os.path.join(folder, "chaveiro.db")) as database:
        # As after their mails: nothing is under way while pages are timed.
        database.execute("UPDATE outbox SET state = 'sent', step = 'final_answer', last_answer = '250 ok', attempts = 1")
        until = int((time.time() + 86_400) * 1000)
        database.execute("UPDATE users SET standing = 'invited', mail_state = 'sent', invited_until = ? WHERE password_hash IS NULL", (until,))
    process = subprocess.Popen([program, "serve", "--dev"], env=environment, stdout=subprocess.DEVNULL)
    return Server(process, port)


def start_django(python, folder, people):
    port = free_port()
    environment = {
        **os.environ, "BENCH_DATABASE": os.path.join(folder, "django.db"), "BENCH_SECRET_KEY": secrets.token_urlsafe(50),
        "BENCH_PASSWORD": PASSWORD, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": folder,
    }
    copy = os.path.join(folder, "django")
    subprocess.run(["cp", "-r", os.path.join(HERE, "django"), copy], check=True)
    subprocess.run([python, "fill.py"], cwd=copy, env=environment, input=people, text=True, check=True)
    gunicorn = [python, "-m", "gunicorn", "--worker-class=gthread", "--workers=2", "--threads=4", "--keep-alive=60",
                "--log-level=error", f"--bind=127.0.0.1:{port}", "people.wsgi"]
    return Server(subprocess.Popen(gunicorn, cwd=copy, env=environment), port)


def calibration():
    """How long the same work takes, in milliseconds: says whether the machine was quiet."""
    began = time.process_time()
    sum(number * number for number in range(2_000_000))
    return (time.process_time() - began) * 1000


def one_person(server):
    _, page = server.ask("GET", "/admin/users")
    return re.search(rb'href="(/admin/users/[0-9a-f-]{36}|/admin/users/\d+)"', page)[1].decode()


def main():
    program, python = os.path.abspath(sys.argv[1]), sys.argv[2]
    people, before = crowd(), calibration()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = start_chaveiro(program, folder, people), start_django(python, folder, people)
        try:
            ours.sign_in("email")
            theirs.sign_in("username")
            pages = [("/login", "/login", "/login"), ("the list of 10,000 people", "/admin/users", "/admin/users"),
                     ("search “maria”", "/admin/users?q=maria", "/admin/users?q=maria"),
                     ("search “joão silva”", "/admin/users?q=jo%C3%A3o+silva", "/admin/users?q=jo%C3%A3o+silva"),
                     ("one person", one_person(ours), one_person(theirs))]
            visitor_ours, visitor_theirs = Server(ours.process, ours.port), Server(theirs.process, theirs.port)
            figures = {name: [] for name, *_ in pages}
            for round_number in range(ROUNDS + 1):
                for name, our_path, their_path in pages:
                    a, b = (visitor_ours, visitor_theirs) if name == "/login" else (ours, theirs)
                    row = (*a.measure(our_path, 400), *b.measure(their_path, 40))
                    if round_number:
                        figures[name].append(row)
        finally:
            for server in (ours, theirs):
                server.process.terminate()
                server.process.wait()
    print("| page | Chaveiro, CPU | bytes | Django, CPU | bytes | Django ÷ Chaveiro |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, rows in figures.items():
        ours, our_size, theirs, their_size = (statistics.median(column) for column in zip(*rows))
        print(f"| {name} | {ours:.2f} ms | {our_size:.0f} | {theirs:.2f} ms | {their_size:.0f} | {theirs / ours:.1f} |")
    print(f"\nThe same loop of Python took {before:.0f} ms before and {calibration():.0f} ms after.")


if __name__ == "__main__":
    main()
