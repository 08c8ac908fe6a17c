#!/usr/bin/env python3
"""Sign-ins, new accounts and mails under load, beside what the hashes allow; memory and event streams at rest.

`load.py PROGRAM PYTHON` prints tables in Markdown: of SQLite, or of the PostgreSQL of TEST_DATABASE_URL. PYTHON has
argon2-cffi, built for this CPU: the C library's Argon2id with the same cost is the limit, computed by as many threads as
there are clients, at most one a core. Clients and server share the cores.
"""
import asyncio
import multiprocessing
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from pages import PASSWORD, cpu, free_port
from scale import Postgres, Sqlite, start

PEOPLE = 10_000
SECONDS = 6
CLIENTS = (1, 2, 8, 16)
# So many that beginning and end, where not all workers have a mail, hardly count.
MAILS = 1_200
STREAMS = 500
CORES = len(os.sched_getaffinity(0))
C_HASHES = """
import sys, threading, time
from argon2.low_level import Type, hash_secret_raw
threads, seconds, counts = int(sys.argv[1]), float(sys.argv[2]), []
def run():
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        hash_secret_raw(b"sete barcas no porto novo", b"0123456789abcdef", 2, 19456, 1, 32, Type.ID)
        count += 1
    counts.append(count)
all = [threading.Thread(target=run) for _ in range(threads)]
began, cpu = time.monotonic(), time.process_time()
[each.start() for each in all]; [each.join() for each in all]
print(sum(counts) / (time.monotonic() - began), (time.process_time() - cpu) / sum(counts) * 1000)
"""


def c_library(python, threads):
    """Hashes a second, and milliseconds of CPU each."""
    out = subprocess.run([python, "-c", C_HASHES, str(threads), str(SECONDS / 2)], check=True, stdout=subprocess.PIPE, text=True)
    return tuple(map(float, out.stdout.split()))


def between_c_hashes(python, threads, measure):
    """What `measure` returns, and the C library's figures, measured before and after: within minutes the same hash takes a
    third more or less on a machine that is shared."""
    before = c_library(python, threads)
    measured = measure()
    return measured, *map(statistics.mean, zip(before, c_library(python, threads)))


class Sink:
    """A mail server in a process of its own that accepts everything, so long after the mail."""

    def __init__(self, port, delay):
        self.accepted = multiprocessing.Array("d", 20_000)
        self.count = multiprocessing.Value("i", 0)
        self.process = multiprocessing.Process(target=lambda: asyncio.run(self.serve(port, delay)), daemon=True)
        self.process.start()

    async def serve(self, port, delay):
        async def talk(reader, writer):
            try:
                writer.write(b"220 sink\r\n")
                while line := await reader.readline():
                    word = line[:4].upper()
                    if word == b"DATA":
                        writer.write(b"354 go on\r\n")
                        await reader.readuntil(b"\r\n.\r\n")
                        await asyncio.sleep(delay)
                        self.accepted[self.count.value] = time.time()
                        self.count.value += 1
                    writer.write(b"250-sink\r\n250 8BITMIME\r\n" if word == b"EHLO" else b"250 ok\r\n")
            except (ConnectionError, asyncio.IncompleteReadError):
                pass
        async with await asyncio.start_server(talk, "127.0.0.1", port, limit=2**20) as server:
            await server.serve_forever()

    def settle(self):
        """Waits until no mail has come for two seconds; how many came."""
        last = -1
        while last != (last := self.count.value):
            time.sleep(2)
        return last

    def wait_for(self, count):
        """The times at which the last `count` mails were accepted."""
        end = time.time() + 120
        while self.count.value < count:
            assert time.time() < end, f"{self.count.value} of {count} mails came"
            time.sleep(0.002)
        return list(self.accepted[:self.count.value])


