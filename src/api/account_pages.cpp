// One document; what differs is the title, the words above the form, and the purpose its script reads.
#include "api/account_pages.hpp"

#include "base/encoding.hpp"
#include "platform/crypto/hmac.hpp"
#include "platform/crypto/sha256.hpp"

#include <fmt/format.h>

namespace presstime::api {
namespace {

using store::LinkPurpose;

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --ink: #1b2430; --paper: #f5f6f8; --card: #ffffff; --line: #d5dae1;
        --accent: #1f5fbf; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf1; --paper: #14181d; --card: #1d232a; --line: #3a4450;
          --accent: #7fb0ff; --bad: #ff9d94; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper);
       color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: min(26rem, 100vw - 2rem); margin: 2rem 0; padding: 2rem; background: var(--card);
       border: 1px solid var(--line); border-radius: 10px; }
.brand { margin: 0 0 1.5rem; font-weight: 650; letter-spacing: .02em; color: var(--accent); }
h1 { margin: 0 0 .5rem; font-size: 1.35rem; line-height: 1.25; }
label { display: block; margin-top: 1rem; font-weight: 550; }
input { width: 100%; margin-top: .25rem; padding: .55rem .7rem; font: inherit; font-weight: 400;
        color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 6px; }
input:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
input[readonly] { opacity: .7; }
small { display: block; margin-top: .25rem; opacity: .75; }
button { width: 100%; margin-top: 1.5rem; padding: .65rem; font: inherit; font-weight: 600; cursor: pointer;
         color: var(--card); background: var(--accent); border: 0; border-radius: 6px; }
button:disabled { opacity: .6; cursor: default; }
#note { margin: 1rem 0 0; }
#note:empty { display: none; }
#note.bad { color: var(--bad); }
[hidden] { display: none; }
)css";

// Addresses are relative, so that the pages also work below a path of a proxy.
constexpr std::string_view kScript = R"js(
'use strict';
const purpose = document.body.dataset.purpose;
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
const at = (id) => document.getElementById(id);

function say(text, bad) {
  at('note').textContent = text;
  at('note').className = bad ? 'bad' : '';
}

// What the server says, as a sentence.
function sentence(text) {
  return text[0].toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}

async function post(path, body) {
  const answer = await fetch(path, { method: 'POST', credentials: 'omit', referrerPolicy: 'no-referrer',
    headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  const read = await answer.json().catch(() => ({}));
  if (!answer.ok)
    throw new Error(sentence(read.detail || 'The server did not answer; try again in a moment.'));
  return read;
}

function done(text) {
  at('form').hidden = true;
  at('request').hidden = true;
  say(text, false);
}

function onSubmit(form, work) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    say('', false);
    try { await work(); } catch (error) { say(error.message, true); }
    button.disabled = false;
  });
}

async function open() {
  if (!token) {
    if (purpose === 'reset') at('request').hidden = false;
    else say('This page needs the whole link from the mail or terminal, with the part behind #.', true);
    return;
  }
  try {
    const link = await post('v1/one-time-links/inspect', { token });
    if (link.workspace !== 'Presstime') at('workspace').textContent = `/ ${link.workspace}`;
    at('email').value = link.email;
    at('email').readOnly = purpose !== 'setup';
    at('name').value = link.name;
    at('named').hidden = purpose === 'reset';
    at('form').hidden = false;
  } catch (error) { say(error.message, true); }
}

onSubmit(at('form'), async () => {
  if (at('password').value !== at('again').value) throw new Error('The two passwords differ.');
  const body = { token, password: at('password').value };
  if (purpose !== 'reset' && at('name').value.trim()) body.name = at('name').value.trim();
  if (purpose === 'setup') body.email = at('email').value.trim();
  await post('v1/one-time-links/accept', body);
  done('Your password is set. You can log in with it now.');
});

onSubmit(at('request'), async () => {
  await post('v1/password-reset', { email: at('wanted').value.trim() });
  done('If there is an account with this address, a mail with a link is on its way. It holds for an hour.');
});

open();
)js";

struct Words {
    std::string_view title;
    std::string_view lead;
};

Words words_of(LinkPurpose purpose)
{
    switch (purpose) {
    case LinkPurpose::invite:
        return {"Welcome", "Choose a password for your account."};
    case LinkPurpose::reset:
        return {"New password", "It ends every session that is open with the old one."};
    case LinkPurpose::setup:
        return {"First start", "You become the owner of this server."};
    }
    return {};
}

std::string source_hash(std::string_view text)
{
    return fmt::format("'sha256-{}'", base64_encode(bytes_of(sha256(text))));
}

std::string policy()
{
    return fmt::format("default-src 'none'; script-src {}; style-src {}; connect-src 'self'; form-action "
                       "'self'; base-uri 'none'; frame-ancestors 'none'",
                       source_hash(kScript), source_hash(kStyle));
}

http::Response page_answer(LinkPurpose purpose)
{
    http::Response response;
    response.content_type = "text/html; charset=utf-8";
    response.body = account_page(purpose);
    response.headers = {{"Content-Security-Policy", policy()},
                        {"Referrer-Policy", "no-referrer"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"X-Frame-Options", "DENY"},
                        {"Cache-Control", "no-store"}};
    return response;
}

constexpr std::string_view kDocument = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - Presstime</title>
<style>{style}</style>
</head>
<body data-purpose="{purpose}">
<main>
<p class="brand">Presstime <span id="workspace"></span></p>
<h1>{title}</h1>
<p>{lead}</p>
<form id="form" method="post" hidden>
<label>E-mail address<input id="email" type="email" autocomplete="username" required maxlength="254"></label>
<div id="named"><label>Your name<input id="name" autocomplete="name" maxlength="200"></label></div>
<label>Password<input id="password" type="password" autocomplete="new-password" required minlength="10"
 maxlength="1024"></label>
<small>At least 10 characters. A sentence is easy to remember and hard to guess.</small>
<label>The same again<input id="again" type="password" autocomplete="new-password" required></label>
<button>Set the password</button>
</form>
<form id="request" method="post" hidden>
<label>E-mail address<input id="wanted" type="email" autocomplete="username" required maxlength="254"></label>
<button>Send me a link</button>
</form>
<p id="note" role="alert"></p>
<noscript><p>This page needs JavaScript: the secret of the link stays in your browser until you send the
form.</p></noscript>
</main>
<script>{script}</script>
</body>
</html>
)html";

} // namespace

std::string account_page(LinkPurpose purpose)
{
    const Words words = words_of(purpose);
    return fmt::format(fmt::runtime(kDocument), fmt::arg("title", words.title), fmt::arg("lead", words.lead),
                       fmt::arg("purpose", to_text(purpose)), fmt::arg("style", kStyle),
                       fmt::arg("script", kScript));
}

void add_account_pages(RouteTable& table)
{
    for (const LinkPurpose purpose : {LinkPurpose::invite, LinkPurpose::reset, LinkPurpose::setup})
        table.add({"GET", fmt::format("/{}", to_text(purpose)),
                   [purpose](const Call&) -> Result<http::Response> { return page_answer(purpose); },
                   Access::open});
}

} // namespace presstime::api
