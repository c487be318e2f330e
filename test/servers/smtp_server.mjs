// A real SMTP server for tests: npm smtp-server, with faults chosen by the recipient's local part and a ledger of
// every message it took responsibility for.
//
// Environment: PORT (0 = any), LEDGER (file), TLS (none | starttls | implicit), CERTIFICATES (folder to make
// the certificate in), AUTH (user:password, then required), MAILBOX (folder: each message also as <n>.eml), SLOW_MS.
// First line on standard output: {"port":N,"ca_file":"..."}.
//
// Recipients:  defer@            451 at RCPT            reject@           550 at RCPT
//              reject-once@      550 at the first RCPT  reject-markup@    550 with words that look like HTML
//              defer-data@       451 after the dot      reject-data@      554 after the dot
//              drop-at-rcpt@     closes at RCPT         drop-before-dot@  closes in DATA, after 64 KiB
//              drop-after-dot@   takes the message, closes without an answer
//              drop-after-dot-once@  the same at the first try of a message, 250 at the next
//              slow-after-dot@   answers SLOW_MS (default 1000) after the dot
//              silent-after-dot@ takes the message, never answers
//              silent-at-rcpt@   never answers RCPT     silent-at-quit@   250, then no answer to QUIT
// Everybody else is accepted with "250 ... queued as <n>".
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { SMTPServer } from "smtp-server";

import { announce, makeCertificate, openLedger, stopOnSignal } from "./shared.mjs";

const tls = process.env.TLS || "none";
const slowMs = Number(process.env.SLOW_MS || 1000);
const [wantedUser, wantedPassword] = (process.env.AUTH || "").split(":");
const certificate = tls === "none" ? undefined : makeCertificate(process.env.CERTIFICATES || undefined);
const ledger = openLedger(process.env.LEDGER);
const droppedOnce = new Set();
const rejectedOnce = new Set();
let accepted = 0;

function refusal(code, text) {
    return Object.assign(new Error(text), { responseCode: code });
}

function connectionOf(session) {
    return [...server.connections].find((connection) => connection.id === session.id);
}

function cut(session) {
    connectionOf(session)?._socket.destroy();
}

function localPart(session) {
    return (session.envelope.rcptTo[0]?.address || "").split("@")[0];
}

function onRcptTo(address, session, callback) {
    const local = address.address.split("@")[0];
    if (local === "defer") return callback(refusal(451, "4.7.1 Greylisted, come back later"));
    if (local === "reject") return callback(refusal(550, "5.1.1 No such mailbox here"));
    if (local === "reject-once" && !rejectedOnce.has(address.address)) {
        rejectedOnce.add(address.address);
        return callback(refusal(550, "5.2.2 The mailbox is full"));
    }
    if (local === "reject-markup") return callback(refusal(550, "5.1.1 <img src=x onerror=alert(1)> is not known"));
    if (local === "drop-at-rcpt") return cut(session);
    if (local === "silent-at-rcpt") return;
    callback();
}

function take(session, message, answered) {
    const head = message.subarray(0, 64 * 1024).toString("latin1");
    const number = ++accepted;
    ledger.append({
        from: session.envelope.mailFrom ? session.envelope.mailFrom.address : "",
        to: session.envelope.rcptTo.map((recipient) => recipient.address),
        sha256: createHash("sha256").update(message).digest("hex"),
        message_id: /^message-id:\s*<([^>]*)>/im.exec(head)?.[1] || "",
        bytes: message.length,
        user: session.user || "",
        tls: Boolean(session.secure),
        answered,
    });
    if (process.env.MAILBOX) writeFileSync(join(process.env.MAILBOX, `${number}.eml`), message);
    return number;
}

function answerAfterDot(session, message, callback) {
    const local = localPart(session);
    if (local === "defer-data") return callback(refusal(451, "4.3.0 Temporary trouble storing it"));
    if (local === "reject-data") return callback(refusal(554, "5.7.1 Refused by content"));
    const key = createHash("sha256").update(message).digest("hex");
    const dropsNow = local === "drop-after-dot" || (local === "drop-after-dot-once" && !droppedOnce.has(key));
    if (dropsNow) {
        droppedOnce.add(key);
        take(session, message, false);
        return cut(session);
    }
    if (local === "silent-after-dot") return void take(session, message, false);
    const number = take(session, message, true);
    const answer = () => callback(null, `OK queued as ${number}`);
    if (local === "slow-after-dot") return void setTimeout(answer, slowMs);
    answer();
    if (local === "silent-at-quit") connectionOf(session)?._socket.pause();
}

function onData(stream, session, callback) {
    const chunks = [];
    let bytes = 0;
    stream.on("data", (chunk) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes >= 64 * 1024 && localPart(session) === "drop-before-dot") cut(session);
    });
    stream.on("end", () => answerAfterDot(session, Buffer.concat(chunks), callback));
}

function onAuth(auth, session, callback) {
    const known = auth.username === wantedUser && auth.password === wantedPassword;
    if (known) return callback(null, { user: auth.username });
    callback(new Error("5.7.8 Authentication credentials invalid"));
}

const server = new SMTPServer({
    secure: tls === "implicit",
    ...(certificate ? { key: certificate.key, cert: certificate.cert } : {}),
    disabledCommands: [...(tls === "starttls" ? [] : ["STARTTLS"]), ...(wantedUser ? [] : ["AUTH"])],
    authOptional: !wantedUser,
    disableReverseLookup: true,
    size: 256 * 1024 * 1024,
    onRcptTo,
    onData,
    onAuth,
});
// A client that leaves in the middle is part of the tests, not a fault of the server.
server.on("error", () => {});
server.listen(Number(process.env.PORT || 0), "127.0.0.1", () => {
    announce({ port: server.server.address().port, ca_file: certificate?.certificateFile || "" });
});
stopOnSignal(() => ledger.close());
