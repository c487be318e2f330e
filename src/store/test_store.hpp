// For tests of this folder: a store in a folder of its own with a dashboard and a report, and an eye on every
// statement that is run: its text and the plan SQLite has for it.
#pragma once

#include "platform/db/test_database.hpp"
#include "store/connection_store.hpp"
#include "store/dashboard_store.hpp"
#include "store/delivery_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"
#include "store/store.hpp"
#include "store/token_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace presstime::store {

// What the statements of all tests were: name -> SQL, and name -> the lines of its plan.
struct Observed {
    std::map<std::string, std::string> sql;
    std::map<std::string, std::string> plans;
};
Observed& observed();

// Passes everything on, after asking for the plan of each statement it meets for the first time.
class ObservingSession final : public db::Session {
public:
    explicit ObservingSession(db::Session& session) : session_(session) {}
    Result<std::int64_t> execute(const db::Statement& statement, const db::Parameters& parameters) override;
    Result<> query(const db::Statement& statement, const db::Parameters& parameters,
                   const std::function<Result<>(const db::Row&)>& each) override;
    Result<> execute_script(std::string_view script) override { return session_.execute_script(script); }

private:
    void observe(const db::Statement& statement, const db::Parameters& parameters);
    db::Session& session_;
};

class StoreTest : public testing::Test {
protected:
    using Run = presstime::Run; // not testing::Test's own
    StoreTest();

    // Runs `work(session)` in a write transaction and gives its value; an error fails the test and throws.
    template <typename Work>
    auto write(Work&& work)
    {
        return in_transaction(&db::Database::write, std::forward<Work>(work));
    }
    template <typename Work>
    auto read(Work&& work)
    {
        return in_transaction(&db::Database::read, std::forward<Work>(work));
    }
    // The error of a work that must fail; the transaction leaves nothing.
    template <typename Work>
    Error error_of(Work&& work)
    {
        auto outcome = database_->write([&](db::Session& session) -> Result<> {
            ObservingSession observing(session);
            TRY(work(observing));
            return {};
        });
        EXPECT_FALSE(outcome) << "this should have failed";
        return outcome ? Error{} : outcome.error();
    }

    Instant at(std::int64_t seconds) const { return start_ + std::chrono::seconds(seconds); }
    Report make_report(const std::string& name) const;
    Report add_report(const std::string& name, std::optional<Instant> next_run_at = {});
    NewRun make_run(std::int64_t report_id, Instant nominal_at) const;
    // Queued at its nominal instant.
    std::int64_t add_run(std::int64_t report_id, Instant nominal_at, bool serial = true);
    std::vector<Run> claim(const std::string& worker, int limit, Instant now);
    Run run(std::int64_t id);

    Instant start_ = from_micros(1'790'000'000'000'000);
    ManualClock clock_{start_};
    db::TemporaryFolder folder_;
    std::unique_ptr<db::Database> database_;

private:
    template <typename Work>
    auto in_transaction(Result<> (db::Database::*how)(const std::function<Result<>(db::Session&)>&),
                        Work&& work)
    {
        using Value = typename std::invoke_result_t<Work, db::Session&>::value_type;
        if constexpr (std::is_void_v<Value>) {
            check((database_.get()->*how)([&](db::Session& session) -> Result<> {
                ObservingSession observing(session);
                return work(observing);
            }));
        } else {
            std::optional<Value> value;
            check((database_.get()->*how)([&](db::Session& session) -> Result<> {
                ObservingSession observing(session);
                value = TRY(work(observing));
                return {};
            }));
            return std::move(*value);
        }
    }
    static void check(const Result<>& outcome);
};

} // namespace presstime::store
