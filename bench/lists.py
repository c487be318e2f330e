"""Starts the server on a folder that bench_lists_seed has filled and times its lists; see lists.sh."""

import http.client
import json
import pathlib
import re
import shutil
import subprocess
import sys
import time

ROUNDS = 25
WARM_UP = 3


class Server:
    def __init__(self, build, folder):
        self.program = build / "presstime"
        self.folder = folder
        self.process = subprocess.Popen(
            [self.program, "serve", "--data-dir", folder, "--listen", "127.0.0.1:0", "--workers", "1"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if found := re.search(r"http://(127\.0\.0\.1:\d+)", line):
                self.address = found.group(1)
                return
        sys.exit("the server did not start")

    def token(self, *role):
        made = subprocess.run([self.program, "token", "create", "--data-dir", self.folder, "--name", "bench", *role],
                              capture_output=True, text=True, check=True)
        return re.search(r"pt_\w+", made.stdout).group(0)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


class Client:
    def __init__(self, address, token):
        self.connection = http.client.HTTPConnection(address)
        self.headers = {"Authorization": "Bearer " + token}

    def ask(self, method, path, body=None):
        self.connection.request(method, path, body, self.headers)
        response = self.connection.getresponse()
        text = response.read()
        if response.status >= 400:
            sys.exit(f"{method} {path}: {response.status} {text[:200]}")
        return json.loads(text), response.headers

    def time(self, path):
        """Milliseconds, sorted."""
        times = []
        for turn in range(WARM_UP + ROUNDS):
            start = time.perf_counter()
            self.ask("GET", path)
            if turn >= WARM_UP:
                times.append((time.perf_counter() - start) * 1000)
        return sorted(times)


def next_page(headers):
    return re.search(r"<([^>]*)>", headers["Link"]).group(1)


def deep(client, path, pages):
    """The address of a page far down the list."""
    for _ in range(pages):
        path = next_page(client.ask("GET", path)[1])
    return path


def measure(name, client):
    newest = client.ask("GET", "/v1/runs?limit=1")[0][0]
    paths = {
        "today": "/v1/today",
        "yesterday in another zone": "/v1/today?timezone=America/New_York&date="
                                     + time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400)),
        "runs, first page": "/v1/runs?limit=50",
        "runs, page 200": deep(client, "/v1/runs?limit=1000", 10).replace("limit=1000", "limit=50"),
        "runs, failed": "/v1/runs?limit=50&status=failed,partial",
        "runs, a name": "/v1/runs?limit=50&q=region%20123",
        "runs, a name and failed": "/v1/runs?limit=50&q=region%20123&status=failed",
        "runs, a name that is nowhere": "/v1/runs?limit=50&q=nowhere",
        "runs, a dashboard": "/v1/runs?limit=50&dashboard_id=dash_00001",
        "runs, started by hand": "/v1/runs?limit=50&cause=manual",
        "runs, a day two months ago": "/v1/runs?limit=50&to="
                                      + time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() - 60 * 86400)),
        "reports, first page": "/v1/reports?view=rows&limit=50",
        "reports, page 200": deep(client, "/v1/reports?view=rows&limit=1000", 10).replace("limit=1000", "limit=50"),
        "reports, a name": "/v1/reports?view=rows&limit=50&q=region%20123",
        "reports, by last run": "/v1/reports?view=rows&limit=50&sort=-last_run_at",
        "reports, by next run": "/v1/reports?view=rows&limit=50&sort=next_run_at",
        "reports, failed": "/v1/reports?view=rows&limit=50&status=failed",
        "reports, a tag": "/v1/reports?view=rows&limit=50&tag=board",
        "a run": f"/v1/runs/{newest['id']}",
        "runs of a report": f"/v1/reports/{newest['report_id']}/runs?limit=50",
    }
    print(f"{name:44}  p50 ms  p95 ms")
    worst = 0
    for label, path in paths.items():
        times = client.time(path)
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        worst = max(worst, p95)
        print(f"  {label:42}  {p50:6.1f}  {p95:6.1f}", flush=True)
    return worst


def main():
    build = pathlib.Path(sys.argv[1])
    options = sys.argv[2:]
    keep = "--keep" in options
    options = [option for option in options if option != "--keep"]
    folder = pathlib.Path("build/bench/lists")
    if not (folder / "presstime.db").exists():
        subprocess.run([build / "bench" / "bench_lists_seed", "--folder", folder, *options], check=True)
    server = Server(build, folder)
    try:
        admin = Client(server.address, server.token("--scope", "admin"))
        viewer = admin.ask("POST", "/v1/tokens", json.dumps({"name": "few", "scope": "read", "role": "viewer"}))[0]
        worst = measure("an admin", admin)
        worst = max(worst, measure("a viewer of half the categories", Client(server.address, viewer["token"])))
        print(f"slowest p95: {worst:.1f} ms")
    finally:
        server.stop()
        if not keep:
            shutil.rmtree(folder)


main()
