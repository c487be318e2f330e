// Settles the zone first, so that what is previewed is what would be saved.
#include "control/schedules.hpp"

#include "codec/document.hpp"
#include "control/access.hpp"

#include <fmt/format.h>

namespace presstime::control {

Result<std::vector<Warning>> settle_timezone(Schedule& schedule, Strictness strictness)
{
    if (!schedule.timezone.empty() && find_zone(schedule.timezone))
        return std::vector<Warning>{};
    const bool refuse = strictness == Strictness::refuse;
    std::string detail =
        schedule.timezone.empty()
            ? std::string(refuse ? "timezone must not be empty" : "no time zone was given, using UTC")
            : fmt::format("unknown time zone \"{}\"{}", schedule.timezone, refuse ? "" : ", using UTC");
    if (std::optional<std::string> near = suggest_zone(schedule.timezone); near && !schedule.timezone.empty())
        detail += fmt::format("; did you mean {}?", *near);
    else
        detail += "; give an IANA name such as Europe/Paris";
    if (refuse)
        return fail(Error::invalid("timezone", std::move(detail)));
    schedule.timezone = "UTC";
    return std::vector<Warning>{{"timezone", std::move(detail)}};
}

Result<PreviewAnswer> Schedules::preview(const Principal& principal, std::string_view json) const
{
    TRY(require(principal, Action::read, ResourceKind::workspace));
    codec::SchedulePreview asked = TRY(codec::schedule_preview_from_json(json));
    PreviewAnswer answer;
    answer.warnings = TRY(settle_timezone(asked.schedule, asked.strict ? Strictness::refuse : strictness_));
    TRY(validate_schedule(asked.schedule));
    const Recurrence recurrence = TRY(Recurrence::compile(asked.schedule));
    answer.items = presstime::preview(recurrence, asked.after.value_or(clock_.now()),
                                      static_cast<std::size_t>(asked.count));
    answer.schedule = std::move(asked.schedule);
    return answer;
}

} // namespace presstime::control
