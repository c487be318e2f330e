// /v1/today and /v1/runs: what ran, what runs and what comes, over all reports that the caller may read.
#include "api/watch_routes.hpp"

#include "api/watch_json.hpp"
#include "base/text.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace presstime::api {
namespace json = boost::json;
namespace {

Result<std::vector<RunStatus>> read_statuses(const Call& call)
{
    std::vector<RunStatus> statuses;
    if (const std::string text = call.query("status"); !text.empty())
        for (const std::string_view word : split(text, ',')) {
            const auto status = from_text<RunStatus>(word);
            if (!status)
                return fail(Error::invalid(
                    "status", fmt::format("status must be one or more of {}", list_words<RunStatus>())));
            if (std::ranges::find(statuses, *status) == statuses.end())
                statuses.push_back(*status);
        }
    return statuses;
}

Result<control::RunWish> read_wish(const Call& call)
{
    control::RunWish wish;
    wish.from = TRY(call.instant("from"));
    wish.to = TRY(call.instant("to"));
    wish.statuses = TRY(read_statuses(call));
    wish.dashboard_id = call.query("dashboard_id");
    wish.name_part = call.query("q");
    if (const std::string cause = call.query("cause"); !cause.empty()) {
        wish.cause = from_text<RunCause>(cause);
        if (!wish.cause)
            return fail(
                Error::invalid("cause", fmt::format("cause must be one of {}", list_words<RunCause>())));
    }
    if (const std::string report = call.query("report_id"); !report.empty()) {
        const auto id = parse_int(report);
        if (!id || *id < 1)
            return fail(Error::invalid("report_id", "report_id must be the number of a report"));
        wish.report_id = *id;
    }
    return wish;
}

Result<store::ReportOrder> read_order(const Call& call)
{
    std::string name = call.query("sort");
    store::ReportOrder order;
    if (name.starts_with('-')) {
        order.order = store::SortOrder::descending;
        name.erase(0, 1);
    }
    if (name.empty() || name == "name")
        order.by = store::ReportSort::name;
    else if (name == "next_run_at")
        order.by = store::ReportSort::next_run_at;
    else if (name == "last_run_at")
        order.by = store::ReportSort::last_run_at;
    else
        return fail(Error::invalid("sort",
                                   "sort must be one of name, next_run_at, last_run_at, or one of them "
                                   "after a - for the other way round"));
    return order;
}

Result<control::ReportWish> read_report_wish(const Call& call)
{
    control::ReportWish wish;
    wish.order = TRY(read_order(call));
    wish.question.name_part = call.query("q");
    wish.question.dashboard_id = call.query("dashboard_id");
    wish.question.tag = call.query("tag");
    wish.question.last_statuses = TRY(read_statuses(call));
    if (const std::string enabled = call.query("enabled"); !enabled.empty()) {
        if (enabled != "true" && enabled != "false")
            return fail(Error::invalid("enabled", "enabled must be true or false"));
        wish.question.enabled = enabled == "true";
    }
    if (const std::string owner = call.query("owner"); !owner.empty()) {
        const auto id = owner == "me" ? std::optional(call.principal.user_id) : parse_int(owner);
        if (!id || *id < 1)
            return fail(
                Error::invalid("owner", "owner must be the number of a user, or me for the user who asks"));
        wish.question.owner_user_id = *id;
    }
    return wish;
}

} // namespace

Result<http::Response> report_rows_answer(const Call& call, control::ReportList& reports)
{
    if (call.query("view") != "rows")
        return fail(Error::invalid("view", "view must be rows, or left out for whole documents"));
    const auto found =
        TRY(reports.list(call.principal, TRY(read_report_wish(call)), TRY(page_of_rows(call))));
    json::array items;
    for (const control::ReportRow& row : found.page.items)
        items.push_back(report_row_json(row));
    return with_total(list_answer(call, items, found.page.next_cursor), found.total);
}

void add_watch_routes(RouteTable& table, const WatchControls& controls)
{
    table.add({"GET", "/v1/today", [controls](const Call& call) -> Result<http::Response> {
                   return json_answer(200, today_json(TRY(controls.today.show(
                                               call.principal, call.query("date"), call.query("timezone")))));
               }});
    table.add({"GET", "/v1/runs", [controls](const Call& call) -> Result<http::Response> {
                   const auto rows =
                       TRY(controls.runs.list(call.principal, TRY(read_wish(call)), TRY(page_of_rows(call))));
                   json::array items;
                   for (const control::RunRow& row : rows.page.items)
                       items.push_back(run_row_json(row));
                   return with_total(list_answer(call, items, rows.page.next_cursor), rows.total);
               }});
}

Result<control::PageRequest> page_of_rows(const Call& call)
{
    constexpr int kRowsOfAPage = 100;
    control::PageRequest page = TRY(call.page());
    if (page.limit == 0)
        page.limit = kRowsOfAPage;
    return page;
}

http::Response with_total(http::Response response, const control::RowTotal& total)
{
    response.headers.emplace_back("X-Total-Count", control::to_string(total));
    return response;
}

} // namespace presstime::api
