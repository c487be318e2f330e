// A linear search over a few dozen rows.
#include "api/route_table.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>

namespace presstime::api {
namespace {

std::optional<std::vector<std::string>> match(std::string_view pattern,
                                              const std::vector<std::string_view>& path)
{
    const std::vector<std::string_view> wanted = split(pattern, '/');
    if (wanted.size() != path.size())
        return std::nullopt;
    std::vector<std::string> captures;
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        if (wanted[index] == "{}" && !path[index].empty())
            captures.emplace_back(path[index]);
        else if (wanted[index] != path[index])
            return std::nullopt;
    }
    return captures;
}

} // namespace

Match RouteTable::find(std::string_view method, std::string_view path) const
{
    const std::vector<std::string_view> segments = split(path, '/');
    Match found;
    for (const Route& route : routes_) {
        std::optional<std::vector<std::string>> captures = match(route.pattern, segments);
        if (!captures)
            continue;
        if (route.method == method)
            return {&route, std::move(*captures), {}};
        if (std::ranges::find(found.allowed, route.method) == found.allowed.end())
            found.allowed.push_back(route.method);
    }
    return found;
}

} // namespace presstime::api
