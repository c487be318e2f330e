// Cron expressions of five fields, as cron(8) of Vixie reads them: lists,
// ranges, steps, names of months and days, 7 for Sunday. Macros (@daily),
// seconds, years and the letters L, W, # and ? are refused with the mend.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string_view>

namespace presstime {

// The allowed values of each field as bits.
struct CronExpression {
    std::uint64_t minutes = 0;       // bits 0-59
    std::uint32_t hours = 0;         // bits 0-23
    std::uint32_t days_of_month = 0; // bits 1-31
    std::uint16_t months = 0;        // bits 1-12
    std::uint8_t days_of_week = 0;   // bits 0-6, 0 = Sunday
    // Whether the field begins with '*': then the hour follows the clock through every change, and a day
    // field leaves the choice of days to the other one.
    bool hour_begins_with_star = false;
    bool day_of_month_begins_with_star = false;
    bool day_of_week_begins_with_star = false;

    // When both day fields name days, either of them is enough.
    bool either_day_field() const { return !day_of_month_begins_with_star && !day_of_week_begins_with_star; }

    bool operator==(const CronExpression&) const = default;
};

// Errors are `invalid`, field "cron".
Result<CronExpression> parse_cron(std::string_view text);

// Whether no date of the calendar can match ("0 0 30 2 *").
bool never_fires(const CronExpression& cron);

} // namespace presstime
