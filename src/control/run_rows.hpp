// A run as lists, the page of a day and the live stream show it: the run itself with what a reader needs of
// its report and dashboard, and what became of its deliveries.
#pragma once

#include "model/enum_words.hpp"
#include "model/principal.hpp"
#include "store/delivery_store.hpp"
#include "store/run_list.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

// Derived from the newest delivery of each recipient, whatever the run's own status says.
enum class DeliveryStatus { none, pending, delivered, partial, failed };
DeliveryStatus delivery_status_of(const store::DeliveryTally& tally);

struct RunRow {
    store::RunLine line;
    std::vector<std::string> formats; // of the report as it is now
    std::string timezone;
    std::int64_t late_s = 0; // past its instant when it ended, or until now; 0 within misfire_grace
    DeliveryStatus delivery_status = DeliveryStatus::none;
};

// In the order of `lines`. Whether the caller may see them has been asked before.
Result<std::vector<RunRow>> run_rows(db::Session& session, std::vector<store::RunLine> lines, Instant now);

// Nothing when the run is not there.
Result<std::optional<RunRow>> find_run_row(db::Session& session, std::int64_t run_id, Instant now);
// Nor when it is not for the caller.
Result<std::optional<RunRow>> find_run_row(db::Session& session, const Principal& principal,
                                           std::int64_t run_id, Instant now);

// Seconds past the instant for what the clock told to run and `misfire_grace` no longer covers; 0 otherwise.
std::int64_t seconds_late(const store::RunLine& line, Instant now);

} // namespace presstime::control

template <>
inline constexpr presstime::Words<5> presstime::kEnumWords<presstime::control::DeliveryStatus>{
    "none", "pending", "delivered", "partial", "failed"};
