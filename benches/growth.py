#!/usr/bin/env python3
"""How the cost of a list grows with the people in it, from what the bench `console` printed at several sizes.

`growth.py NAME=FILE...` prints a table in Markdown: the p50 of each request at each size, and the last by the first.
"""
import re
import sys


def read(file):
    with open(file, encoding="utf-8") as lines:
        rows = re.findall(r"^\| ([^|]+) \| ([\d.]+) ms \|", lines.read(), re.MULTILINE)
    return {name: float(request) for name, request in rows}


def main():
    sizes = {name: read(file) for name, file in (argument.split("=", 1) for argument in sys.argv[1:])}
    columns = list(sizes.values())
    print(f"| list | {' | '.join(sizes)} | last ÷ first |\n| --- |{' ---: |' * (len(sizes) + 1)}")
    for name in columns[0]:
        times = [column[name] for column in columns]
        print(f"| {name} | {' | '.join(f'{time:.1f} ms' for time in times)} | {times[-1] / times[0]:.1f} |")


if __name__ == "__main__":
    main()
