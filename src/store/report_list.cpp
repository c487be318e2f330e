// One filter, six orders. A walk over the index costs a few tens of nanoseconds a report, so no filter has an
// index of its own.
#include "store/report_list.hpp"

#include "store/query.hpp"
#include "store/report_places.hpp"
#include "store/run_list.hpp"

#include <tuple>

namespace presstime::store {
namespace {

// $1 workspace, $2 pattern or '', $3 enabled or -1, $4 ",failed,partial," or '', $5 dashboard or '', $6 tag
// or '', $7 owner or 0.
#define PRESSTIME_REPORTS_THAT_FIT                                                                           \
    "FROM reports WHERE workspace_id = $1 "                                                                  \
    "AND (CAST($2 AS TEXT) = '' OR name_key LIKE $2 ESCAPE '\\') "                                           \
    "AND (CAST($3 AS BIGINT) < 0 OR enabled = $3) "                                                          \
    "AND (CAST($4 AS TEXT) = '' OR $4 LIKE '%,' || last_status || ',%') "                                    \
    "AND (CAST($5 AS TEXT) = '' OR dashboard_id = $5) "                                                      \
    "AND (CAST($6 AS TEXT) = '' OR EXISTS (SELECT 1 FROM report_tags "                                       \
    "WHERE report_tags.report_id = reports.id AND report_tags.tag = $6)) "                                   \
    "AND (CAST($7 AS BIGINT) = 0 OR owner_user_id = $7) "

#define PRESSTIME_LAST_INSTANT "9223372036854775807"
#define PRESSTIME_BY_NAME "name_key"
#define PRESSTIME_BY_NEXT "COALESCE(next_run_at, " PRESSTIME_LAST_INSTANT ")"
#define PRESSTIME_BY_NEXT_DOWN "COALESCE(next_run_at, 0)"
#define PRESSTIME_BY_LAST "COALESCE(last_run_at, " PRESSTIME_LAST_INSTANT ")"
#define PRESSTIME_BY_LAST_DOWN "COALESCE(last_run_at, 0)"

// $8 = 1: from the first, else after ($9, $10).
#define PRESSTIME_REPORT_LINES(key, after, way)                                                              \
    "SELECT " key ", id, dashboard_id " PRESSTIME_REPORTS_THAT_FIT "AND (CAST($8 AS BIGINT) = 1 OR (" key    \
    ", id) " after " ($9, $10)) ORDER BY " key way ", id" way " LIMIT $11"
#define PRESSTIME_ONE_REPORT_LINE(key)                                                                       \
    "SELECT " key ", id, dashboard_id " PRESSTIME_REPORTS_THAT_FIT "AND id = $8"

// By sort, then by order.
constexpr db::Statement kLines[3][2] = {
    {{"report_lines.by_name", PRESSTIME_REPORT_LINES(PRESSTIME_BY_NAME, ">", "")},
     {"report_lines.by_name_down", PRESSTIME_REPORT_LINES(PRESSTIME_BY_NAME, "<", " DESC")}},
    {{"report_lines.by_next_run", PRESSTIME_REPORT_LINES(PRESSTIME_BY_NEXT, ">", "")},
     {"report_lines.by_next_run_down", PRESSTIME_REPORT_LINES(PRESSTIME_BY_NEXT_DOWN, "<", " DESC")}},
    {{"report_lines.by_last_run", PRESSTIME_REPORT_LINES(PRESSTIME_BY_LAST, ">", "")},
     {"report_lines.by_last_run_down", PRESSTIME_REPORT_LINES(PRESSTIME_BY_LAST_DOWN, "<", " DESC")}},
};
constexpr db::Statement kOne[3][2] = {
    {{"report_lines.one_by_name", PRESSTIME_ONE_REPORT_LINE(PRESSTIME_BY_NAME)},
     {"report_lines.one_by_name", PRESSTIME_ONE_REPORT_LINE(PRESSTIME_BY_NAME)}},
    {{"report_lines.one_by_next_run", PRESSTIME_ONE_REPORT_LINE(PRESSTIME_BY_NEXT)},
     {"report_lines.one_by_next_run_down", PRESSTIME_ONE_REPORT_LINE(PRESSTIME_BY_NEXT_DOWN)}},
    {{"report_lines.one_by_last_run", PRESSTIME_ONE_REPORT_LINE(PRESSTIME_BY_LAST)},
     {"report_lines.one_by_last_run_down", PRESSTIME_ONE_REPORT_LINE(PRESSTIME_BY_LAST_DOWN)}},
};
constexpr db::Statement kCount{"report_lines.count",
                               "SELECT COUNT(*) FROM (SELECT 1 " PRESSTIME_REPORTS_THAT_FIT
                               "LIMIT $8) AS counted"};
constexpr db::Statement kSurroundings{"report_lines.surroundings", R"sql(
    SELECT dashboards.name, dashboards.category, COALESCE(reports.last_run_id, 0)
    FROM reports
    JOIN dashboards ON dashboards.workspace_id = reports.workspace_id AND dashboards.id = reports.dashboard_id
    WHERE reports.id = $1
)sql"};

template <typename Statements>
const db::Statement& chosen(const Statements& statements, const ReportOrder& order)
{
    return statements[static_cast<std::size_t>(order.by)][static_cast<std::size_t>(order.order)];
}

db::Parameters filter_of(const ReportQuestion& question)
{
    using db::param;
    const std::int64_t enabled = question.enabled ? (*question.enabled ? 1 : 0) : -1;
    return {param(question.workspace_id),
            param(like_pattern(question.name_part)),
            param(enabled),
            param(list_of(question.last_statuses)),
            param(question.dashboard_id),
            param(question.tag),
            param(question.owner_user_id)};
}

auto reader_of(const ReportOrder& order)
{
    return [by_name = order.by == ReportSort::name](const db::Row& row) -> Result<ReportLine> {
        RowReader reader(row);
        ReportLine line;
        if (by_name)
            line.text = reader.text();
        else
            line.number = reader.integer();
        line.id = reader.integer();
        line.dashboard_id = reader.text();
        return line;
    };
}

} // namespace

Result<std::vector<ReportLine>> list_report_lines(db::Session& session, const ReportQuestion& question,
                                                  const ReportOrder& order,
                                                  const std::optional<ReportLine>& place, int limit)
{
    using db::param;
    const ReportLine after = place.value_or(ReportLine{});
    db::Parameters parameters = filter_of(question);
    parameters.push_back(param(!place));
    parameters.push_back(order.by == ReportSort::name ? param(after.text) : param(after.number));
    parameters.push_back(param(after.id));
    parameters.push_back(param(limit));
    return query_all(session, chosen(kLines, order), parameters, reader_of(order));
}

Result<std::optional<ReportLine>> find_report_line(db::Session& session, const ReportQuestion& question,
                                                   const ReportOrder& order, std::int64_t report_id)
{
    db::Parameters parameters = filter_of(question);
    parameters.push_back(db::param(report_id));
    return query_first(session, chosen(kOne, order), parameters, reader_of(order));
}

Result<std::int64_t> count_reports(db::Session& session, const ReportQuestion& question, int limit)
{
    db::Parameters parameters = filter_of(question);
    parameters.push_back(db::param(limit));
    return TRY(session.query_integer(kCount, parameters)).value_or(0);
}

bool stands_before(const ReportOrder& order, const ReportLine& a, const ReportLine& b)
{
    const auto key = [](const ReportLine& line) { return std::tie(line.text, line.number, line.id); };
    return order.order == SortOrder::ascending ? key(a) < key(b) : key(b) < key(a);
}

Result<ReportSurroundings> surroundings_of(db::Session& session, std::int64_t report_id)
{
    auto found = TRY(query_first(session, kSurroundings, {db::param(report_id)},
                                 [](const db::Row& row) -> Result<ReportSurroundings> {
                                     return ReportSurroundings{row.text(0), row.text(1), row.integer(2)};
                                 }));
    return std::move(found).value_or(ReportSurroundings{});
}

} // namespace presstime::store
