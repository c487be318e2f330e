// Where in a statement an error lies. A source marks its Error with the byte; what stands between the source
// and the person moves the mark along with the text, or drops it where the text is no longer the person's.
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace presstime {

// As editors count: lines and columns from 1, the offset from 0, both in UTF-16 code units.
struct SqlPlace {
    std::size_t line = 1;
    std::size_t column = 1;
    std::size_t offset = 0;

    bool operator==(const SqlPlace&) const = default;
};

// The mark stands in the error's context, which no person sees.
Error with_sql_byte(Error error, std::size_t byte);
std::optional<std::size_t> sql_byte_of(const Error& error);

// A mark within `outer` as one within `inner`, which stands somewhere in it but for blanks and a ';' at its
// end; without a mark when it does not, or when the mark lies outside.
Error moved_into(Error error, std::string_view outer, std::string_view inner);

// `sql` is valid UTF-8; a byte beyond its end is its end.
SqlPlace sql_place(std::string_view sql, std::size_t byte);

} // namespace presstime
