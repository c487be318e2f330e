// Fills a data folder with dashboards, reports and runs as years of work would leave them: the state of the
// release before, written in bulk, and then brought forward by the program's own migrations, whose time is
// printed. Choices are drawn from a printed seed; instants end at now.
//   bench_lists_seed --folder FOLDER [--reports N] [--runs N] [--dashboards N] [--seed N]
#include "../bench.hpp"

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "codec/document.hpp"
#include "platform/db/database.hpp"
#include "store/migrate.hpp"
#include "store/store.hpp"

#include <chrono>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <random>
#include <sqlite3.h>
#include <string>
#include <vector>

using namespace presstime;
using bench::must;

namespace {

constexpr int kBeforeWatching = 9; // the migrations that the bulk is written for
constexpr std::int64_t kDay = 86'400'000'000;

struct Options {
    std::filesystem::path folder;
    std::int64_t reports = 100'000;
    std::int64_t runs = 10'000'000;
    std::int64_t dashboards = 1'000;
    std::int64_t seed = 1;
};

// A connection of our own that trades safety for speed: the folder is thrown away when this fails.
class Bulk {
public:
    explicit Bulk(const std::filesystem::path& file)
    {
        sqlite3_open(file.c_str(), &handle_);
        run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1500000; "
            "PRAGMA foreign_keys = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN");
    }
    ~Bulk()
    {
        run("COMMIT");
        for (auto& [text, statement] : statements_)
            sqlite3_finalize(statement);
        sqlite3_close(handle_);
    }
    Bulk(const Bulk&) = delete;
    Bulk& operator=(const Bulk&) = delete;

    void run(const std::string& script)
    {
        char* error = nullptr;
        if (sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, &error) != SQLITE_OK) {
            fmt::print(stderr, "{}\n", error);
            std::exit(1);
        }
    }
    template <typename... Values>
    void insert(const char* text, const Values&... values)
    {
        sqlite3_stmt* statement = prepared(text);
        int slot = 0;
        (bind(statement, ++slot, values), ...);
        if (sqlite3_step(statement) != SQLITE_DONE) {
            fmt::print(stderr, "{}\n", sqlite3_errmsg(handle_));
            std::exit(1);
        }
        sqlite3_reset(statement);
    }
    // Indexes are written once, at the end.
    void put_indexes_off(const std::string& table)
    {
        sqlite3_stmt* statement = prepared(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL");
        bind(statement, 1, table);
        std::vector<std::string> names;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            names.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
            indexes_.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 1)));
        }
        sqlite3_reset(statement);
        for (const std::string& name : names)
            run("DROP INDEX " + name);
    }
    void build_indexes()
    {
        for (const std::string& index : indexes_)
            run(index);
    }

private:
    sqlite3_stmt* prepared(const char* text)
    {
        for (auto& [known, statement] : statements_)
            if (known == text)
                return statement;
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle_, text, -1, &statement, nullptr) != SQLITE_OK) {
            fmt::print(stderr, "{}\n", sqlite3_errmsg(handle_));
            std::exit(1);
        }
        statements_.emplace_back(text, statement);
        return statement;
    }
    static void bind(sqlite3_stmt* statement, int slot, std::int64_t value)
    {
        sqlite3_bind_int64(statement, slot, value);
    }
    static void bind(sqlite3_stmt* statement, int slot, std::string_view value)
    {
        sqlite3_bind_text(statement, slot, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
    }

    sqlite3* handle_ = nullptr;
    std::vector<std::pair<const char*, sqlite3_stmt*>> statements_;
    std::vector<std::string> indexes_;
};

std::string dashboard_id(std::int64_t n)
{
    return fmt::format("dash_{:05}", n);
}

