// The document and a page to browse it: one file each of HTML, script and style, nothing from elsewhere.
#include "api/openapi.hpp"

#include "codec/json_write.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace {

constexpr std::string_view kPage = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Presstime API</title>
<link rel="stylesheet" href="docs/browse.css">
<script src="docs/browse.js" defer></script>
</head>
<body>
<header>
<h1>Presstime API</h1>
<p id="about"></p>
<label>Find <input id="find" type="search" placeholder="reports, DELETE, webhook ..." autofocus></label>
<a href="openapi.json">openapi.json</a>
</header>
<main id="list"><noscript>The document itself is at <a href="openapi.json">openapi.json</a>.</noscript></main>
</body>
</html>
)html";

constexpr std::string_view kScript = R"js('use strict';
const make = (tag, text, className) => {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
};
let api;

function typeOf(schema) {
  if (schema.$ref) return schema.$ref.split('/').pop();
  if (schema.type === 'array') return typeOf(schema.items) + '[]';
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  return schema.format || schema.type || 'any';
}

function shape(schema) {
  const name = typeOf(schema);
  const box = make('details');
  box.append(make('summary', name));
  const known = api.components.schemas[name.replace('[]', '')];
  const table = make('table');
  for (const [key, value] of Object.entries((known && known.properties) || {})) {
    const row = make('tr');
    row.append(make('td', key), make('td', typeOf(value)),
               make('td', (known.required || []).includes(key) ? 'always' : ''));
    table.append(row);
  }
  box.append(table);
  return box;
}

function bodyOf(part) {
  const content = part && part.content && Object.values(part.content)[0];
  return content && content.schema;
}

function show(method, path, operation) {
  const box = make('details', undefined, 'operation');
  const head = make('summary');
  head.append(make('b', method.toUpperCase(), method), make('code', path), make('span', operation.summary));
  box.append(head);
  const names = (operation.parameters || []).filter((each) => each.in === 'query').map((each) => each.name);
  if (names.length) box.append(make('p', 'Query: ' + names.join(', ')));
  const body = bodyOf(operation.requestBody);
  if (body) box.append(make('p', 'Body'), shape(body));
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (status === 'default') continue;
    box.append(make('p', 'Answer ' + status));
    const schema = bodyOf(answer);
    if (schema && typeOf(schema) !== 'any') box.append(shape(schema));
  }
  return box;
}

function list() {
  const words = document.getElementById('find').value.toLowerCase().split(/\s+/);
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const text = [method, path, operation.summary, ...operation.tags].join(' ').toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
      const tag = operation.tags[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(show(method, path, operation));
    }
  const main = document.getElementById('list');
  main.replaceChildren();
  for (const [tag, operations] of groups) main.append(make('h2', tag), ...operations);
  if (!groups.size) main.append(make('p', 'Nothing is named so.'));
}

fetch('openapi.json').then((answer) => answer.json()).then((read) => {
  api = read;
  document.getElementById('about').textContent = api.info.description;
  document.getElementById('find').addEventListener('input', list);
  list();
});
)js";

constexpr std::string_view kStyle = R"css(:root { color-scheme: light dark; --ink: #1b2430; --paper: #fff;
  --line: #d5dae1; --soft: #5b6675; --accent: #1f5fbf; --good: #1c7a43; --warn: #96600a; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf1; --paper: #14181d; --line: #3a4450; --soft: #a3adba; --accent: #7fb0ff;
    --good: #6fcf97; --warn: #e0b060; --bad: #ff9d94; }
}
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; background: var(--paper);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.6rem; }
label { margin-right: 1rem; }
label input { margin-left: .5rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; }
header p, .operation span { color: var(--soft); }
a { color: var(--accent); }
input { font: inherit; padding: .35rem .6rem; width: min(22rem, 70vw); color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: 6px; }
.operation { border-top: 1px solid var(--line); padding: .4rem 0; }
.operation > summary { display: flex; flex-wrap: wrap; gap: .25rem .75rem; cursor: pointer; }
.operation > :not(summary) { margin-left: 5rem; }
.operation b { width: 4.25rem; font-size: .8rem; line-height: 1.5rem; }
.get { color: var(--accent); } .post, .put { color: var(--good); } .patch { color: var(--warn); }
.delete { color: var(--bad); }
code, td { font-family: ui-monospace, monospace; font-size: .9rem; overflow-wrap: anywhere; }
td { padding: .1rem 1.5rem .1rem 0; vertical-align: top; }
summary:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
)css";

http::Response page_answer(std::string_view type, std::string_view text)
{
    http::Response response;
    response.content_type = type;
    response.body = text;
    response.headers.emplace_back("Content-Security-Policy",
                                  "default-src 'none'; script-src 'self'; style-src 'self'; "
                                  "connect-src 'self'; base-uri 'none'; form-action 'none'; "
                                  "frame-ancestors 'none'");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("Cache-Control", "public, max-age=300");
    return response;
}

void add_page(RouteTable& table, const char* path, std::string_view type, std::string_view text)
{
    table.add({"GET", path,
               [type, text](const Call&) -> Result<http::Response> { return page_answer(type, text); },
               Access::open});
}

} // namespace

void add_openapi_routes(RouteTable& table)
{
    table.add({"GET", "/v1/openapi.json",
               [document = codec::write_json(openapi_document())](const Call&) -> Result<http::Response> {
                   return page_answer("application/json", document);
               },
               Access::open});
    add_page(table, "/v1/docs", "text/html; charset=utf-8", kPage);
    add_page(table, "/v1/docs/browse.js", "text/javascript; charset=utf-8", kScript);
    add_page(table, "/v1/docs/browse.css", "text/css; charset=utf-8", kStyle);
}

} // namespace presstime::api
