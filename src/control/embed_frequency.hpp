// How often a host's users may have a report: the frequencies that the host signed, or else nothing more
// often than hourly. What a page offers is not looked at.
#pragma once

#include "base/result.hpp"
#include "model/embed.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::control {

// Every option's cron is one: else `invalid("<path>[0].cron")`.
Result<> check_schedule_options(const std::vector<ScheduleOption>& options, const std::string& path);

// What a person chose: a cron expression, or an option by its description.
struct FrequencyWish {
    std::string cron;
    std::string option;
};
// The option as the host describes it, or the expression alone where the host names none. `invalid("cron")`
// or "option" for what is not among `options` (two expressions of the same instants are one), and where there
// are none for what could fire twice within an hour.
Result<ScheduleOption> choose_frequency(const std::optional<std::vector<ScheduleOption>>& options,
                                        const FrequencyWish& wish);

} // namespace presstime::control
