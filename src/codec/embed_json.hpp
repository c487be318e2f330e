// The permissions of an embed session from and to JSON: `invalid` with the dotted path and the mend.
#pragma once

#include "base/result.hpp"
#include "model/embed.hpp"

#include <boost/json/fwd.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace presstime::codec {

// {"allow_drill_down","locked_filters","allowed_dimensions","hidden_widgets","allowed_periods",
// "max_date_range_days"}.
Result<EmbedPermissions> embed_permissions_from_json(const boost::json::value& value,
                                                     const std::string& path);
boost::json::object embed_permissions_to_json(const EmbedPermissions& permissions);

// "24h", "7d"; nothing for anything else, for zero, and beyond ten years.
std::optional<std::chrono::seconds> parse_embed_period(std::string_view text);

} // namespace presstime::codec
