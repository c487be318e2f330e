// Reports as a list shows them: the schedule in words, what comes next, and how the last run went.
#pragma once

#include "control/environment.hpp"
#include "control/run_list.hpp"
#include "model/principal.hpp"
#include "model/report.hpp"
#include "store/report_list.hpp"

#include <optional>
#include <string>

namespace presstime::control {

struct ReportRow {
    Report report;
    std::string dashboard_name;
    std::string category;
    std::string schedule_text;
    std::int64_t recipients = 0; // addresses, and a webhook
    bool orphaned = false;       // as store::is_orphan() says
    std::optional<RunRow> last_run;
};

struct ReportWish {
    store::ReportQuestion question; // its workspace is the caller's
    store::ReportOrder order;
};

struct FoundReports {
    Page<ReportRow> page;
    RowTotal total;
};

class ReportList {
public:
    explicit ReportList(Environment environment) : environment_(std::move(environment)) {}

    Result<FoundReports> list(const Principal& principal, ReportWish wish, const PageRequest& page);

private:
    Environment environment_;
};

} // namespace presstime::control
