#!/usr/bin/env bash
# Kills the service with SIGKILL while batches are being pushed, again and again, and then checks that every event that was
# acknowledged is stored exactly once: sent again it is a duplicate, and the figures count it once.
# Usage: kill-and-restart.sh PROGRAM [ROUNDS]      PROGRAM = published dossier-monitor; 5 rounds by default
set -uo pipefail
program=$1
rounds=${2:-5}
work=$(mktemp -d)
pid=""
trap 'kill -9 $pid 2>/dev/null; rm -rf "$work"' EXIT
export DOSSIER__LOGLEVEL=Fatal DOSSIER__ADMINKEY=rig-rig-rig-rig-rig-rig-rig-rig-rig

curl() { command curl -H "Authorization: Bearer $DOSSIER__ADMINKEY" "$@"; }

start() {
    "$program" serve --urls http://127.0.0.1:0 --database "sqlite:$work/rig.db" >"$work/out" 2>>"$work/err" &
    pid=$!
    address=""
    for _ in $(seq 150); do
        address=$(sed -n 's/^Listening: //p' "$work/out" | head -1)
        [ -n "$address" ] && return 0
        sleep 0.1
    done
    echo "the service did not start"; cat "$work/err"; exit 1
}

# Batch number N holds the 50 dossiers N-1 … N-50, received on one day.
batch() {
    local n=$1 i sep="["
    for i in $(seq 50); do
        printf '%s{"specversion":"1.0","id":"%s-%s","source":"/rig","type":"dossier.received","subject":"%s-%s","time":"2022-11-03T08:15:00+07:00","data":{"unit":"502","procedure":"SAMPLE-JUSTICE-02"}}' "$sep" "$n" "$i" "$n" "$i"
        sep=","
    done
    printf ']'
}

n=0
: >"$work/acknowledged"
for round in $(seq "$rounds"); do
    start
    kill_after=$((RANDOM % 2)).$((RANDOM % 8 + 2))
    (sleep "$kill_after"; kill -9 $pid) 2>/dev/null &
    while :; do
        n=$((n + 1))
        batch $n >"$work/batch-$n"
        answer=$(curl -s -m 5 -X POST "$address/v1/events" -H 'Content-Type: application/json' -d @"$work/batch-$n") || break
        case $answer in *'"accepted":50,'*) echo $n >>"$work/acknowledged" ;; *) break ;; esac
    done
    wait $pid 2>/dev/null
done

start
acknowledged=$(wc -l <"$work/acknowledged")
lost=0
while read -r number; do
    answer=$(curl -s -X POST "$address/v1/events" -H 'Content-Type: application/json' -d @"$work/batch-$number")
    case $answer in *'"duplicates":50,'*) ;; *) lost=$((lost + 1)); echo "batch $number: $answer" | head -c 300; echo ;; esac
done <"$work/acknowledged"

# The batches that were cut off: sent again until there is an answer, they are whole as well.
for number in $(seq $n); do
    [ -e "$work/batch-$number" ] && curl -s -o /dev/null -X POST "$address/v1/events" -H 'Content-Type: application/json' -d @"$work/batch-$number"
done
received=$(curl -s "$address/v1/on-time?by=district&from=2022-11-01&to=2022-11-30" | sed 's/.*"total":{"carriedOver":[0-9]*,"received":\([0-9]*\).*/\1/')
kill -TERM $pid; wait $pid
echo "killed $rounds times, $acknowledged batches acknowledged, $lost lost; $received of $((n * 50)) events counted"
[ "$lost" -eq 0 ] && [ "$acknowledged" -gt 0 ] && [ "$received" -eq $((n * 50)) ]
