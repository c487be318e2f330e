// The `data` of an event, from the values it is about: enough for every payload format, and thin (below
// 20 kB: long texts and lists are cut, a list with its full count beside it). Secrets, recipients and options
// of connections never stand in it.
#pragma once

#include "model/access.hpp"
#include "model/connection.hpp"
#include "model/dashboard.hpp"
#include "model/delivery.hpp"
#include "model/query_run.hpp"
#include "model/report.hpp"
#include "model/run.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::codec {

// What is not set is left out. The values pointed to need to live during the call only.
struct EventFacts {
    std::int64_t workspace_id = 1;
    std::string workspace_name;
    std::string changed_by;           // for people: "ann@example.com", "key nightly"; empty for runs
    std::vector<std::string> changes; // names of the members that differ
    const Dashboard* dashboard = nullptr;
    const Query* query = nullptr; // of `dashboard`
    const Report* report = nullptr;
    std::optional<Instant> schedule_starts_at; // what starts_on and ends_on mean in the report's zone
    std::optional<Instant> schedule_ends_at;
    const Run* run = nullptr;
    const std::vector<Artifact>* artifacts = nullptr;   // of `run`
    const std::vector<StoredResult>* results = nullptr; // of `run`; those that hold rows are listed
    const QueryRun* query_run = nullptr;
    const Delivery* delivery = nullptr;
    const Category* category = nullptr;
    const Connection* connection = nullptr;
    std::string structured_query; // JSON; of `report`, where its receiver is to run it
};
std::string event_data(const EventFacts& facts);

// Which thing an event is about, as its data names it: for a line in a list. 0 and "" are what it does not
// name.
struct EventSubject {
    std::string title; // the thing's name at that time
    std::int64_t run_id = 0;
    std::int64_t report_id = 0;
    std::string dashboard_id;
    std::string connection;
};
EventSubject event_subject(std::string_view type, std::string_view data);

// Where a stored result is fetched: paths under the server's public address.
std::string run_results_path(const Dashboard& dashboard, std::int64_t run_id);
std::string query_result_path(const Dashboard& dashboard, std::int64_t query_id, std::int64_t run_id);
std::string query_run_path(const Dashboard& dashboard, const QueryRun& run);

} // namespace presstime::codec
