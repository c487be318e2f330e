// Says in words how much of a result is shown; numbers and pages are the caller's.
#include "stage/layout_stamp.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime::stage {
namespace {

std::string counted(std::int64_t count, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", format_count(count), count == 1 ? one : many);
}

std::string rows_text(const TableStamp& stamp)
{
    const bool all_there = stamp.shown >= stamp.in_result;
    if (all_there && stamp.counted && stamp.source_cut.empty()) {
        return counted(stamp.shown, "row", "rows");
    }
    std::string cutters = all_there && stamp.counted ? std::string() : stamp.limit;
    if (!stamp.source_cut.empty()) {
        cutters += (cutters.empty() ? "" : " and ") + stamp.source_cut;
    }
    if (all_there) {
        return fmt::format("Showing the first {}, cut by {}", counted(stamp.shown, "row", "rows"), cutters);
    }
    const bool more = !stamp.counted || !stamp.source_cut.empty();
    return fmt::format("Showing {} of {}{}, cut by {}", format_count(stamp.shown), more ? "more than " : "",
                       counted(stamp.in_result, "row", "rows"), cutters);
}

} // namespace

std::string completeness_line(const TableStamp& stamp)
{
    std::string line = rows_text(stamp);
    if (stamp.columns_left_out > 0) {
        line += fmt::format("; {} of {} left out for want of room",
                            format_count(static_cast<std::int64_t>(stamp.columns_left_out)),
                            counted(static_cast<std::int64_t>(stamp.columns), "column", "columns"));
    }
    if (stamp.shortened > 0) {
        line += "; " + counted(stamp.shortened, "long text shortened", "long texts shortened");
    }
    return line;
}

void add_to(Stamp& whole, const TableStamp& stamp, const Widget& widget)
{
    whole.rows_shown += stamp.shown;
    whole.rows_in_result += stamp.in_result;
    if (!stamp.whole() || stamp.shortened > 0) {
        whole.notes.push_back(name_of(widget) + ": " + completeness_line(stamp));
    }
    whole.complete = whole.complete && stamp.whole();
}

} // namespace presstime::stage
