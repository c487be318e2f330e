// The fixture of the store's tests, and what it judges once all have run: that no statement walks a table
// which grows, and, on request, the texts of all statements for a check against another database.
#include "store/test_store.hpp"

#include "base/log.hpp"

#include <fstream>
#include <regex>
#include <set>

namespace presstime::store {

Observed& observed()
{
    static Observed everything;
    return everything;
}

void ObservingSession::observe(const db::Statement& statement, const db::Parameters& parameters)
{
    auto [entry, is_new] = observed().sql.try_emplace(std::string(statement.name), statement.sql);
    ASSERT_EQ(entry->second, statement.sql) << "two statements are named " << statement.name;
    if (!is_new || statement.sql.find("CREATE") != std::string_view::npos)
        return;
    std::string explain = "EXPLAIN QUERY PLAN " + entry->second;
    db::Statement explained{"test.explain", explain};
    std::string& plan = observed().plans[entry->first];
    auto done = session_.query(explained, parameters, [&](const db::Row& row) -> Result<> {
        plan += row.text(3) + "\n";
        return {};
    });
    ASSERT_TRUE(done) << statement.name << ": " << done.error().context;
}

Result<std::int64_t> ObservingSession::execute(const db::Statement& statement,
                                               const db::Parameters& parameters)
{
    observe(statement, parameters);
    return session_.execute(statement, parameters);
}

Result<> ObservingSession::query(const db::Statement& statement, const db::Parameters& parameters,
                                 const std::function<Result<>(const db::Row&)>& each)
{
    observe(statement, parameters);
    return session_.query(statement, parameters, each);
}

StoreTest::StoreTest()
{
    auto opened = open(folder_.path(), "owner@example.com", clock_);
    check(opened ? Result<>() : Result<>(std::unexpected(opened.error())));
    database_ = std::move(*opened);
    DashboardRecord dashboard;
    dashboard.draft.id = "dash_sales";
    dashboard.draft.name = "Sales";
    write([&](db::Session& session) { return insert_dashboard(session, dashboard, start_); });
}

void StoreTest::check(const Result<>& outcome)
{
    if (!outcome)
        throw std::runtime_error(outcome.error().message + " " + outcome.error().context);
}

Report StoreTest::make_report(const std::string& name) const
{
    Report report;
    report.workspace_id = 1;
    report.dashboard_id = "dash_sales";
    report.name = name;
    report.formats = {"pdf"};
    return report;
}

Report StoreTest::add_report(const std::string& name, std::optional<Instant> next_run_at)
{
    Report report = make_report(name);
    report.next_run_at = next_run_at;
    write([&](db::Session& session) { return insert_report(session, report, start_); });
    return report;
}

NewRun StoreTest::make_run(std::int64_t report_id, Instant nominal_at) const
{
    NewRun row;
    row.run.workspace_id = 1;
    row.run.report_id = report_id;
    row.run.nominal_at = nominal_at;
    row.run.not_before = nominal_at;
    row.run.queued_at = nominal_at;
    return row;
}

std::int64_t StoreTest::add_run(std::int64_t report_id, Instant nominal_at, bool serial)
{
    NewRun row = make_run(report_id, nominal_at);
    row.serial = serial;
    write([&](db::Session& session) { return insert_run(session, row); });
    return row.run.id;
}

std::vector<presstime::Run> StoreTest::claim(const std::string& worker, int limit, Instant now)
{
    return write([&](db::Session& session) {
        return claim_runs(session, worker, limit, now, now + std::chrono::seconds(30));
    });
}

presstime::Run StoreTest::run(std::int64_t id)
{
    return read([&](db::Session& session) { return get_run(session, id); });
}

namespace {

// Judged when every test has run, over the statements of them all.
class StatementReview final : public testing::Environment {
public:
    void SetUp() override { set_log_level(LogLevel::off); }
    void TearDown() override
    {
        // SCAN without an index is a walk over a whole table: allowed where people, not time, make the rows
        // (a handful of server_keys). A new workspace is looked for in every table that names one. The queue
        // of event_deliveries.webhooks_with_due is the rows it makes itself, one a webhook, as are the owners
        // of reports.orphaned, what is counted no further than a limit, and the reports that are wanted.
        static const std::regex walk("SCAN (?!(?:queue|owners|counted|wanted)\n)[a-z_]+\n");
        static const std::set<std::string> walking{"schema_migrations.list",     "tokens.list",
                                                   "data_access_keys.newest",    "server_keys.current",
                                                   "server_keys.published",      "server_keys.retire",
                                                   "server_keys.delete_retired", "workspaces.insert"};
        for (const auto& [name, plan] : observed().plans)
            EXPECT_TRUE(walking.contains(name) || !std::regex_search(plan, walk)) << name << "\n" << plan;
        if (const char* folder = std::getenv("PRESSTIME_STATEMENTS_OUT"))
            for (const auto& [name, sql] : observed().sql)
                std::ofstream(std::filesystem::path(folder) / (name + ".sql")) << sql;
    }
};

const auto* const kReview = testing::AddGlobalTestEnvironment(new StatementReview);

} // namespace
} // namespace presstime::store
