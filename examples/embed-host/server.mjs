// An application with two tenants that shows each of them their own rows of one Presstime dashboard, and mails them the
// reports they subscribe to. Node.js alone, no framework: `node server.mjs`. README.md says what to start first.
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
// In an application of your own: from '@presstime/node'.
import { createSigner, Presstime } from '../../sdk/node/src/index.js';
import { accessOf, people, scheduleOptions } from './people.mjs';
import { reportReceiver } from './reports.mjs';
import { hostKey, setUp } from './setup.mjs';

const here = import.meta.dirname;
const MAX_BODY_BYTES = 1 << 20;
const TOKEN_MINUTES = 10;

const page = (name) => readFileSync(path.join(here, 'pages', name), 'utf8');

// The strictest policy that a page with the element can have: its script and its calls go to Presstime, nothing is inline.
const policy = (presstimeUrl) =>
  `default-src 'none'; script-src 'self' ${presstimeUrl}; style-src 'self'; connect-src 'self' ${presstimeUrl}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

function cookieOf(request, name) {
  const found = (request.headers.cookie ?? '').split(/;\s*/).find((each) => each.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

async function bodyOf(request) {
  const pieces = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES) throw Object.assign(new Error('the body is too large'), { status: 413 });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Resolves when it listens: {url, close}. Port 0 takes a free one. */
export async function startHost({ presstimeUrl, adminToken, port = 4000, folder = here, dataFolder }) {
  const privateKey = hostKey(path.join(folder, 'keys'));
  const signer = createSigner({ privateKey, ttlInMinutes: TOKEN_MINUTES });
  const tokenOf = (reference) => signer.signDataAccessToken(accessOf(reference));
  const receive = reportReceiver({ presstimeUrl, tokenOf, outbox: path.join(folder, 'outbox') });
  const sessions = new Map(); // cookie -> reference of a person
  const signedIn = (request) => sessions.get(cookieOf(request, 'session'));

  const send = (response, status, type, text) => {
    response.writeHead(status, {
      'Content-Type': type,
      'Content-Security-Policy': policy(presstimeUrl),
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    });
    response.end(text);
  };
  const redirect = (response, to, headers = {}) =>
    response.writeHead(303, { Location: to, ...headers }).end();

  const routes = {
    'GET /': (request, response) =>
      signedIn(request)
        ? redirect(response, '/dashboard')
        : send(response, 200, 'text/html; charset=utf-8', page('index.html')),
    // A real application asks for a password here.
    'GET /login': (request, response, url) => {
      const reference = url.searchParams.get('as');
      if (!Object.hasOwn(people, reference))
        return send(response, 404, 'text/plain', 'Nobody here is called that.');
      const cookie = randomBytes(24).toString('base64url');
      sessions.set(cookie, reference);
      redirect(response, '/dashboard', { 'Set-Cookie': `session=${cookie}; HttpOnly; SameSite=Lax; Path=/` });
    },
    'GET /logout': (request, response) => {
      sessions.delete(cookieOf(request, 'session'));
      redirect(response, '/', { 'Set-Cookie': 'session=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0' });
    },
    'GET /dashboard': (request, response) => {
      const person = people[signedIn(request)];
      if (!person) return redirect(response, '/');
      const text = page('dashboard.html')
        .replaceAll('{{presstime}}', presstimeUrl)
        .replaceAll('{{name}}', person.name)
        .replaceAll('{{company}}', person.company.replaceAll('&', '&amp;'));
      send(response, 200, 'text/html; charset=utf-8', text);
    },
    // The one thing the page needs of this server: who is signed in decides what the token opens.
    'GET /token': async (request, response) => {
      const reference = signedIn(request);
      if (!reference) return send(response, 401, 'application/json', '{"error":"sign in first"}');
      send(
        response,
        200,
        'application/json',
        JSON.stringify({ token: await tokenOf(reference), scheduleOptions }),
      );
    },
    'GET /page.js': (request, response) => send(response, 200, 'text/javascript', page('page.js')),
    'GET /page.css': (request, response) => send(response, 200, 'text/css', page('page.css')),
    'POST /presstime/webhook': async (request, response) => {
      await receive(await bodyOf(request));
      response.writeHead(204).end();
    },
  };

  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url, 'http://host');
    const route = routes[`${request.method} ${url.pathname}`];
    try {
      if (route) await route(request, response, url);
      else send(response, 404, 'text/plain', 'There is nothing here.');
    } catch (error) {
      // A receiver that answers an error is asked again later: nothing is lost by failing loudly.
      console.error(`${request.method} ${url.pathname}: ${error.message}`);
      if (!response.headersSent)
        send(
          response,
          error.status ?? (error.code === 'signature' ? 401 : 500),
          'text/plain',
          'That did not work.',
        );
    }
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const presstime = new Presstime({ url: presstimeUrl, token: adminToken });
  await setUp({ presstime, privateKey, dataFolder, webhookUrl: `${url}/presstime/webhook` });
  return {
    url,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { PRESSTIME_URL = 'http://127.0.0.1:8080', PRESSTIME_TOKEN, PORT = '4000' } = process.env;
  if (!PRESSTIME_TOKEN) {
    console.error('Set PRESSTIME_TOKEN to an admin key: see README.md.');
    process.exit(2);
  }
  const dataFolder = process.env.PRESSTIME_DATA_FOLDER ?? path.join(here, 'presstime-data/data/embed-host');
  const { url } = await startHost({
    presstimeUrl: PRESSTIME_URL,
    adminToken: PRESSTIME_TOKEN,
    port: Number(PORT),
    dataFolder,
  });
  console.log(`The example host is at ${url}`);
}