// Every second category is open to admins alone, as a caller with few rights meets it.
void fill_dashboards(Bulk& bulk, const Options& options)
{
    constexpr std::int64_t kCategories = 20;
    for (std::int64_t n = 0; n < kCategories; ++n)
        bulk.insert("INSERT INTO categories (workspace_id, name, description, grants) VALUES (1, ?1, '', ?2)",
                    fmt::format("Team {:02}", n),
                    n % 2 == 0 ? R"([{"role":"admin","level":"manage"}])" : "[]");
    for (std::int64_t n = 0; n < options.dashboards; ++n) {
        Dashboard dashboard;
        dashboard.id = dashboard_id(n);
        dashboard.name = fmt::format("Dashboard {:05}", n);
        Widget note;
        note.id = "w_note";
        note.kind = WidgetKind::text;
        note.markdown = "Nothing to query.";
        dashboard.widgets = {note};
        bulk.insert(
            "INSERT INTO dashboards (id, workspace_id, number, name, category, draft, version, created_at, "
            "updated_at) VALUES (?1, 1, ?2, ?3, ?4, ?5, 1, 0, 0)",
            dashboard.id, n + 1, dashboard.name, fmt::format("Team {:02}", n % kCategories),
            codec::dashboard_to_json(dashboard));
    }
    bulk.insert("INSERT INTO categories (workspace_id, name, description, grants) "
                "VALUES (1, 'Archive', '', '[]')");
    bulk.insert(
        "INSERT INTO dashboards (id, workspace_id, number, name, category, draft, version, created_at, "
        "updated_at) SELECT 'dash_archive', 1, ?1, 'Archive', 'Archive', draft, 1, 0, 0 "
        "FROM dashboards WHERE number = 1",
        options.dashboards + 1);
}

// One report that ran in the first days alone, and that is all of its category.
void fill_archive(Bulk& bulk, std::int64_t runs_per_day)
{
    bulk.insert("INSERT INTO reports (uuid, workspace_id, dashboard_id, name, enabled, document, version, "
                "created_at, updated_at, owner_user_id) SELECT 'report-archive', 1, 'dash_archive', "
                "'archive of the old plant', 0, document, 1, 0, 0, 1 FROM reports WHERE id = 1");
    for (std::int64_t day = 0; day < 4; ++day)
        bulk.insert("UPDATE runs SET report_id = (SELECT MAX(id) FROM reports), burst_key = 'archive' "
                    "WHERE id = ?1",
                    1 + day * runs_per_day);
}

// A result that one of 100,000 runs has, and a cause that one of 2,000 has.
void make_some_rare(Bulk& bulk)
{
    bulk.run("UPDATE runs SET status = 'cancelled' WHERE id % 100000 = 7; "
             "UPDATE runs SET cause = 'manual' WHERE id % 2000 = 3");
}