class Client:
    """One connection that is kept, and its cookies; costs little CPU beside the server."""

    def __init__(self, port, cookies=None):
        self.port, self.cookies = port, dict(cookies or {})
        self.socket = socket.create_connection(("localhost", port))
        self.chance = random.Random()

    def cookie_line(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def post(self, path, fields):
        """The status, and how long the answer took."""
        body = urllib.parse.urlencode(fields)
        address = ".".join(str(self.chance.randrange(1, 255)) for _ in range(4))
        request = (f"POST {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nOrigin: http://localhost:{self.port}\r\nAccept: text/html\r\n"
                   f"X-Forwarded-For: {address}\r\nCookie: {self.cookie_line()}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                   f"Content-Length: {len(body)}\r\n\r\n{body}")
        began = time.perf_counter()
        self.socket.sendall(request.encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            part = self.socket.recv(65536)
            assert part, "the connection was closed"
            answer += part
        took = time.perf_counter() - began
        head, body = answer.split(b"\r\n\r\n", 1)
        for cookie in re.findall(rb"(?im)^set-cookie: ([^=\r]+)=([^;\r]*)", head):
            self.cookies[cookie[0].decode()] = cookie[1].decode()
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
        while len(body) < length:
            body += self.socket.recv(65536)
        return int(head.split()[1]), took


def closed_loop(clients, act, seconds):
    """Answers a second, and how long each took, sorted."""
    took, end = [], time.perf_counter() + seconds

    def run(number):
        while time.perf_counter() < end:
            took.append(act(number))
    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    began = time.perf_counter()
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return len(took) / (time.perf_counter() - began), sorted(took)


def percentile(values, share):
    return values[min(len(values) - 1, int(len(values) * share))] * 1000


def sign_ins(server, database, emails, python):
    print("| clients | sign-ins/s | the C library's hashes/s | ÷ | CPU of a sign-in | of the database's processes | of a C hash | p50 | p99 |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for clients in CLIENTS:
        # Each a person whose browser is known: a new one would cost a mail as well.
        open_clients = [Client(server.port) for _ in range(clients)]

        def act(number):
            status, took = open_clients[number].post("/login", {"email": emails[number], "password": PASSWORD})
            assert status == 303, f"signing in: {status}"
            return took
        closed_loop(clients, act, 1)

        def measure():
            before = cpu(server.process.pid), database.cpu()
            rate, took = closed_loop(clients, act, SECONDS)
            after = cpu(server.process.pid), database.cpu()
            return rate, took, [(end - begin) / len(took) for begin, end in zip(before, after)]
        (rate, took, (ours, its)), limit, c_cpu = between_c_hashes(python, min(clients, CORES), measure)
        print(f"| {clients} | {rate:.0f} | {limit:.0f} | {rate / limit:.2f} | {ours:.1f} ms | {its:.1f} ms | {c_cpu:.1f} ms | {percentile(took, 0.5):.0f} ms | {percentile(took, 0.99):.0f} ms |")


def mails(run, folder, server, database, sink, python, what):
    """Mails of an import, all waiting at once, and what each costs the server, the database and the mail server."""
    def costs():
        return cpu(server.process.pid), database.cpu(), cpu(sink.process.pid)
    before = sink.settle()
    file = os.path.join(folder, "mails.csv")
    with open(file, "w", encoding="utf-8") as out:
        out.write("name,email\n" + "".join(f"Maria Souza,{what}-{number}@example.org\n" for number in range(MAILS)))

    def measure():
        run("user", "import", file)
        first, begin = sink.count.value, costs()
        times = sorted(sink.wait_for(before + MAILS)[before:])
        each = [(after - earlier) / (before + MAILS - first) for earlier, after in zip(begin, costs())]
        return (MAILS - 1) / (times[-1] - times[0]), each
    (rate, each), limit, c_cpu = between_c_hashes(python, CORES, measure)
    print(f"| {what} | {rate:.0f} | {limit:.0f} | {rate / limit:.2f} | " + " | ".join(f"{cost:.1f} ms" for cost in [*each, c_cpu]) + " |")


def memory(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def streams(server, database, emails):
    """What open pages cost that nothing happens on."""
    # As many sessions as the streams of each allow, and as many admins as the sessions of each.
    admins = emails[100:100 + -(-STREAMS // 12)]
    database.run(f"UPDATE users SET role = 'admin' WHERE email IN ({', '.join(map(repr, admins))})")
    cookies = []
    for email in admins:
        client = Client(server.port)
        assert client.post("/login", {"email": email, "password": PASSWORD})[0] == 303
        cookies.append(client.cookie_line())
    # Long enough that the buffers of these hashes are given back.
    time.sleep(130)
    before, bytes_before = cpu(server.process.pid), memory(server.process.pid)
    time.sleep(20)
    idle = (cpu(server.process.pid) - before) / 20_000
    open_streams = []
    for number in range(STREAMS):
        stream = socket.create_connection(("localhost", server.port))
        stream.sendall(f"GET /admin/users/live HTTP/1.1\r\nHost: localhost:{server.port}\r\nAccept: text/event-stream\r\nCookie: {cookies[number // 12]}\r\n\r\n".encode())
        head = stream.recv(4096).split(b"\r\n")[0]
        assert b" 200 " in head, head
        open_streams.append(stream)
    time.sleep(5)
    grown, before = memory(server.process.pid) - bytes_before, cpu(server.process.pid)
    time.sleep(20)
    busy = (cpu(server.process.pid) - before) / 20_000
    print(f"\nAt rest, {idle:.1%} of a core; with {STREAMS} open event streams {busy:.1%} and {grown:.0f} MiB more.")
    [stream.close() for stream in open_streams]


def main():
    program, python = os.path.abspath(sys.argv[1]), sys.argv[2]
    mail_ports = free_port(), free_port()
    sinks = Sink(mail_ports[0], 0), Sink(mail_ports[1], 0.05)
    with tempfile.TemporaryDirectory() as folder:
        database = (Postgres if "TEST_DATABASE_URL" in os.environ else Sqlite)(folder)
        smtp = lambda port: {"CHAVEIRO_SMTP_URL": f"smtp://127.0.0.1:{port}"}
        server, emails, _ = start(program, database, folder, PEOPLE, smtp(mail_ports[0]))
        environment = server.environment
        run = lambda *arguments: subprocess.run([program, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
        try:
            print(f"### {database.name}\n")
            server.sign_in("email")
            sign_ins(server, database, emails, python)

            admins = [Client(server.port, server.cookies) for _ in range(8)]
            made, lock = [0], threading.Lock()

            def create(number):
                with lock:
                    made[0] += 1
                    email = f"new-{made[0]}@example.org"
                status, took = admins[number].post("/admin/users/new", {"display_name": "Maria Souza", "email": email})
                assert status == 303, f"creating: {status}"
                return took
            alone, sent = [], sinks[0].settle()
            for number in range(20):
                began = time.time()
                create(0)
                alone.append(sinks[0].wait_for(sent + number + 1)[-1] - began)
            rate, took = closed_loop(8, create, SECONDS)
            print(f"\nCreating people with eight clients, their mails leaving meanwhile: {rate:.0f} a second, p50 {percentile(took, 0.5):.0f} ms, "
                  f"p99 {percentile(took, 0.99):.0f} ms. When idle, from the form to the mail accepted: p50 {statistics.median(alone) * 1000:.0f} ms.\n")

            print("| mail server | mails/s | limit | ÷ | CPU of a mail | of the database's processes | of the mail server | of a C hash |")
            print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
            mails(run, folder, server, database, sinks[0], python, "at-once")
            used = memory(server.process.pid)
            server.process.terminate()
            server.process.wait()
            server.process = subprocess.Popen([program, "serve"], env={**environment, **smtp(mail_ports[1])}, stdout=subprocess.DEVNULL)
            server.wait()
            mails(run, folder, server, database, sinks[1], python, "after-50-ms")
            time.sleep(130)
            print(f"\nMemory after this load {used:.0f} MiB; started anew, after as many mails and a quiet minute {memory(server.process.pid):.0f} MiB.")
            streams(server, database, emails)
        finally:
            server.process.terminate()
            server.process.wait()


if __name__ == "__main__":
    main()
