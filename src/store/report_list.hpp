// Reports for people to look through, filtered and sorted over one narrow index: the documents of 100,000
// reports stay unread until a page of them is shown. Who may see which is the caller's.
#pragma once

#include "model/report.hpp"
#include "model/run.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

struct ReportQuestion {
    std::int64_t workspace_id = 1;
    std::string name_part; // "" = any; letters of ASCII in any case
    std::optional<bool> enabled;
    std::vector<RunStatus> last_statuses; // none = any
    std::string dashboard_id;             // "" = any
    std::string tag;                      // "" = any
    std::int64_t owner_user_id = 0;       // 0 = any
};

// What has no next or last run comes last either way.
enum class ReportSort { name, next_run_at, last_run_at };
enum class SortOrder { ascending, descending };
struct ReportOrder {
    ReportSort by = ReportSort::name;
    SortOrder order = SortOrder::ascending;
};

// A report in a list; `text` or `number` is what it is sorted by, with `id` where a list goes on.
struct ReportLine {
    std::string text;
    std::int64_t number = 0;
    std::int64_t id = 0;
    std::string dashboard_id;
};
// Strictly after `place` (nothing = from the first).
Result<std::vector<ReportLine>> list_report_lines(db::Session& session, const ReportQuestion& question,
                                                  const ReportOrder& order,
                                                  const std::optional<ReportLine>& place, int limit);
// That one, if it fits the question.
Result<std::optional<ReportLine>> find_report_line(db::Session& session, const ReportQuestion& question,
                                                   const ReportOrder& order, std::int64_t report_id);
Result<std::int64_t> count_reports(db::Session& session, const ReportQuestion& question, int limit);
// Whether `a` stands before `b` in that order.
bool stands_before(const ReportOrder& order, const ReportLine& a, const ReportLine& b);

// What a list shows beside the document.
struct ReportSurroundings {
    std::string dashboard_name;
    std::string category;
    std::int64_t last_run_id = 0; // 0 = none yet
};
Result<ReportSurroundings> surroundings_of(db::Session& session, std::int64_t report_id);

} // namespace presstime::store
