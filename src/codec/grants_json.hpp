// The grants of a category as JSON: [{"user": 7, "level": "read"}, {"group": 2, "level": "edit"},
// {"role": "editor", "level": "manage"}].
#pragma once

#include "base/result.hpp"
#include "model/access.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace presstime::codec {

inline constexpr std::size_t kMaxGrants = 500;

boost::json::array grants_to_value(const std::vector<Grant>& grants);
std::string grants_to_json(const std::vector<Grant>& grants);

// `invalid("grants[0].level")` and the like; each names exactly one of user, group, role.
Result<std::vector<Grant>> grants_from_value(const boost::json::value& value, std::string_view path);
Result<std::vector<Grant>> grants_from_json(std::string_view json);

} // namespace presstime::codec
