// The permissions of an embed session from and to JSON: `invalid` with the dotted path and the mend.
#pragma once

#include "base/result.hpp"
#include "model/embed.hpp"

#include <boost/json/fwd.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace presstime::codec {

// {"allow_drill_down","locked_filters","allowed_dimensions","hidden_widgets","allowed_periods",
// "max_date_range_days"}.
Result<EmbedPermissions> embed_permissions_from_json(const boost::json::value& value,
                                                     const std::string& path);
boost::json::object embed_permissions_to_json(const EmbedPermissions& permissions);

// [{"cron","description"}, ...], 50 at most. What a cron expression says is not looked at.
Result<std::vector<ScheduleOption>> schedule_options_from_json(const boost::json::value& value,
                                                               const std::string& path);
boost::json::array schedule_options_to_json(const std::vector<ScheduleOption>& options);

// {"dashboardId","widgetId","parameters","periodStart","periodEnd","limit","offset"}: what an event says its
// receiver may ask with a token of its own, beside structured queries.
Result<WidgetQuery> widget_query_from_json(const boost::json::value& value, const std::string& path);
std::string widget_query_to_json(const WidgetQuery& query);

// "24h", "7d"; nothing for anything else, for zero, and beyond ten years.
std::optional<std::chrono::seconds> parse_embed_period(std::string_view text);

} // namespace presstime::codec
