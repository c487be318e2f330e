"""Times a server from its start to its first line of output, and reads its resident memory when idle."""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

NODE = "require('http').createServer((q, r) => r.end()).listen(0, '127.0.0.1', () => console.log('ready'))"


def measure(command):
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert child.stdout.readline().startswith("ready")
    seconds = time.perf_counter() - begun
    time.sleep(0.5)  # a moment to come to rest: what is read is the idle size
    with open(f"/proc/{child.pid}/smaps_rollup") as rollup:
        pss = next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    with open(f"/proc/{child.pid}/status") as status:
        rss = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
    child.terminate()
    child.wait()
    return seconds * 1000, rss / 1024, pss / 1024


def main():
    binary = os.path.join(sys.argv[1], "presstime")
    folder = tempfile.mkdtemp(prefix="presstime-bench-")
    ours, peer = [], []
    try:
        for _ in range(7):
            ours.append(measure([binary, "serve", "--data-dir", folder, "--listen", "127.0.0.1:0"]))
            peer.append(measure(["node", "-e", NODE]))
    finally:
        shutil.rmtree(folder)
    for name, column, unit in (("start to listening", 0, "ms"), ("idle RSS", 1, "MiB"), ("idle PSS", 2, "MiB")):
        a = statistics.median(row[column] for row in ours)
        b = statistics.median(row[column] for row in peer)
        print(f"{name:20} presstime {a:7.1f} {unit}   node {b:7.1f} {unit}   ratio {a / b:.2f}")


main()
