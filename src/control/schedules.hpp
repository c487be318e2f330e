// The calendar for people: zones that do not exist, and
// the next occurrences of a schedule before it is saved.
#pragma once

#include "calendar/preview.hpp"
#include "control/environment.hpp"
#include "model/principal.hpp"
#include "model/schedule.hpp"

#include <string_view>
#include <vector>

namespace presstime::control {

enum class Strictness { warn, refuse };

// An unknown or empty zone becomes UTC with a warning, or is `invalid("timezone")`.
Result<std::vector<Warning>> settle_timezone(Schedule& schedule, Strictness strictness);

struct PreviewAnswer {
    Schedule schedule; // as it would be saved
    std::vector<PreviewItem> items;
    std::vector<Warning> warnings;
};

class Schedules {
public:
    Schedules(const Clock& clock, Strictness strictness) : clock_(clock), strictness_(strictness) {}

    // The body of POST /v1/schedules/preview.
    Result<PreviewAnswer> preview(const Principal& principal, std::string_view json) const;

private:
    const Clock& clock_;
    Strictness strictness_;
};

} // namespace presstime::control
