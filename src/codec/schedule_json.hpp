// The schedule's flat keys, as they stand in a report document and in a schedule preview.
#pragma once

#include "codec/json_reader.hpp"
#include "model/schedule.hpp"

#include <optional>

namespace presstime::codec {

// Overwrites what is given. `previous` is the kind that `schedule` has now, or
// nothing for a new one: a field that the new kind needs must be given unless
// the previous kind had it too. Fields of other kinds go back to default.
void read_schedule(ObjectReader& reader, Schedule& schedule, std::optional<ScheduleKind> previous);

// Writes the keys that the kind uses, then those of every clock.
void write_schedule(boost::json::object& out, const Schedule& schedule);

// "90s", "5m", "2h", "30d" or a number of seconds.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

} // namespace presstime::codec
