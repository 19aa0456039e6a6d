#!/usr/bin/env python3
"""Mutation test of the domain: every mutant in a fresh process with the tests of DossierMonitor.Domain.Tests.

Stryker.NET makes the mutants (all of them in one assembly, switched on by number); this script judges them. Stryker's own
judge does not fit here: its Microsoft.Testing.Platform runner (5.1.0) keeps one test process for many mutants, so a
calendar or table that a static field built under one mutant is still there under the next ones, which then die or
survive by accident. Usage, from anywhere:

    python3 tests/rigs/mutation/run.py [--only Rates/ ...] [--jobs 2] [--again last.json]

Ends with 1 when less than 90 % of the mutants die. Texts of exceptions are not mutated (ignore-methods in
stryker-config.json): they are for developers and no test should hold them still.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
TESTS = os.path.join(ROOT, "tests", "DossierMonitor.Domain.Tests")
WORK = os.path.join(ROOT, "artifacts", "mutation")
BIN = os.path.join(WORK, "bin")
MARKER = "STRYKER_MUTANT_FILE".encode("utf-16-le")
# The tests that most likely kill a folder's mutants come first; the others follow only if these do not.
FIRST = {"Dossiers": ["Golden", "Dossiers"]}
BREAK_AT = 90


def make_mutants():
    """Runs Stryker on the project with one empty test; returns its report and keeps the assembly with the mutants."""
    report, mutated = os.path.join(WORK, "stryker"), os.path.join(WORK, "mutated.dll")
    shutil.rmtree(WORK, ignore_errors=True)
    os.makedirs(WORK)
    domain = os.path.join(HERE, "bin", "Debug", "net10.0", "DossierMonitor.Domain.dll")
    shutil.rmtree(os.path.join(HERE, "bin"), ignore_errors=True)
    subprocess.run(["dotnet", "tool", "restore"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(WORK, "stryker.log"), "w", encoding="utf-8") as log:
        stryker = subprocess.Popen(
            ["dotnet", "stryker", "--skip-version-check", "-O", report], cwd=HERE, stdout=log, stderr=subprocess.STDOUT)
        # Stryker puts the original back when it is done.
        last = b""
        while stryker.poll() is None:
            time.sleep(0.5)
            try:
                with open(domain, "rb") as file:
                    now = file.read()
            except FileNotFoundError:
                continue
            if MARKER in now and now == last:
                with open(mutated, "wb") as file:
                    file.write(now)
            last = now
    if not os.path.exists(mutated) or stryker.returncode != 0:
        sys.exit(f"Stryker made no mutants; see {os.path.join(WORK, 'stryker.log')}")
    subprocess.run(["dotnet", "build", TESTS, "-m:1", "-v:q", "-nologo"], check=True)
    shutil.copytree(os.path.join(TESTS, "bin", "Debug", "net10.0"), BIN)
    shutil.copy(mutated, os.path.join(BIN, "DossierMonitor.Domain.dll"))
    with open(os.path.join(report, "reports", "mutation-report.json"), encoding="utf-8") as file:
        return json.load(file)


def mutants_of(report):
    for path, file in sorted(report["files"].items()):
        name = path.split("DossierMonitor.Domain/")[-1]
        lines = file["source"].split("\n")
        for mutant in sorted(file["mutants"], key=lambda m: int(m["id"])):
            start, end = mutant["location"]["start"], mutant["location"]["end"]
            line = lines[start["line"] - 1]
            one_line = start["line"] == end["line"]
            yield {
                "id": int(mutant["id"]),
                "folder": name.split("/")[0],
                "at": f"{name}:{start['line']}",
                "kind": mutant["mutatorName"],
                "from": line[start["column"] - 1:end["column"] - 1] if one_line else line[start["column"] - 1:] + "…",
                "to": " ".join(mutant["replacement"].split()),
                # CompileError and Ignored stay as they are; everything else is judged here.
                "status": mutant["status"] if mutant["status"] in ("CompileError", "Ignored") else None,
            }


def suite(mutant_id, arguments, timeout):
    file = os.path.join(WORK, f"mutant-{mutant_id}")
    with open(file, "wb") as active:
        active.write(mutant_id.to_bytes(4, "little", signed=True))
    environment = dict(os.environ, STRYKER_MUTANT_FILE=file, DOTNET_TieredPGO="0")
    environment.setdefault("DOSSIER_TEST_ITERATIONS_DIVISOR", "50")
    command = ["dotnet", os.path.join(BIN, "DossierMonitor.Domain.Tests.dll"), "-stopOnFail", "-noColor", "-noLogo", "-maxThreads", "1"]
    try:
        run = subprocess.run(
            command + arguments, env=environment, cwd=BIN, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return "Timeout", ""
    finally:
        os.remove(file)
    if run.returncode == 0:
        total = re.search(r"Total: (\d+), Errors: 0, Failed: 0", run.stdout)
        return ("Survived" if total and int(total.group(1)) > 0 else "NoTests"), run.stdout
    return "Killed", run.stdout


def judge(mutant):
    namespaces = ["DossierMonitor.Domain.Tests." + name for name in FIRST.get(mutant["folder"], [mutant["folder"]])]
    steps = [["-namespace", name] for name in namespaces]
    steps.append([word for name in namespaces for word in ("-namespace-", name)])
    for step in steps:
        status, output = suite(mutant["id"], step, 180)
        if status != "Survived":
            failed = re.search(r"^\s+(DossierMonitor\.\S+?)(?:\(.*)? \[FAIL\]", output, re.M)
            return dict(mutant, status=status, by=failed.group(1) if failed else "")
    return dict(mutant, status="Survived")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="*", default=[""], help="judge the mutants of files whose path begins so")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--again", help="a result of the same source: judge only what did not die then")
    options = parser.parse_args()
    begun = time.time()
    before = {}
    if options.again:
        with open(options.again, encoding="utf-8") as file:
            before = {mutant["id"]: mutant for mutant in json.load(file)}
    mutants = [m for m in mutants_of(make_mutants()) if any(m["at"].startswith(only) for only in options.only)]
    made = time.time()
    status, output = suite(-1, [], 600)
    if status != "Survived":
        sys.exit(f"The tests fail without a mutant:\n{output}")
    died = {m["id"] for m in before.values() if m["status"] in ("Killed", "Timeout")}
    results = [before[m["id"]] for m in mutants if m["id"] in died]
    results += [m for m in mutants if m["status"]]
    todo = [m for m in mutants if not m["status"] and m["id"] not in died]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for result in pool.map(judge, todo):
            results.append(result)
            if result["status"] != "Killed":
                print(f"{result['status']} {result['at']} [{result['kind']}] {result['from']} -> {result['to'][:120]}", flush=True)
    results.sort(key=lambda m: m["id"])
    with open(os.path.join(WORK, "result.json"), "w", encoding="utf-8") as file:
        json.dump(results, file, indent=1)
    folders = collections.defaultdict(collections.Counter)
    for result in results:
        folders[result["folder"]][result["status"]] += 1
        folders["all"][result["status"]] += 1
    print(f"{'':12}{'died':>6}{'survived':>10}{'score':>9}   (killed, timeout; not compiled, ignored)")
    folders["all"] = folders.pop("all", collections.Counter())
    score = 0.0
    for folder, count in folders.items():
        killed, timeout, ignored, uncompiled = (count.pop(name, 0) for name in ("Killed", "Timeout", "Ignored", "CompileError"))
        survived = sum(count.values())
        score = 100.0 * (killed + timeout) / max(1, killed + timeout + survived)
        print(f"{folder:12}{killed + timeout:6}{survived:10}{score:8.1f} %   ({killed}, {timeout}; {uncompiled}, {ignored})")
    print(f"{len(todo)} mutants judged in {time.time() - made:.0f} s, made in {made - begun:.0f} s; {os.path.join(WORK, 'result.json')}")
    sys.exit(0 if score >= BREAK_AT else 1)


if __name__ == "__main__":
    main()
