// Cursors and versions: what lists and edits of every resource share.
#include "control/environment.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime::control {

Result<std::int64_t> parse_cursor(std::string_view cursor)
{
    if (cursor.empty())
        return 0;
    const std::optional<std::int64_t> id = parse_int(cursor);
    if (!id || *id < 1)
        return fail(Error::malformed("cursor is not one that a Link header gave; start again without it"));
    return *id;
}

Result<> check_version(ExpectedVersion expected, std::int64_t stored, std::string_view what)
{
    if (!expected || *expected == stored)
        return {};
    return fail(
        Error::conflict(fmt::format("{} is at version {}, not {}; read it again", what, stored, *expected))
            .with_context(std::string(kPreconditionFailed)));
}

} // namespace presstime::control
