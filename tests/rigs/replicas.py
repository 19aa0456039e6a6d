#!/usr/bin/env python3
"""Three replicas behind nginx on one PostgreSQL, under load, while replicas are killed (SIGKILL) every two seconds and the server of
the database is stopped as by a loss of power. At the end: every acknowledged event is in the log once, nothing else is, what is sent
again is a duplicate, the database proves itself (verify), and no client was told of a deadlock or an inner failure.

Usage: replicas.py PROGRAM [SECONDS] [DATABASE_STOPS]    300 s and 5 stops by default; 1800 s is the long version
Needs PostgreSQL's programs and nginx. Everything lies in a temporary folder; run as root the database runs as nobody.
"""
import collections, glob, http.client, json, os, random, re, shutil, signal, subprocess, sys, tempfile, threading, time, urllib.parse

PROGRAM = os.path.abspath(sys.argv[1])
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 300
STOPS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
HERE = os.path.dirname(os.path.abspath(__file__))
KEY = "rig-rig-rig-rig-rig-rig-rig-rig-rig-rig"
CLIENTS, READERS, BATCH = 8, 2, 20
FRONT, PORTS = 18080, [18081, 18082, 18083]

work = tempfile.mkdtemp(prefix="dossier-replicas-")
seed = random.randrange(1 << 30)
chance = random.Random(seed)
stopping = threading.Event()
statuses = collections.Counter()
wrong, acknowledged, lock = [], {}, threading.Lock()
replicas, logs = {}, {}


def binaries():
    folders = os.environ["PATH"].split(":") + sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    return next(f for f in folders if all(os.path.exists(f + "/" + name) for name in ("initdb", "pg_ctl", "psql", "createdb")))


def as_nobody(*command):
    user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
    return subprocess.run([*user, *command], cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)


def start_database():
    as_nobody(PG + "/pg_ctl", "-D", work + "/pg/data", "-l", work + "/pg/log", "-w", "-t", "120", "-o",
              f"-k {work}/pg -c listen_addresses= -c max_connections=100", "start")


def sql(text):
    return subprocess.run([PG + "/psql", "-h", work + "/pg", "-U", "postgres", "-At", "-c", text, "province"], check=True, capture_output=True, text=True).stdout.strip()


def start_replica(port):
    logs.setdefault(port, open(f"{work}/replica-{port}.log", "ab"))
    environment = dict(os.environ, DOSSIER__DATABASE=ADDRESS, DOSSIER__ADMINKEY=KEY, DOSSIER__VERIFYAT="off", DOSSIER__LOGLEVEL="Error")
    replicas[port] = subprocess.Popen([PROGRAM, "serve", "--urls", f"http://127.0.0.1:{port}"], env=environment, stdout=logs[port], stderr=logs[port], cwd=work)


def event(client, batch, i):
    return {"specversion": "1.0", "id": f"{client}-{batch}-{i}", "source": f"/rig/{client % 3}", "type": "dossier.received", "subject": f"R{client}-{batch}-{i}",
            "time": "2022-11-03T08:15:00+07:00", "data": {"unit": ["502", "503", "VPDK-502"][i % 3], "procedure": "SAMPLE-JUSTICE-02"}}


