#!/usr/bin/env python3
"""What a sign-in to an app costs, and how fast a proxy that asks at /forward-auth is answered.

`apps.py PROGRAM` prints tables in Markdown. The server is kept on the first core of this process, the load on
the last: where there is only one, the figures say little.
"""
import http.client
import os
import selectors
import socket
import statistics
import sys
import tempfile
import time
import urllib.parse

from pages import ROUNDS, cpu, start_chaveiro

RATE, SECONDS, CONNECTIONS = 1000, 20, 8
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
HOST = "wiki.example.org"


def authorize_path():
    query = {
        "response_type": "code", "client_id": "bench", "redirect_uri": "https://bench.example.org/callback",
        "scope": "openid profile email groups", "state": "s", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    }
    return "/oauth/authorize?" + urllib.parse.urlencode(query)


def asked(path, cookie=""):
    """A request as Caddy sends it."""
    return (
        f"GET /forward-auth/wiki HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Method: GET\r\nX-Forwarded-Proto: https\r\n"
        f"X-Forwarded-Host: {HOST}\r\nX-Forwarded-Uri: {path}\r\nAccept: text/html\r\nCookie: {cookie}\r\n\r\n"
    ).encode()


def app_cookie(server):
    """The cookie of the app's host, by the way that a browser goes."""
    ask = lambda path, cookies: at_app(server.port, path, cookies)
    begun, cookies = ask("/.chaveiro/sign-in?to=%2F", "")
    address = urllib.parse.urlsplit(begun["location"])
    server.connection.request("GET", f"{address.path}?{address.query}", headers={
        "Accept": "text/html", "Cookie": "; ".join(f"{name}={value}" for name, value in server.cookies.items())})
    answer = server.connection.getresponse()
    answer.read()
    back = urllib.parse.urlsplit(answer.getheader("location"))
    _, more = ask(f"{back.path}?{back.query}", cookies)
    return more


def at_app(port, path, cookies):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-Host": HOST, "Accept": "text/html", "Cookie": cookies})
    answer = connection.getresponse()
    assert answer.status == 303, f"{path}: {answer.status} {answer.read()}"
    return {"location": answer.getheader("location")}, answer.getheader("set-cookie").split(";")[0]


def load(port, request):
    """Seconds from when each request was due until its answer was there."""
    chosen, idle, due, took = selectors.DefaultSelector(), [], {}, []
    for _ in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        chosen.register(connection, selectors.EVENT_READ)
        idle.append(connection)
    began, sent, total = time.perf_counter() + 0.1, 0, RATE * SECONDS
    while len(took) < total:
        # Not waiting for the clock, which would add its own unrest: the load has its core for itself.
        while idle and sent < total and time.perf_counter() >= began + sent / RATE:
            # The one that waits longest: a connection that is idle for ten seconds is closed.
            connection = idle.pop(0)
            due[connection] = began + sent / RATE
            connection.send(request)
            sent += 1
        for key, _ in chosen.select(0):
            text = key.fileobj.recv(65536)
            assert text.startswith(b"HTTP/1.1 200 ") and text.endswith(b"\r\n\r\n"), text
            took.append(time.perf_counter() - due.pop(key.fileobj))
            idle.append(key.fileobj)
    return sorted(took)


def main():
    program, cores = os.path.abspath(sys.argv[1]), sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CHAVEIRO_TRUSTED_PROXIES"] = "127.0.0.1"
        os.sched_setaffinity(0, {cores[0]})
        apps = [
            ["--name", "Bench", "--home", "https://bench.example.org/", "--redirect-uri", "https://bench.example.org/callback",
             "--client-id", "bench", "--public", "--algorithm", "ES256"],
            ["--name", "Wiki", "--home", f"https://{HOST}/", "--client-id", "wiki", "--forward-auth"],
        ]
        server = start_chaveiro(program, folder, "name,email\nMaria Lima,maria@example.org\n", apps)
        os.sched_setaffinity(0, {cores[-1]})
        try:
            server.sign_in("email")
            pages = [("/account", 200), (authorize_path(), 303)]
            rows = [[], []]
            for round_number in range(ROUNDS + 1):
                for row, (path, status) in zip(rows, pages):
                    figure = server.measure(path, 300, status)[0]
                    if round_number:
                        row.append(figure)
            account, authorize = map(statistics.median, rows)
            request = asked("/a/page?x=1", app_cookie(server))
            load(server.port, request)
            before = cpu(server.process.pid)
            took = load(server.port, request)
            each = (cpu(server.process.pid) - before) / len(took)
        finally:
            server.process.terminate()
            server.process.wait()
    print("| request | CPU | × `/account` |\n| --- | ---: | ---: |")
    print(f"| `/account` | {account:.2f} ms | 1.0 |\n| `/oauth/authorize` with a session | {authorize:.2f} ms | {authorize / account:.1f} |")
    print(f"| `/forward-auth/{{app}}` with a session | {each:.2f} ms | {each / account:.1f} |")
    at = lambda share: took[min(len(took) - 1, int(len(took) * share))] * 1000
    print(f"\n`/forward-auth` at {RATE}/s for {SECONDS} s: p50 {at(0.5):.2f} ms, p99 {at(0.99):.2f} ms, longest {at(1):.1f} ms.")


main()
