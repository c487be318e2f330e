#include "model/event_filter.hpp"

#include "base/text.hpp"
#include "model/event_type.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime {
namespace {

constexpr std::size_t kMaxFilterLength = 100;

// Linear in the length of the text for each star: on a mismatch only the last star gives way.
bool glob_matches(std::string_view pattern, std::string_view text)
{
    std::size_t at = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            resume = i;
        } else if (at < pattern.size() && pattern[at] == text[i]) {
            ++at;
            ++i;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            i = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

bool filter_holds(std::string_view filter, std::string_view type)
{
    return is_in_family(filter, type) || glob_matches(filter, type);
}

Error unknown_filter(std::string_view field, std::size_t index, std::string_view given)
{
    std::vector<std::string> names;
    for (const EventType& type : event_types())
        names.emplace_back(type.name);
    std::vector<std::string> near(kEventFamilies.begin(), kEventFamilies.end());
    near.insert(near.end(), names.begin(), names.end());
    const std::string path = fmt::format("{}[{}]", field, index);
    std::string message =
        fmt::format("{} must be a family ({}), a type ({}) or a pattern that matches one, such as "
                    "query.* or *.deleted; \"{}\" was given",
                    path, fmt::join(kEventFamilies, ", "), fmt::join(names, ", "),
                    clip_utf8(repair_utf8(given), kMaxFilterLength));
    if (std::optional<std::string> meant = did_you_mean(given, near))
        message += fmt::format(" (did you mean {}?)", *meant);
    return Error::invalid(path, std::move(message));
}

} // namespace

Result<std::vector<std::string>> check_event_filters(std::span<const std::string> filters,
                                                     std::string_view field)
{
    if (filters.size() > kMaxEventFilters)
        return fail(Error::invalid(std::string(field),
                                   fmt::format("{} must be at most {} filters", field, kMaxEventFilters)));
    std::vector<std::string> kept;
    for (std::size_t index = 0; index < filters.size(); ++index) {
        std::string filter = to_lower_ascii(trim(filters[index]));
        const bool known = filter.size() <= kMaxFilterLength &&
                           std::ranges::any_of(event_types(), [&](const EventType& type) {
                               return filter_holds(filter, type.name);
                           });
        if (!known)
            return fail(unknown_filter(field, index, filters[index]));
        if (std::ranges::find(kept, filter) == kept.end())
            kept.push_back(std::move(filter));
    }
    return kept;
}

bool event_matches(std::span<const std::string> filters, std::string_view type)
{
    const std::string lower = to_lower_ascii(type);
    return filters.empty() || std::ranges::any_of(filters, [&](const std::string& filter) {
               return filter_holds(to_lower_ascii(trim(filter)), lower);
           });
}

} // namespace presstime
