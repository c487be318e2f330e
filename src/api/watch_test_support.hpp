// A morning with reports and runs in it, for tests of the page of a day and of lists.
#pragma once

#include "api/access_world.hpp"
#include "store/delivery_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"

namespace presstime::api {

inline constexpr std::chrono::minutes kMinute{1};

class Watch : public testing::Test {
protected:
    using Run = presstime::Run; // not testing::Test's own
    Watch() { world.clock.set(*parse_rfc3339("2026-03-02T14:00:00Z")); }

    std::int64_t add_report(const std::string& name, const std::string& dashboard = "dash_open",
                            json::object more = {})
    {
        json::object report = World::weekly_report();
        report["name"] = name;
        report["dashboard_id"] = dashboard;
        for (auto& [key, value] : more)
            report[key] = value;
        return world.add_report(report);
    }
    // A run that was due at `nominal` and ended `after` it.
    std::int64_t ended(std::int64_t report_id, const std::string& nominal, RunStatus status,
                       std::chrono::minutes after = kMinute, RunCause cause = RunCause::schedule)
    {
        const Instant at = *parse_rfc3339(nominal);
        std::int64_t id = 0;
        world.write([&](db::Session& session) -> Result<> {
            store::NewRun row = queued(report_id, at, cause);
            TRY(store::insert_run(session, row));
            id = row.run.id;
            for (const Run& run : TRY(store::claim_runs(session, "w", 100, at, at + kMinute))) {
                const store::RunFence fence{run.id, run.attempt, "w"};
                if (run.id != id) {
                    TRY(store::release_run(session, fence, at));
                } else if (status == RunStatus::failed) {
                    TRY(store::fail_run(session, fence, "the source is away", at + after));
                } else {
                    TRY(store::hand_run_to_delivery(session, fence, {.rows = 7}));
                    TRY(store::finish_delivered_run(session, id, status, "", at + after));
                }
            }
            return {};
        });
        return id;
    }
    store::NewRun queued(std::int64_t report_id, Instant at, RunCause cause = RunCause::schedule)
    {
        store::NewRun row;
        row.run.workspace_id = 1;
        row.run.report_id = report_id;
        row.run.nominal_at = at;
        row.run.not_before = at;
        row.run.queued_at = at;
        row.run.cause = cause;
        row.serial = false;
        return row;
    }
    std::int64_t add_delivery(std::int64_t run_id, std::int64_t report_id, const std::string& recipient,
                              DeliveryState state, int revision = 0)
    {
        Delivery delivery;
        delivery.workspace_id = 1;
        delivery.run_id = run_id;
        delivery.report_id = report_id;
        delivery.channel = "email";
        delivery.recipient = recipient;
        delivery.state = state;
        delivery.revision = revision;
        delivery.reason = state == DeliveryState::rejected ? "550 no such user" : "";
        delivery.finished_at = world.clock.now();
        world.write([&](db::Session& session) -> Result<> {
            EXPECT_TRUE(TRY(store::insert_delivery(session, delivery)));
            return {};
        });
        return delivery.id;
    }
    static std::vector<std::int64_t> ids(const json::value& rows)
    {
        std::vector<std::int64_t> out;
        for (const json::value& row : rows.as_array())
            out.push_back(row.at("id").to_number<std::int64_t>());
        return out;
    }
    std::vector<std::int64_t> list(const std::string& query)
    {
        const Answer answer = world.get("/v1/runs?" + query);
        EXPECT_EQ(answer.status, 200) << answer.response.body;
        return ids(answer.body);
    }
    // The address of the next page as a server reads it, or nothing.
    static std::string next_of(const Answer& page)
    {
        const std::string link = page.header("Link");
        return link.empty() ? "" : percent_decode(link.substr(1, link.find('>') - 1)).value();
    }

    AccessWorld world;
};

} // namespace presstime::api
