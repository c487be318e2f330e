// For tests that walk the table of routes: an address for each pattern.
#pragma once

#include "base/text.hpp"

#include <map>
#include <string>
#include <string_view>

namespace presstime::api {

// What stands in the place of each {} of a route, by the word before it.
inline std::string fill_route(const std::string& pattern, const std::map<std::string, std::string>& ids)
{
    std::string path;
    std::string before;
    for (std::string_view part : split(pattern, '/')) {
        if (path.empty() && part.empty())
            continue;
        const auto id = ids.find(before);
        path += "/" + (part == "{}" ? (id == ids.end() ? std::string("1") : id->second) : std::string(part));
        before = part;
    }
    return path;
}

} // namespace presstime::api
