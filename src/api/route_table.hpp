// Which handler answers which method and address. Patterns are addresses with {} for what varies; a segment
// never spans a slash.
#pragma once

#include "api/call.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::api {

// key_or_this_machine: a key, or a caller on this machine where the settings let it be enough.
enum class Access { with_key, key_or_this_machine, open };
// Whether an answer may be kept for Idempotency-Key: one that shows a secret may not, or with its member
// `secret` masked.
enum class Repeat { keep_answer, keep_without_secret, never_keep };

struct Route {
    std::string method;
    std::string pattern; // "/v1/reports/{}/run"
    Handler handler;
    Access access = Access::with_key;
    Repeat repeat = Repeat::keep_answer;
    std::function<void(const http::Request&, http::Response&)> finish = {}; // of every answer, refusals too
};

struct Match {
    const Route* route = nullptr; // nullptr: no route, or none for the method
    std::vector<std::string> captures;
    std::vector<std::string> allowed; // methods the address has, when the asked one is not among them
};

class RouteTable {
public:
    void add(Route route) { routes_.push_back(std::move(route)); }
    Match find(std::string_view method, std::string_view path) const;
    const std::vector<Route>& routes() const { return routes_; }

private:
    std::vector<Route> routes_;
};

} // namespace presstime::api
