// Routes that browsers of other origins call with a bearer token of their own: each does its own recognising,
// answers preflights, and is never kept in a cache. Cookies are never asked for or sent (CORS without
// credentials).
#pragma once

#include "api/route_table.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::api {

// What stands behind "Bearer " in Authorization; empty when there is none.
std::string_view bearer_of(const http::Request& request);

class OpenRoutes {
public:
    // `origins` such as "https://app.example.com"; "*" = every one; none = pages of this server alone.
    OpenRoutes(RouteTable& table, std::vector<std::string> origins)
        : table_(table), origins_(std::move(origins))
    {
    }

    void add(const std::string& method, const std::string& pattern, Handler handler);

private:
    // The methods of each pattern, which its one preflight names.
    std::map<std::string, std::shared_ptr<std::string>> methods_;
    RouteTable& table_;
    std::vector<std::string> origins_;
};

} // namespace presstime::api
