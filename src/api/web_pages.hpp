// The web side over HTTP: files under their names, and the one page for every address a person may open. The
// page decides itself what an address shows, also that there is nothing.
#pragma once

#include "platform/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace presstime::api {

// An asset, or the page for GET of an address that no program asks for; nothing for the rest, which stays the
// API's to answer. `base_path` is where a proxy has put this server, "/" or "/reports/".
std::optional<http::Response> web_answer(const http::Request& request, std::string_view base_path);

// "/reports/" of "https://example.com/reports"; "/" without a path.
std::string base_path_of(std::string_view public_url);

} // namespace presstime::api
