#!/usr/bin/env python3
"""A real Prometheus scrapes the demo: do the metrics pass promtool, do the rules load, and does the alert of a missed target fire?

    python3 tests/rigs/prometheus.py PROGRAM [SECONDS]

PROGRAM is the published dossier-monitor. The demo is started with fewer dossiers, then Debian's prometheus with docs/tools/prometheus.yml
and docs/tools/alerts.yml, of which copies are made: the address, the file of the key and the intervals are others, and every `for:` is
shortened, since nobody waits an hour here. SECONDS (60 unless told) is how long Prometheus runs at least; the alerts must have fired by
then, a scrape must never have failed, none of the alerts about the service itself may fire, and each query of the Grafana dashboard
must have an answer. Ends with 1 if anything is wrong. Needs Debian's package prometheus, which has promtool too.
"""
import json, os, re, shutil, signal, subprocess, sys, tempfile, time, urllib.error, urllib.request

PROGRAM = os.path.abspath(sys.argv[1])
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 60
TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "tools")
KEY = "rig-rig-rig-rig-rig-rig-rig-rig-rig-rig"
# Of the demo it is known (README) that branches, districts and the province miss their targets, and that nothing was verified yet.
EXPECTED = {"DossierProvinceTargetMissed", "DossierBranchTargetMissed", "DossierDistrictTargetMissed"}
ALLOWED = EXPECTED | {"DossierLateBudgetNearlyUsedUp", "DossierProvinceLateBudgetNearlyUsedUp", "DossierVerificationOld"}

work = tempfile.mkdtemp(prefix="dossier-prometheus-")
started, wrong = [], []


def start(name, *command, **more):
    log = open(f"{work}/{name}.log", "w")
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=work, **more)
    started.append((name, process))
    return process


def wait_for(name, pattern, seconds):
    process = dict(started)[name]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = re.search(pattern, open(f"{work}/{name}.log").read())
        if found:
            return found.group(1)
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise SystemExit(f"{name} did not come up:\n" + open(f"{work}/{name}.log").read()[-2000:])


def promtool(*arguments, text=None, cwd=TOOLS):
    run = subprocess.run(["promtool", *arguments], input=text, capture_output=True, text=True, cwd=cwd)
    said = (run.stdout + run.stderr).strip()
    print(f"promtool {' '.join(arguments)}: {'ok' if run.returncode == 0 else 'FAILED'}" + (f"\n  {said}" if said else ""))
    # A warning about a metric is told on standard error, with any code.
    if run.returncode != 0 or (arguments[:2] == ("check", "metrics") and said):
        wrong.append("promtool " + " ".join(arguments))


def get(address, key=None):
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {key}"} if key else {})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read().decode()


def wait_until_ready(address, seconds):
    end = time.monotonic() + seconds
    while True:
        try:
            return get(address)
        except urllib.error.HTTPError as error:
            if error.code != 503 or time.monotonic() > end:
                raise SystemExit(f"{address}: {error.code} {error.read().decode()}\n" + open(f"{work}/prometheus.log").read()[-2000:])
        time.sleep(0.2)


def ask(path):
    return json.loads(get(prometheus + path))["data"]


