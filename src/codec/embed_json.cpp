// Filters are an object by name whose values are scalars or lists of them.
#include "codec/embed_json.hpp"

#include "codec/json_reader.hpp"
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

json::array texts_to_json(const std::vector<std::string>& texts)
{
    return json::array(texts.begin(), texts.end());
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
    const json::value* filters = reader.take("locked_filters");
    TRY(reader.finish());
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
    return {{"allow_drill_down", permissions.allow_drill_down},
            {"locked_filters", std::move(filters)},
            {"allowed_dimensions", texts_to_json(permissions.allowed_dimensions)},
            {"hidden_widgets", texts_to_json(permissions.hidden_widgets)},
            {"allowed_periods", texts_to_json(permissions.allowed_periods)},
            {"max_date_range_days", permissions.max_date_range_days}};
}

} // namespace presstime::codec
