// The lookup; the table itself is written by tools/web/pack.mjs while building.
#include "web/assets.hpp"

#include <algorithm>

namespace presstime::web {

const Asset* find_asset(std::string_view path)
{
    const std::span<const Asset> all = assets();
    const auto found = std::ranges::lower_bound(all, path, {}, &Asset::path);
    return found != all.end() && found->path == path ? &*found : nullptr;
}

} // namespace presstime::web
