"""Measures the Python tool: does what Worker.java does, and prints the same lines."""

import sys
import time

_, job, database, scripts, calls = sys.argv
began = time.perf_counter_ns()

from pathlib import Path

from fastmigrate.core import create_db_backup, run_migrations

out = sys.stdout
sys.stdout = sys.stderr
for _ in range(int(calls)):
    if job == "backup":
        done = create_db_backup(Path(database))
    else:
        done = run_migrations(Path(database), Path(scripts))
    ended = time.perf_counter_ns()
    if not done:
        sys.exit("the Python tool failed")
    print("nanos", ended - began, file=out)
    began = time.perf_counter_ns()

try:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            print("peak", line.split()[1], file=out)
except OSError:
    pass
