"""Starts the server on a folder that bench_lists_seed has filled and times its lists; see lists.sh."""

import http.client
import json
import pathlib
import re
import shutil
import subprocess
import sys
import time
import urllib.parse

GOAL_MS = 100
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
        try:
            self.connection.request(method, path, body, self.headers)
            response = self.connection.getresponse()
        except http.client.RemoteDisconnected:  # the server ends connections on which nothing is asked for a while
            self.connection.close()
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
    """The address of a page far down the list, or of its last one."""
    for _ in range(pages):
        headers = client.ask("GET", path)[1]
        if "Link" not in headers:
            break
        path = next_page(headers)
    return path


def day(ago):
    return time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() - ago * 86400))


# What a search can meet: one report in a thousand, one in fifty, every one, one that ran in the deep past alone, none.
NAMES = {"": "", "a name": "region 123", "a short name": "region 12", "every name": "region", "an old name": "archive",
         "no name": "nowhere"}
RESULTS = {"": "", "failed": "failed", "failed or in part": "failed,partial", "sent": "success",
           "cancelled (1 in 100,000)": "cancelled", "under way": "running,queued"}


def address(path, **query):
    """Without what is empty."""
    return path + "?" + urllib.parse.urlencode({name: value for name, value in query.items() if value})


def runs_paths(client):
    def label(*words):
        return ", ".join(["runs", *(word for word in words if word)])

    paths = {}
    for name, q in NAMES.items():
        for result, status in RESULTS.items():
            paths[label(name, result)] = address("/v1/runs", limit=50, q=q, status=status)
        for cause in ("schedule", "manual", "test"):
            paths[label(name, "by " + cause)] = address("/v1/runs", limit=50, q=q, cause=cause)
        paths[label(name, "manual and failed")] = address("/v1/runs", limit=50, q=q, cause="manual", status="failed")
        paths[label(name, "a day two months ago")] = address("/v1/runs", limit=50, q=q, to=day(60), **{"from": day(61)})
        paths[label(name, "the oldest")] = address("/v1/runs", limit=50, q=q, to=day(98))
    paths["runs, page 200"] = deep(client, "/v1/runs?limit=1000", 10).replace("limit=1000", "limit=50")
    for result, status in RESULTS.items():
        paths[label("a dashboard", result)] = address("/v1/runs", limit=50, dashboard_id="dash_00001", status=status)
    return paths


def report_paths(client):
    paths = {}
    for name, q in NAMES.items():
        for sort in ("name", "-name", "next_run_at", "-next_run_at", "last_run_at", "-last_run_at"):
            paths[", ".join(["reports", *([name] if name else []), "by " + sort])] = address(
                "/v1/reports", view="rows", limit=50, q=q, sort=sort)
    for label, filters in {"failed": {"status": "failed"}, "cancelled": {"status": "cancelled"},
                           "paused": {"enabled": "false"}, "a tag": {"tag": "board"}, "no tag": {"tag": "none"},
                           "a dashboard": {"dashboard_id": "dash_00001"}, "an owner": {"owner": "1"},
                           "no owner": {"owner": "77"}}.items():
        paths["reports, " + label] = address("/v1/reports", view="rows", limit=50, sort="-last_run_at", **filters)
    paths["reports, page 200"] = deep(client, "/v1/reports?view=rows&limit=1000", 10).replace("limit=1000", "limit=50")
    return paths


def other_paths(is_admin):
    paths = {"events": "/v1/events?order=desc&limit=50",
             "events, one in 100,000": "/v1/events?order=desc&limit=50&types=report.deleted",
             "outbox": "/v1/outbox?limit=50"}
    for label, filters in {"": {}, ", rejected": {"status": "rejected"}, ", unknown": {"status": "unknown"},
                           ", to webhooks": {"channel": "webhook"}}.items():
        paths["deliveries" + label] = address("/v1/deliveries", limit=50, **filters)
    for label, filters in {"": {}, ", rejected": {"status": "rejected"}}.items():
        paths["deliveries of webhooks" + label] = address("/v1/webhook_deliveries", limit=50, **filters)
    if is_admin:
        for label, filters in {"": {}, ", one in 100,000": {"action": "settings.updated"}, ", none": {"action": "none"},
                               ", somebody": {"actor": "Zoe"}, ", a thing": {"resource": "report 77"}}.items():
            paths["audit" + label] = address("/v1/audit", limit=50, **filters)
    return paths


def today_paths():
    return {"today": "/v1/today",
            "yesterday in another zone": "/v1/today?timezone=America/New_York&date="
                                         + time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400))}


def measure(name, client, owner):
    """Prints a line for each list; returns the slowest p95 and how many are over the goal."""
    newest = owner.ask("GET", "/v1/runs?limit=1")[0][0]
    paths = runs_paths(client) | report_paths(client) | other_paths(client is owner) | today_paths()
    if client is owner:
        paths |= {"a run": f"/v1/runs/{newest['id']}",
                  "runs of a report": f"/v1/reports/{newest['report_id']}/runs?limit=50"}
    print(f"{name:48}  p50 ms  p95 ms")
    worst, over = 0, 0
    for label, path in paths.items():
        times = client.time(path)
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        worst = max(worst, p95)
        over += p95 > GOAL_MS
        print(f"  {label:46}  {p50:6.1f}  {p95:6.1f}{'  OVER' if p95 > GOAL_MS else ''}", flush=True)
    return worst, over


def open_categories(owner, is_open):
    """Lets everybody read the categories for which `is_open(name)` holds, and only admins the others."""
    for category in owner.ask("GET", "/v1/categories")[0]:
        grants = [] if is_open(category["name"]) else [{"role": "admin", "level": "manage"}]
        owner.ask("PATCH", f"/v1/categories/{category['id']}", json.dumps({"grants": grants}))


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
        results = [measure("an admin", admin, admin)]
        for name, is_open in {"a viewer of half": lambda name: name[-1] in "13579",
                              "a viewer of one report": lambda name: name == "Archive",
                              "a viewer of nothing": lambda name: False}.items():
            open_categories(admin, is_open)
            results.append(measure(name, Client(server.address, viewer["token"]), admin))
        print(f"slowest p95: {max(worst for worst, _ in results):.1f} ms; "
              f"{sum(over for _, over in results)} over {GOAL_MS} ms")
    finally:
        server.stop()
        if not keep:
            shutil.rmtree(folder)


main()
