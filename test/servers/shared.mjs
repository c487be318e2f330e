// What the test servers share: a ledger file, a throw-away certificate, a ready line, an orderly stop.
import { execFileSync } from "node:child_process";
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Appends one JSON object a line; on the disk before the caller goes on, so that it survives a kill.
export function openLedger(path) {
    const file = path ? openSync(path, "a") : undefined;
    return {
        append(entry) {
            if (file === undefined) return;
            writeSync(file, JSON.stringify({ ...entry, at: new Date().toISOString() }) + "\n");
            fsyncSync(file);
        },
        close() {
            if (file !== undefined) closeSync(file);
        },
    };
}

// A self-signed certificate for localhost and 127.0.0.1 (or CERTIFICATE_NAMES, as openssl writes them); it is its own
// authority, so clients name it as CA file.
export function makeCertificate(folder = mkdtempSync(join(tmpdir(), "presstime-certificate-"))) {
    const keyFile = join(folder, "server-key.pem");
    const certificateFile = join(folder, "server-certificate.pem");
    const names = process.env.CERTIFICATE_NAMES || "DNS:localhost,IP:127.0.0.1";
    execFileSync("openssl", [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", `subjectAltName=${names}`,
        "-keyout", keyFile, "-out", certificateFile,
    ], { stdio: ["ignore", "ignore", "pipe"] });
    return { key: readFileSync(keyFile), cert: readFileSync(certificateFile), certificateFile };
}

export function announce(ready) {
    process.stdout.write(JSON.stringify(ready) + "\n");
}

// SIGTERM and SIGINT end the process with 0; whoever is still connected is cut off.
export function stopOnSignal(close) {
    for (const signal of ["SIGTERM", "SIGINT"]) {
        process.once(signal, () => {
            close();
            process.exit(0);
        });
    }
}
