// Who calls, and from where: a key in a header, a browser's session cookie, or the operator of this machine.
#pragma once

#include "control/sessions.hpp"
#include "control/tokens.hpp"
#include "platform/http/message.hpp"

#include <string>
#include <string_view>

namespace presstime::api {

struct Caller {
    Principal principal;
    bool forgeable = false; // by cookie, changing something, without the session's CSRF token: to be refused
};

// A key in Authorization or X-Api-Key, else the cookie, where cookies count: not on the addresses that embed
// and result links use. `client` is the address the call comes from.
Result<Caller> recognise(const http::Request& request, const std::string& client, control::Tokens& tokens,
                         control::Sessions& sessions);

// The value of the session cookie; empty when there is none, or more than one.
std::string session_cookie(const http::Request& request);
// Whether a browser says that a page of another origin made the call. `public_url` is ours.
bool is_cross_site(const http::Request& request, std::string_view public_url);

} // namespace presstime::api
