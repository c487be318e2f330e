// What the small documents about accounts have in common: the shapes of their fields, and the name that
// failures of one account are counted under.
#pragma once

#include "base/text.hpp"
#include "codec/json_reader.hpp"

#include <fmt/format.h>

namespace presstime::control {

inline constexpr codec::TextRule kEmailRule{1, 320, codec::TextShape::line};
// Its bytes are counted by check_new_password().
inline constexpr codec::TextRule kPasswordRule{1, 4096, codec::TextShape::paragraphs};

// "1/ann@example.com".
inline std::string account_of(std::int64_t workspace_id, std::string_view email)
{
    return fmt::format("{}/{}", workspace_id, to_lower_ascii(email));
}

} // namespace presstime::control
