// The parts of the seam that every backend shares: parameters, and what rows and sessions derive.
#include "platform/db/database.hpp"

namespace presstime::db {

Parameter param(std::int64_t value)
{
    return value;
}

Parameter param(int value)
{
    return std::int64_t{value};
}

Parameter param(bool value)
{
    return std::int64_t{value ? 1 : 0};
}

Parameter param(std::string_view value)
{
    return std::string(value);
}

Parameter param(const char* value)
{
    return std::string(value);
}

Parameter param(Instant value)
{
    return to_micros(value);
}

Parameter param(std::optional<Instant> value)
{
    return value ? param(*value) : Parameter{};
}

std::optional<Instant> Row::optional_instant(int column) const
{
    return is_null(column) ? std::nullopt : std::optional(instant(column));
}

Result<std::optional<std::int64_t>> Session::query_integer(const Statement& statement,
                                                           const Parameters& parameters)
{
    std::optional<std::int64_t> value;
    bool first = true;
    TRY(query(statement, parameters, [&](const Row& row) -> Result<> {
        if (first && !row.is_null(0))
            value = row.integer(0);
        first = false;
        return {};
    }));
    return value;
}

} // namespace presstime::db
