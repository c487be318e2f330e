// A real HTTP receiver for tests: what it does with a request is chosen by the path, and every request whose body
// arrived whole is in the ledger.
//
// Environment: PORT (0 = any), LEDGER (file), TLS (none | implicit), CERTIFICATES (folder), BODIES (folder: each
// body also as <n>.bin). First line on standard output: {"port":N,"ca_file":"..."}.
//
// /ok (also any unknown path)  200      /500, /404, any three digits: that status (?retry-after=V adds the header)
// /redirect   302 to /redirected        /flaky?fail=N   500 for the first N requests of that URL, then 200
// /slow?ms=N  after N ms (else never)   /drip   200, then a byte of body every 20 ms without end
// /big        200 with an endless body  /cut    takes the body, closes without an answer
// /reset      resets at the header      /half   200 and half of the promised body
// /early      200 and close, unread     /headers   200 with a megabyte of headers
// /control    400 with control characters and broken UTF-8 in the body
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { join } from "node:path";

import { announce, makeCertificate, openLedger, stopOnSignal } from "./shared.mjs";

const secure = process.env.TLS === "implicit";
const certificate = secure ? makeCertificate(process.env.CERTIFICATES || undefined) : undefined;
const ledger = openLedger(process.env.LEDGER);
const seen = new Map();
let received = 0;

function end(response, status, body, headers = {}) {
    response.writeHead(status, { "Content-Type": "text/plain", ...headers });
    response.end(body);
}

function drip(response) {
    response.writeHead(200, { "Content-Type": "text/plain" });
    const timer = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(timer));
}

function flood(response) {
    response.writeHead(200, { "Content-Type": "application/octet-stream" });
    const block = Buffer.alloc(64 * 1024, 0x61);
    const pump = () => {
        while (!response.destroyed && response.write(block));
    };
    response.on("drain", pump);
    pump();
}

function half(request, response) {
    response.writeHead(200, { "Content-Length": 1000 });
    response.write("half of it", () => request.socket.destroy());
}

function flaky(request, url, response) {
    const count = (seen.get(request.url) || 0) + 1;
    seen.set(request.url, count);
    const fails = count <= Number(url.searchParams.get("fail") || 1);
    end(response, fails ? 500 : 200, fails ? "not yet" : "ok");
}

function withheld(path, url) {
    return path === "/cut" || (path === "/slow" && !url.searchParams.get("ms"));
}

function answer(request, response, url) {
    const path = url.pathname;
    const digits = /^\/([1-5]\d\d)$/.exec(path);
    const retryAfter = url.searchParams.get("retry-after");
    const headers = retryAfter === null ? {} : { "Retry-After": retryAfter };
    if (digits) return end(response, Number(digits[1]), `status ${digits[1]}`, headers);
    switch (path) {
        case "/redirect": return end(response, 302, "elsewhere", { Location: "/redirected" });
        case "/flaky": return flaky(request, url, response);
        case "/slow": {
            const ms = url.searchParams.get("ms");
            return ms ? void setTimeout(() => end(response, 200, "slow ok"), Number(ms)) : undefined;
        }
        case "/drip": return drip(response);
        case "/big": return flood(response);
        case "/cut": return request.socket.destroy();
        case "/half": return half(request, response);
        case "/headers": return end(response, 200, "ok", { "X-Large": "a".repeat(1024 * 1024) });
        case "/control": return end(response, 400, Buffer.from("bad\r\n\x1b[31m\xff input", "latin1"));
        default: return end(response, 200, "ok");
    }
}

function onRequest(request, response) {
    const url = new URL(request.url, "http://receiver");
    if (url.pathname === "/reset") return request.socket.resetAndDestroy();
    if (url.pathname === "/early") return end(response, 200, "ok", { Connection: "close" });
    const hash = createHash("sha256");
    const kept = [];
    let bytes = 0;
    request.on("data", (chunk) => {
        hash.update(chunk);
        bytes += chunk.length;
        if (process.env.BODIES) kept.push(chunk);
    });
    request.on("error", () => {});
    request.on("end", () => {
        ledger.append({
            method: request.method, path: request.url, headers: request.headers, bytes,
            sha256: hash.digest("hex"), answered: !withheld(url.pathname, url),
        });
        if (process.env.BODIES) writeFileSync(join(process.env.BODIES, `${++received}.bin`), Buffer.concat(kept));
        answer(request, response, url);
    });
}

const options = { maxHeaderSize: 64 * 1024 };
const server = certificate
    ? https.createServer({ ...options, key: certificate.key, cert: certificate.cert }, onRequest)
    : http.createServer(options, onRequest);
server.on("tlsClientError", () => {});
server.listen(Number(process.env.PORT || 0), "127.0.0.1", () => {
    announce({ port: server.address().port, ca_file: certificate?.certificateFile || "" });
});
stopOnSignal(() => ledger.close());
