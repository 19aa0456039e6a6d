#!/usr/bin/env python3
"""Flips random bits in the pages of the event log of a database and asks `verify` about each.

    python3 tests/rigs/flip-bits.py PROGRAM [FLIPS] [SEED]

PROGRAM is the published dossier-monitor (or its build output). A small province is imported; then, FLIPS times (300 unless told),
a copy of the database gets one bit of one page of the log (the table itself, not its indexes) turned over. Whether that changed
the log's content is decided without the program: every row of event_log is read with every column as SQL literal, so that a
text and a blob of the same bytes differ, and rows are compared with the original's. A page that cannot be read any more counts as
changed. `verify` must end with 1 for every flip that changed content; for one that changed none (a byte that nothing uses)
it may say either, since the engine's own check also looks at pages' structure. Ends with 1 if any change was missed.
"""
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
FLIPS = int(sys.argv[2]) if len(sys.argv) > 2 else 300
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 7


def events(count):
    rng = random.Random(1)
    for n in range(count):
        code = f"000.00.{n % 60:02d}.H47-2211{1 + n % 28:02d}-{n:05d}"
        day = 1 + n % 20
        unit = rng.choice(["VPDK-502", "VPDK-503", "502", "503"])
        base = {"specversion": "1.0", "source": f"/portal/{n % 3}", "subject": code}
        yield {**base, "id": f"{code}-r", "type": "dossier.received", "time": f"2022-11-{day:02d}T08:15:{n % 60:02d}+07:00",
               "data": {"unit": unit, "procedure": "1.012784", "dueAt": f"2022-11-{day + 8:02d}", "channel": "online"}}
        if n % 4 == 0:
            yield {**base, "id": f"{code}-e", "type": "dossier.extended", "time": f"2022-11-{day + 1:02d}T09:00:00+07:00",
                   "data": {"dueAt": f"2022-12-{day:02d}T17:00:00+07:00", "document": f"{n}/XL-TTHC"}}
        if n % 3:
            yield {**base, "id": f"{code}-f", "type": "dossier.finished", "time": f"2022-11-{day + 5:02d}T10:00:00+07:00"}


def run(*args):
    return subprocess.run([PROGRAM, *args], capture_output=True, text=True, env={**os.environ, "DOSSIER__LOGLEVEL": "Fatal"})


def content(path):
    """Every event as the database has it; None when it cannot be read to its end."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as db:
            db.text_factory = bytes
            columns = [row[1].decode() for row in db.execute("pragma table_info(event_log)")]
            literals = " || ',' || ".join(f"quote({column})" for column in columns)
            return [row[0] for row in db.execute(f"select {literals} from event_log not indexed order by rowid")]
    except sqlite3.Error:
        return None


def table_pages(data, size, number):
    """The pages of a table's B-tree (https://sqlite.org/fileformat2.html, section 1.6), from its root down."""
    yield number
    at = (number - 1) * size
    if data[at] == 5:
        cells = int.from_bytes(data[at + 3:at + 5], "big")
        children = [int.from_bytes(data[at + 8:at + 12], "big")]
        for n in range(cells):
            cell = at + int.from_bytes(data[at + 12 + 2 * n:at + 14 + 2 * n], "big")
            children.append(int.from_bytes(data[cell:cell + 4], "big"))
        for child in children:
            yield from table_pages(data, size, child)


def main():
    with tempfile.TemporaryDirectory() as folder:
        original, flipped, source = (os.path.join(folder, name) for name in ("original.db", "flipped.db", "events.ndjson"))
        with open(source, "w") as file:
            for event in events(1500):
                file.write(json.dumps(event) + "\n")
        imported = run("import", source, "--database", f"sqlite:{original}")
        if imported.returncode or run("verify", "--no-record", "--database", f"sqlite:{original}").returncode:
            print(imported.stdout, imported.stderr, "the database is not intact to begin with")
            return 1
        before = content(original)
        with sqlite3.connect(f"file:{original}?mode=ro&immutable=1", uri=True) as db:
            page = db.execute("pragma page_size").fetchone()[0]
            root = db.execute("select rootpage from sqlite_master where name = 'event_log'").fetchone()[0]
        with open(original, "rb") as file:
            pages = list(table_pages(file.read(), page, root))
        rng = random.Random(SEED)
        changed = missed = unchanged = noticed = 0
        for n in range(FLIPS):
            offset = (rng.choice(pages) - 1) * page + rng.randrange(page)
            bit = rng.randrange(8)
            for companion in ("-wal", "-shm"):
                if os.path.exists(flipped + companion):
                    os.remove(flipped + companion)
            shutil.copyfile(original, flipped)
            with open(flipped, "r+b") as file:
                file.seek(offset)
                byte = file.read(1)[0]
                file.seek(offset)
                file.write(bytes([byte ^ (1 << bit)]))
            differs = content(flipped) != before
            code = run("verify", "--no-record", "--database", f"sqlite:{flipped}")
            if code.returncode not in (0, 1):
                print(f"flip {n} at {offset} bit {bit}: exit {code.returncode}: {code.stdout} {code.stderr[-300:]}")
                missed += 1
            elif differs:
                changed += 1
                if code.returncode == 0:
                    missed += 1
                    print(f"MISSED: flip {n} at {offset} bit {bit}")
            else:
                unchanged += 1
                noticed += code.returncode
        print(f"{FLIPS} flips in {len(pages)} pages of the log ({len(before)} events): {changed} changed content, {missed} of them missed; "
              f"{unchanged} changed none ({noticed} of them noticed all the same)")
        return 1 if missed or changed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
