// Expressions are compared by what they mean, not by how they are written.
#include "control/embed_frequency.hpp"

#include "base/text.hpp"
#include "calendar/cron.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace presstime::control {
namespace {

std::string offered(const std::vector<ScheduleOption>& options)
{
    if (options.empty())
        return "the host offers no frequencies";
    std::vector<std::string> names;
    for (const ScheduleOption& option : options)
        names.push_back(option.description.empty() ? option.cron : option.description);
    return fmt::format("it must be one of the host's frequencies: {}", join(names, ", "));
}

Result<ScheduleOption> by_description(const std::vector<ScheduleOption>& options, const std::string& wanted)
{
    const auto found = std::ranges::find(options, wanted, &ScheduleOption::description);
    if (found == options.end())
        return fail(Error::invalid("option", fmt::format("option is not known: {}", offered(options))));
    return *found;
}

} // namespace

Result<> check_schedule_options(const std::vector<ScheduleOption>& options, const std::string& path)
{
    for (std::size_t index = 0; index < options.size(); ++index)
        if (const Result<CronExpression> cron = parse_cron(options[index].cron); !cron) {
            const std::string field = fmt::format("{}[{}].cron", path, index);
            return fail(Error::invalid(field, fmt::format("{}: {}", field, cron.error().message)));
        }
    return {};
}

Result<ScheduleOption> choose_frequency(const std::optional<std::vector<ScheduleOption>>& options,
                                        const FrequencyWish& wish)
{
    if (wish.cron.empty() == wish.option.empty())
        return fail(Error::invalid("cron", "give cron, or option with the description of a frequency"));
    if (!wish.option.empty())
        return by_description(options.value_or(std::vector<ScheduleOption>{}), wish.option);
    const CronExpression chosen = TRY(parse_cron(wish.cron));
    if (options) {
        for (const ScheduleOption& option : *options)
            if (const Result<CronExpression> cron = parse_cron(option.cron); cron && *cron == chosen)
                return option;
        return fail(Error::invalid("cron", fmt::format("cron is not allowed: {}", offered(*options))));
    }
    if (std::popcount(chosen.minutes) != 1)
        return fail(Error::invalid("cron",
                                   "cron fires more often than hourly, and the host's token names no "
                                   "scheduleOptions; give one minute of the hour, such as 0 9 * * 1"));
    return ScheduleOption{wish.cron, {}};
}

} // namespace presstime::control