def ask(connection, method, path, body=None):
    try:
        connection.request(method, path, body, {"Authorization": "Bearer " + KEY, "Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0, b""


def push(client):
    connection = http.client.HTTPConnection("127.0.0.1", FRONT, timeout=60)
    for batch in range(1 << 30):
        if stopping.is_set():
            return
        body = json.dumps([event(client, batch, i) for i in range(BATCH)])
        # The same ids until somebody says that they are stored.
        while True:
            status, text = ask(connection, "POST", "/v1/events", body)
            with lock:
                statuses[f"push {status}"] += 1
            if status == 200:
                said = json.loads(text)
                if said["accepted"] + said["duplicates"] != BATCH:
                    wrong.append(text[:300])
                with lock:
                    acknowledged[(client, batch)] = True
                break
            if status not in (0, 429, 502, 503, 504) or b"deadlock" in text:
                wrong.append((status, text[:300]))
                return
            time.sleep(0.05)


def read():
    connection = http.client.HTTPConnection("127.0.0.1", FRONT, timeout=60)
    while not stopping.is_set():
        status, text = ask(connection, "GET", "/v1/on-time?by=district&from=2022-11-01&to=2022-11-30")
        with lock:
            statuses[f"read {status}"] += 1
        if status not in (0, 200, 429, 502, 503, 504):
            wrong.append((status, text[:300]))
        time.sleep(0.05)


def await_ready():
    for port in PORTS:
        for _ in range(600):
            if ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "GET", "/health/ready")[0] == 200:
                break
            if replicas[port].poll() is not None:
                start_replica(port)
            time.sleep(0.1)
        else:
            sys.exit(f"replica {port} is not ready: " + open(f"{work}/replica-{port}.log").read()[-2000:])


PG = binaries()
ADDRESS = f"postgres://postgres@/province?host={work}/pg"
nginx = None
try:
    os.mkdir(work + "/pg")
    if os.geteuid() == 0:
        os.chmod(work, 0o755)
        shutil.chown(work + "/pg", "nobody")
    as_nobody(PG + "/initdb", "-D", work + "/pg/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
    start_database()
    subprocess.run([PG + "/createdb", "-h", work + "/pg", "-U", "postgres", "province"], check=True)
    configuration = open(os.path.join(HERE, "..", "..", "docs", "nginx.conf")).read()
    for given, used in [("8080", FRONT), ("8081", PORTS[0]), ("8082", PORTS[1]), ("8083", PORTS[2])]:
        configuration = configuration.replace("127.0.0.1:" + given, f"127.0.0.1:{used}")
    with open(work + "/nginx.conf", "w") as file:
        file.write(f"pid {work}/nginx.pid;\nerror_log {work}/nginx.log crit;\n" + configuration.replace("http {", f"http {{\n    access_log off;\n    client_body_temp_path {work}/body;\n    proxy_temp_path {work}/proxy;", 1))
    nginx = subprocess.Popen(["nginx", "-p", work, "-c", work + "/nginx.conf", "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    for port in PORTS:
        start_replica(port)
    await_ready()

    threads = [threading.Thread(target=push, args=(client,)) for client in range(CLIENTS)] + [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    began, killed, stopped = time.time(), 0, 0
    stops_at = [SECONDS * (i + 1) / (STOPS + 1) for i in range(STOPS)]
    while time.time() - began < SECONDS:
        time.sleep(2)
        port = chance.choice(PORTS)
        replicas[port].kill()
        replicas[port].wait()
        start_replica(port)
        killed += 1
        if stops_at and time.time() - began > stops_at[0]:
            stops_at.pop(0)
            as_nobody(PG + "/pg_ctl", "-D", work + "/pg/data", "-m", "immediate", "-w", "stop")
            stopped += 1
            time.sleep(chance.random())
            start_database()
        # One that found no database when it started has ended: an operator's supervisor starts it again.
        for other in PORTS:
            if replicas[other].poll() is not None:
                start_replica(other)
    stopping.set()
    for thread in threads:
        thread.join(120)
    unfinished = sum(thread.is_alive() for thread in threads)
    await_ready()

    # Everything that was acknowledged is there once, and sent again it is a duplicate.
    connection = http.client.HTTPConnection("127.0.0.1", FRONT, timeout=60)
    lost = []
    for client, batch in acknowledged:
        status, text = ask(connection, "POST", "/v1/events", json.dumps([event(client, batch, i) for i in range(BATCH)]))
        if status != 200 or json.loads(text)["duplicates"] != BATCH:
            lost.append((client, batch, status, text[:200]))
    stored, distinct = (int(n) for n in sql("select count(*), count(distinct (source_id, event_id)) from event_log").split("|"))
    for process in replicas.values():
        process.send_signal(signal.SIGTERM)
    ended = [process.wait(60) for process in replicas.values()]
    verify = subprocess.run([PROGRAM, "verify"], env=dict(os.environ, DOSSIER__DATABASE=ADDRESS), capture_output=True, text=True, cwd=work)
    replicas.clear()
    deadlocks = sum(open(file, errors="replace").read().count("deadlock detected") for file in glob.glob(work + "/pg/log"))
    expected = len(acknowledged) * BATCH
    print(f"seed {seed}: {killed} kills, the database stopped {stopped} times, in {SECONDS} s")
    print("answers: " + ", ".join(f"{name} × {count}" for name, count in sorted(statuses.items())))
    print(f"{expected} events acknowledged, {stored} stored, {distinct} different; {len(lost)} batches lost; {deadlocks} deadlocks in the database's log")
    print(verify.stdout.strip().splitlines()[0] if verify.stdout else verify.stderr)
    for problem in wrong[:5] + lost[:5]:
        print("wrong:", problem)
    good = not wrong and not lost and not unfinished and stored == distinct == expected and verify.returncode == 0 and expected > 0 and deadlocks == 0 and ended == [0, 0, 0]
    print("ok" if good else f"FAILED (unfinished {unfinished}, ends {ended}, verify {verify.returncode})")
    sys.exit(0 if good else 1)
finally:
    stopping.set()
    for process in replicas.values():
        process.kill()
    if nginx:
        nginx.terminate()
        nginx.wait()
    if os.path.exists(work + "/pg/data/postmaster.pid"):
        try:
            as_nobody(PG + "/pg_ctl", "-D", work + "/pg/data", "-m", "immediate", "stop")
        except subprocess.CalledProcessError:
            pass
    if os.environ.get("KEEP") != "1":
        shutil.rmtree(work, ignore_errors=True)