try:
    # The demo is verified by nobody, and its clock stands still: the rules may only use the service's own times.
    start("demo", PROGRAM, "demo", "--urls", "http://127.0.0.1:0", "--dossiers", "6000", env={**os.environ, "DOSSIER__ADMINKEY": KEY})
    service = wait_for("demo", r"Ready: (http://\S+)", 120)
    print(f"demo at {service}")

    promtool("check", "metrics", text=get(service + "/metrics", KEY))
    promtool("check", "rules", "alerts.yml")
    promtool("test", "rules", "alerts.test.yml")

    with open(f"{work}/dossier-monitor.key", "w") as file:
        file.write(KEY)
    rules = open(f"{TOOLS}/alerts.yml").read()
    # Prometheus looks for its targets 5 s after its own start: until then the service is absent.
    rules, shortened = re.subn(r"^( +for:) (.*)$", lambda line: f"{line[1]} {'12s' if line[2] == '2m' else '3s'}", rules, flags=re.M)
    assert shortened >= 8, "alerts.yml has other delays than this rig shortens"
    open(f"{work}/alerts.yml", "w").write(rules)
    settings = open(f"{TOOLS}/prometheus.yml").read()
    for old, new in (("127.0.0.1:8080", service.split("//")[1]), ("scrape_interval: 30s", "scrape_interval: 2s"), ("evaluation_interval: 30s", "evaluation_interval: 1s")):
        assert old in settings, f"prometheus.yml lacks {old}"
        settings = settings.replace(old, new)
    open(f"{work}/prometheus.yml", "w").write(settings)
    promtool("check", "config", "prometheus.yml", cwd=work)

    # The port is told only in the log, and 0 is taken as it is.
    start("prometheus", "prometheus", f"--config.file={work}/prometheus.yml", f"--storage.tsdb.path={work}/data", "--web.listen-address=127.0.0.1:0", "--log.level=info")
    prometheus = "http://" + wait_for("prometheus", r"[Ll]istening on\"? .*address=(127\.0\.0\.1:\d+)", 60)
    # It listens before it has opened its storage, and answers 503 until then.
    wait_until_ready(prometheus + "/-/ready", 60)
    since = time.monotonic()
    fired, down = {}, 0
    while time.monotonic() - since < SECONDS or (not EXPECTED <= fired.keys() and time.monotonic() - since < max(60, SECONDS)):
        for alert in ask("/api/v1/alerts")["alerts"]:
            if alert["state"] == "firing":
                name = alert["labels"]["alertname"]
                if name not in fired:
                    fired[name] = time.monotonic() - since
                    print(f"{fired[name]:5.1f} s  {name} fires: {alert['annotations']['summary_vi']} · {alert['annotations']['summary_en']}")
        down += sum(1 for target in ask("/api/v1/targets?state=active")["activeTargets"] if target["health"] == "down")
        time.sleep(0.5)

    if down:
        wrong.append("a scrape failed")
    for name in sorted(EXPECTED - fired.keys()):
        wrong.append(f"{name} has not fired")
    for name in sorted(fired.keys() - ALLOWED):
        wrong.append(f"{name} fires, and should not")
    for group in ask("/api/v1/rules")["groups"]:
        for rule in group["rules"]:
            if rule["health"] != "ok":
                wrong.append(f"{rule['name']} is {rule['health']}: {rule.get('lastError')}")
    # What the dashboard asks Prometheus is a question that has an answer.
    for panel in json.load(open(f"{TOOLS}/grafana-dashboard.json"))["panels"]:
        for expression in (target["expr"] for target in panel["targets"] if "expr" in target):
            asked = expression.replace("$definition", "strict").replace("$__rate_interval", "1m")
            try:
                # Nobody has verified the demo.
                empty = not ask("/api/v1/query?query=" + urllib.request.quote(asked))["result"] and "verification" not in asked
            except urllib.error.HTTPError as error:
                empty = error.read().decode()
            if empty:
                wrong.append(f"the panel {panel['title']} has no answer: {empty}")
    scrapes = ask("/api/v1/query?query=" + urllib.request.quote("max_over_time(scrape_duration_seconds[10m])"))["result"]
    series = ask("/api/v1/query?query=" + urllib.request.quote("scrape_samples_scraped"))["result"]
    print(f"scraped {series[0]['value'][1]} series; the longest scrape took {float(scrapes[0]['value'][1]):.3f} s; alerts at " + ", ".join(
        f"{a['labels'].get('unit', a['labels'].get('target', '?'))}" for a in ask("/api/v1/alerts")["alerts"] if a["labels"]["alertname"] in EXPECTED))
finally:
    for _, process in reversed(started):
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for _, process in reversed(started):
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
    shutil.rmtree(work, ignore_errors=True)

print("wrong: " + "; ".join(wrong) if wrong else "all as it should be")
sys.exit(1 if wrong else 0)
