#include "model/sql_place.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime {
namespace {

constexpr std::string_view kMark = "at byte ";

bool is_marked(const Error& error)
{
    return error.context.starts_with(kMark);
}

} // namespace

Error with_sql_byte(Error error, std::size_t byte)
{
    error.context = fmt::format("{}{}", kMark, byte);
    return error;
}

std::optional<std::size_t> sql_byte_of(const Error& error)
{
    if (!is_marked(error))
        return std::nullopt;
    const auto byte = parse_int(std::string_view(error.context).substr(kMark.size()));
    return byte && *byte >= 0 ? std::optional(static_cast<std::size_t>(*byte)) : std::nullopt;
}

Error moved_into(Error error, std::string_view outer, std::string_view inner)
{
    const std::optional<std::size_t> byte = sql_byte_of(error);
    if (!byte || outer == inner)
        return error;
    std::string_view bare = trim(inner);
    const auto blanks = bare.empty() ? 0 : static_cast<std::size_t>(bare.data() - inner.data());
    if (bare.ends_with(';'))
        bare.remove_suffix(1);
    const std::size_t start = bare.empty() ? std::string_view::npos : outer.rfind(bare);
    if (start == std::string_view::npos || *byte < start || *byte > start + bare.size()) {
        error.context.clear();
        return error;
    }
    return with_sql_byte(std::move(error), *byte - start + blanks);
}

SqlPlace sql_place(std::string_view sql, std::size_t byte)
{
    SqlPlace place;
    for (const unsigned char each : sql.substr(0, std::min(byte, sql.size()))) {
        if ((each & 0xC0) == 0x80)
            continue;
        const std::size_t units = each >= 0xF0 ? 2 : 1; // beyond U+FFFF: a surrogate pair
        place.offset += units;
        place.column += units;
        if (each == '\n') {
            ++place.line;
            place.column = 1;
        }
    }
    return place;
}

} // namespace presstime