// What the other lists are made of: an audit and events of some size, with kinds that are rare in them.
void fill_audit_and_events(Bulk& bulk, std::int64_t rows, Instant now)
{
    for (std::int64_t n = 0; n < rows; ++n) {
        const std::int64_t at = to_micros(now) - (rows - n) * 1'000'000;
        const bool rare = n % 100'000 == 7;
        bulk.insert("INSERT INTO audit (workspace_id, at, actor, peer, action, resource, detail) "
                    "VALUES (1, ?1, ?2, '', ?3, ?4, '')",
                    at, rare ? "Zoe" : "Ann", rare ? "settings.updated" : "report.updated",
                    fmt::format("report {}", n % 100'000));
        bulk.insert(
            "INSERT INTO events (uuid, workspace_id, type, occurred_at, actor, resource, resource_id, "
            "category, deleted, tombstone_grants, run_id, data, fanned_out) "
            "VALUES (?1, 1, ?2, ?3, '', 'report', ?4, ?5, 0, '[]', NULL, '{}', 1)",
            fmt::format("evt_{:020}", n), rare ? "report.deleted" : "report.updated", at,
            fmt::format("{}", 1 + n % 100'000), fmt::format("Team {:02}", n % 20));
    }
}

struct Plan {
    std::int64_t minute_of_day = 0;
};

std::vector<Plan> fill_reports(Bulk& bulk, const Options& options, Instant now, std::mt19937_64& random)
{
    constexpr const char* kWords[] = {"revenue", "stock",   "churn", "orders",
                                      "margin",  "tickets", "leads", "usage"};
    const std::int64_t today = to_micros(now) - to_micros(now) % kDay;
    std::vector<Plan> plans;
    for (std::int64_t n = 0; n < options.reports; ++n) {
        // Half of them at one of the hours that people like, the others anywhere in the day.
        const std::int64_t minute =
            static_cast<std::int64_t>(random() % 2 == 0 ? 60 * (6 + random() % 4) : random() % 1'440);
        Report report;
        report.dashboard_id = dashboard_id(n % options.dashboards);
        report.name = fmt::format("{} {} of region {:03}", kWords[random() % 8], n, random() % 500);
        report.formats = {n % 3 == 0 ? "csv" : "pdf"};
        report.email_to = {fmt::format("person{}@example.com", n)};
        report.schedule.hour = static_cast<int>(minute / 60);
        report.schedule.minute = static_cast<int>(minute % 60);
        if (n % 10 == 0)
            report.tags = {"board"};
        const std::int64_t at = today + minute * 60'000'000;
        const std::int64_t next = at > to_micros(now) ? at : at + kDay;
        bulk.insert(
            "INSERT INTO reports (uuid, workspace_id, dashboard_id, name, enabled, document, version, "
            "next_run_at, created_at, updated_at, owner_user_id) "
            "VALUES (?1, 1, ?2, ?3, 1, ?4, 1, ?5, 0, 0, 1)",
            fmt::format("report-{:08}", n), report.dashboard_id, report.name, codec::report_to_json(report),
            next);
        plans.push_back({minute});
    }
    return plans;
}

struct Outcome {
    const char* status = "success";
    const char* error = "";
    std::int64_t took_us = 0;
};

Outcome draw_outcome(std::mt19937_64& random)
{
    const std::uint64_t dice = random() % 1'000;
    const auto seconds = static_cast<std::int64_t>(random() % 240);
    if (dice < 10)
        return {"failed", "the source shop did not answer within 30 s", seconds * 1'000'000};
    if (dice < 18)
        return {"partial", "one widget could not be drawn", seconds * 1'000'000};
    if (dice < 23)
        return {"skipped", "", 0};
    // Two of a hundred end past the five minutes of grace.
    return {"success", "", (dice < 43 ? 600 + seconds : seconds) * 1'000'000};
}

// Day by day, as they came; the last day is today as far as it has gone.
void fill_runs(Bulk& bulk, const Options& options, const std::vector<Plan>& plans, Instant now,
               std::mt19937_64& random)
{
    bulk.put_indexes_off("runs");
    const std::int64_t today = to_micros(now) - to_micros(now) % kDay;
    const std::int64_t days = (options.runs + options.reports - 1) / options.reports;
    std::int64_t made = 0;
    for (std::int64_t day = days - 1; day >= 0 && made < options.runs; --day)
        for (std::size_t n = 0; n < plans.size() && made < options.runs; ++n) {
            const std::int64_t nominal = today - day * kDay + plans[n].minute_of_day * 60'000'000;
            if (nominal > to_micros(now))
                continue;
            ++made;
            const Outcome outcome = draw_outcome(random);
            const std::int64_t started = nominal + 1'000'000;
            bulk.insert(
                "INSERT INTO runs (uuid, workspace_id, report_id, nominal_at, nominal_local, period_start, "
                "period_end, cause, status, phase, serial, error, not_before, queued_at, started_at, "
                "finished_at, rows, skipped_count) VALUES (?1, 1, ?2, ?3, '2026-01-01T09:00:00Z[UTC]', ?3, "
                "?3, 'schedule', ?4, 'done', 1, ?5, ?3, ?3, ?6, ?7, 1200, ?8)",
                fmt::format("run-{:010}", made), static_cast<std::int64_t>(n) + 1, nominal, outcome.status,
                outcome.error, started, started + outcome.took_us,
                static_cast<std::int64_t>(std::strcmp(outcome.status, "skipped") == 0 ? 1 : 0));
            if (day < 3)
                bulk.insert(
                    "INSERT INTO deliveries (workspace_id, run_id, report_id, purpose, channel, recipient, "
                    "role, artifact_n, revision, message_id, payload_key, state, max_attempts, created_at, "
                    "finished_at) VALUES (1, ?1, ?2, 'report', 'email', 'a@example.com', 'to', 0, 0, 'm', "
                    "'k', ?3, 5, ?4, ?4)",
                    made, static_cast<std::int64_t>(n) + 1, random() % 500 == 0 ? "rejected" : "accepted",
                    started);
        }
    fmt::print("{} runs over {} days\n", made, days);
    bulk.build_indexes();
}

Options read_options(int count, char** values)
{
    Options options;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = values[i];
        const auto number = parse_int(values[i + 1]);
        if (name == "--folder")
            options.folder = values[i + 1];
        else if (number && *number > 0 && name == "--reports")
            options.reports = *number;
        else if (number && *number > 0 && name == "--runs")
            options.runs = *number;
        else if (number && *number > 0 && name == "--dashboards")
            options.dashboards = *number;
        else if (number && name == "--seed")
            options.seed = *number;
        else
            options.folder.clear();
    }
    if (options.folder.empty() || count % 2 == 0) {
        fmt::print(stderr,
                   "usage: bench_lists_seed --folder FOLDER [--reports N] [--runs N] [--dashboards N] "
                   "[--seed N]\n");
        std::exit(2);
    }
    return options;
}

double seconds_since(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int count, char** values)
{
    set_log_level(LogLevel::off);
    const Options options = read_options(count, values);
    const std::filesystem::path file = options.folder / "presstime.db";
    std::filesystem::create_directories(options.folder);
    if (std::filesystem::exists(file)) {
        fmt::print(stderr, "{} is there already; give an empty folder\n", file.string());
        return 1;
    }
    const Instant now = SystemClock().now();
    fmt::print("seed {}\n", options.seed);
    std::mt19937_64 random(static_cast<std::uint64_t>(options.seed));
    const auto all = store::builtin_migrations(db::Dialect::sqlite);
    {
        auto database = must(db::open_sqlite({.file = file}), "open");
        must(store::migrate(*database, all.first(kBeforeWatching), now), "migrate");
        must(database->write([](db::Session& session) {
            return session.execute_script(
                "INSERT INTO workspaces (id, uuid, name, owner_email, created_at) "
                "VALUES (1, 'bench', 'Default', 'owner@example.com', 0); "
                "INSERT INTO users (id, workspace_id, email, email_key, name, role, "
                "created_at) VALUES (1, 1, 'ann@example.com', 'ann@example.com', 'Ann', "
                "'admin', 0)");
        }),
             "workspace");
        database->close();
    }
    auto start = std::chrono::steady_clock::now();
    {
        Bulk bulk(file);
        fill_dashboards(bulk, options);
        const std::vector<Plan> plans = fill_reports(bulk, options, now, random);
        fill_runs(bulk, options, plans, now, random);
        make_some_rare(bulk);
        fill_archive(bulk, options.reports);
        fill_audit_and_events(bulk, 10 * options.reports, now);
    }
    fmt::print("filled in {:.0f} s, {}\n", seconds_since(start),
               format_bytes(std::filesystem::file_size(file)));
    start = std::chrono::steady_clock::now();
    auto database = must(store::open(options.folder, "owner@example.com", SystemClock()), "open");
    fmt::print("brought forward in {:.0f} s, ", seconds_since(start));
    database->close();
    database.reset();
    fmt::print("{}\n", format_bytes(std::filesystem::file_size(file)));
    return 0;
}
