// Filters are an object by name whose values are scalars or lists of them.
#include "codec/embed_json.hpp"

#include "codec/json_reader.hpp"
#include "codec/json_write.hpp"
#include "codec/parameter_json.hpp"
#include "codec/scalar_json.hpp"
#include "codec/schedule_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kMaxFilters = 50;
constexpr std::size_t kMaxValues = 1'000;
constexpr std::size_t kMaxItems = 200;
constexpr std::size_t kMaxScheduleItems = 50;
constexpr TextRule kAddressRule{1, 320, TextShape::line};
constexpr std::size_t kMaxValueBytes = 4'000;
constexpr int kMaxRangeDays = 3'660;
constexpr auto kMaxPeriod = std::chrono::hours(24) * 3'660;

Result<std::vector<Value>> read_values(const json::value& given, const std::string& path)
{
    const json::array one{given};
    const json::array& items = given.is_array() ? given.get_array() : one;
    if (items.empty() || items.size() > kMaxValues)
        return fail(Error::invalid(path, fmt::format("{} must have 1 to {} values", path, kMaxValues)));
    std::vector<Value> values;
    for (const json::value& item : items) {
        std::optional<Value> value = scalar_from_json(item);
        const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
        if (!value || (text && text->size() > kMaxValueBytes))
            return fail(Error::invalid(
                path, fmt::format("{} must be text of at most {} bytes, a number or a boolean, or a list of "
                                  "such values",
                                  path, kMaxValueBytes)));
        values.push_back(std::move(*value));
    }
    return values;
}

Result<std::vector<LockedFilter>> read_filters(const json::value& given, const std::string& path)
{
    if (!given.is_object() || given.get_object().size() > kMaxFilters)
        return fail(Error::invalid(
            path, fmt::format("{} must be an object of at most {} names and values", path, kMaxFilters)));
    std::vector<LockedFilter> filters;
    for (const auto& member : given.get_object()) {
        const std::string name(member.key());
        const std::string member_path = fmt::format("{}.{}", path, clip_utf8(name, 100));
        TRY(check_text(name, kNameRule, member_path));
        filters.push_back({name, TRY(read_values(member.value(), member_path))});
    }
    return filters;
}

} // namespace

std::optional<std::chrono::seconds> parse_embed_period(std::string_view text)
{
    if (text.empty() || (text.back() != 'h' && text.back() != 'd'))
        return std::nullopt;
    const std::optional<std::chrono::seconds> length = parse_duration(text);
    if (!length || *length <= std::chrono::seconds(0) || *length > kMaxPeriod)
        return std::nullopt;
    return length;
}

Result<EmbedPermissions> embed_permissions_from_json(const json::value& value, const std::string& path)
{
    EmbedPermissions permissions;
    ObjectReader reader(value, path);
    reader.boolean("allow_drill_down", permissions.allow_drill_down);
    reader.texts("allowed_dimensions", permissions.allowed_dimensions, kMaxItems, kNameRule);
    reader.texts("hidden_widgets", permissions.hidden_widgets, kMaxItems, kNameRule);
    reader.texts("allowed_periods", permissions.allowed_periods, kMaxItems, kNameRule);
    reader.integer("max_date_range_days", permissions.max_date_range_days, {0, kMaxRangeDays});
    reader.texts("recipients", permissions.recipients, kMaxScheduleItems, kAddressRule);
    const json::value* filters = reader.take("locked_filters");
    const json::value* options = reader.take("schedule_options");
    TRY(reader.finish());
    if (options)
        permissions.schedule_options =
            TRY(schedule_options_from_json(*options, reader.path_of("schedule_options")));
    if (filters)
        permissions.locked_filters = TRY(read_filters(*filters, reader.path_of("locked_filters")));
    const auto& periods = permissions.allowed_periods;
    for (std::size_t index = 0; index < periods.size(); ++index)
        if (!parse_embed_period(periods[index])) {
            const std::string field = indexed(reader.path_of("allowed_periods"), index);
            return fail(
                Error::invalid(field, fmt::format("{} must be hours or days such as 24h or 7d", field)));
        }
    return permissions;
}

json::object embed_permissions_to_json(const EmbedPermissions& permissions)
{
    json::object filters;
    for (const LockedFilter& filter : permissions.locked_filters) {
        json::array values;
        for (const Value& value : filter.values)
            values.push_back(scalar_to_json(value));
        filters[filter.name] = values.size() == 1 ? values.front() : json::value(std::move(values));
    }
    json::object out{{"allow_drill_down", permissions.allow_drill_down},
                     {"locked_filters", std::move(filters)},
                     {"allowed_dimensions", json::value_from(permissions.allowed_dimensions)},
                     {"hidden_widgets", json::value_from(permissions.hidden_widgets)},
                     {"allowed_periods", json::value_from(permissions.allowed_periods)},
                     {"max_date_range_days", permissions.max_date_range_days}};
    if (permissions.schedule_options)
        out["schedule_options"] = schedule_options_to_json(*permissions.schedule_options);
    if (!permissions.recipients.empty())
        out["recipients"] = json::value_from(permissions.recipients);
    return out;
}

Result<std::vector<ScheduleOption>> schedule_options_from_json(const json::value& value,
                                                               const std::string& path)
{
    if (!value.is_array() || value.get_array().size() > kMaxScheduleItems)
        return fail(Error::invalid(path, fmt::format("{} must be a list of at most {} frequencies, each "
                                                     "{{\"cron\", \"description\"}}",
                                                     path, kMaxScheduleItems)));
    std::vector<ScheduleOption> options;
    for (const json::value& item : value.get_array()) {
        ScheduleOption option;
        ObjectReader reader(item, indexed(path, options.size()));
        reader.require("cron");
        reader.text("cron", option.cron, {1, 200});
        reader.text("description", option.description, kNameRule);
        TRY(reader.finish());
        options.push_back(std::move(option));
    }
    return options;
}

json::array schedule_options_to_json(const std::vector<ScheduleOption>& options)
{
    json::array items;
    for (const ScheduleOption& option : options)
        items.push_back({{"cron", option.cron}, {"description", option.description}});
    return items;
}

Result<WidgetQuery> widget_query_from_json(const json::value& value, const std::string& path)
{
    WidgetQuery query;
    ObjectReader reader(value, path);
    reader.require("dashboardId");
    reader.require("widgetId");
    reader.text("dashboardId", query.dashboard_id, kNameRule);
    reader.text("widgetId", query.widget_id, kNameRule);
    reader.instant("periodStart", query.period_start);
    reader.instant("periodEnd", query.period_end);
    std::int64_t limit = 0;
    if (reader.integer("limit", limit, {0}))
        query.limit = limit;
    reader.integer("offset", query.offset, {0});
    read_parameters(reader, query.parameters);
    TRY(reader.finish());
    return query;
}

std::string widget_query_to_json(const WidgetQuery& query)
{
    json::object parameters;
    for (const auto& [name, value] : query.parameters)
        parameters[name] = value;
    json::object out{{"dashboardId", query.dashboard_id},
                     {"widgetId", query.widget_id},
                     {"parameters", std::move(parameters)}};
    if (query.period_start && query.period_end) {
        out["periodStart"] = format_rfc3339(*query.period_start);
        out["periodEnd"] = format_rfc3339(*query.period_end);
    }
    return write_json(out);
}

} // namespace presstime::codec
