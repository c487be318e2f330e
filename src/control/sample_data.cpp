// Every step looks for what is there first, so that a second call makes nothing twice. The file lies in a
// folder below the uploads, where it is no upload of anybody.
#include "control/sample_data.hpp"

#include "codec/document.hpp"
#include "control/access.hpp"
#include "control/folder_connection.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <fstream>

namespace presstime::control {
namespace json = boost::json;
namespace fs = std::filesystem;
namespace {

constexpr const char* kFolder = "samples";
constexpr const char* kReportName = "Seattle weather, sample";

// Without the numbers that the server gives.
std::string told(Dashboard dashboard)
{
    dashboard.number = 0;
    for (Query& query : dashboard.queries)
        query.id = 0;
    return codec::dashboard_to_json(dashboard);
}

} // namespace

std::string SampleData::path_of(const Principal& principal) const
{
    return fmt::format("{}/{}/{}", config_.connection_path, principal.workspace_id, kFolder);
}

Result<> SampleData::write_file(const Principal& principal)
{
    const fs::path folder = config_.folder / std::to_string(principal.workspace_id) / kFolder;
    const fs::path file = folder / "weather.csv";
    std::error_code code;
    fs::create_directories(folder, code);
    if (!code && fs::exists(file, code))
        return {};
    std::ofstream stream(file, std::ios::binary);
    stream << files_.weather_csv;
    stream.close();
    if (code || !stream)
        return fail(Error::retry("the sample data cannot be written; the server's log says why")
                        .with_context(code.message()));
    return {};
}

Result<std::string> SampleData::ensure_connection(const Principal& principal)
{
    return ensure_folder_connection(environment_, connections_, principal, {"samples", path_of(principal)});
}

Result<std::string> SampleData::document(const std::string& connection) const
{
    json::object document = json::parse(TRY(codec::yaml_to_json(files_.dashboard_yaml))).as_object();
    document["id"] = kSampleDashboard;
    document.erase("category"); // of the workspace's own making
    for (json::value& query : document["queries"].as_array())
        query.as_object()["connection"] = connection;
    return json::serialize(document);
}

Result<> SampleData::ensure_dashboard(const Principal& principal, const std::string& connection)
{
    const Result<store::DashboardRecord> found = dashboards_.get(principal, kSampleDashboard);
    if (found || found.error().kind != ErrorKind::not_found)
        return found ? Result<>() : fail(found.error());
    TRY(dashboards_.create(principal, TRY(document(connection))));
    TRY(dashboards_.publish(principal, kSampleDashboard));
    return {};
}

Result<std::vector<Report>> SampleData::reports_on_it(const Principal& principal)
{
    return TRY(reports_.list(principal, kSampleDashboard, {})).items;
}

Result<std::int64_t> SampleData::ensure_report(const Principal& principal)
{
    for (const Report& report : TRY(reports_on_it(principal)))
        if (report.name == kReportName)
            return report.id;
    const std::string recipient = principal.email.empty() ? "you@example.com" : principal.email;
    const json::object report{{"name", kReportName},
                              {"dashboard_id", kSampleDashboard},
                              {"schedule_kind", "weekly"},
                              {"day_of_week", 1},
                              {"hour", 8},
                              {"minute", 0},
                              {"timezone", "UTC"},
                              {"format", "pdf"},
                              {"email_to", json::array{recipient}},
                              {"enabled", false}};
    return TRY(reports_.create(principal, json::serialize(report))).report.id;
}

Result<SamplePlaces> SampleData::make(const Principal& principal)
{
    TRY(require(principal, Action::manage, ResourceKind::connection));
    const std::lock_guard lock(changing_);
    TRY(write_file(principal));
    SamplePlaces places{TRY(ensure_connection(principal)), kSampleDashboard, 0};
    TRY(ensure_dashboard(principal, places.connection));
    places.report_id = TRY(ensure_report(principal));
    return places;
}

Result<> SampleData::remove(const Principal& principal)
{
    TRY(require(principal, Action::manage, ResourceKind::connection));
    const std::lock_guard lock(changing_);
    const store::DashboardRecord dashboard = TRY(dashboards_.get(principal, kSampleDashboard));
    const auto& queries = dashboard.draft.queries;
    const std::string connection = queries.empty() ? std::string() : queries.front().connection;
    if (told(dashboard.draft) != told(TRY(codec::dashboard_from_json(TRY(document(connection))))))
        return fail(Error::conflict(
            fmt::format("dashboard {} was changed since; delete it yourself when it is no longer wanted",
                        kSampleDashboard)));
    for (const Report& report : TRY(reports_on_it(principal)))
        if (report.name != kReportName || report.version != 1)
            return fail(Error::conflict(fmt::format(
                "report {} ({}) was made or changed since; delete it first", report.id, report.name)));
    for (const Report& report : TRY(reports_on_it(principal)))
        TRY(reports_.remove(principal, report.id));
    TRY(dashboards_.remove(principal, kSampleDashboard));
    const Result<> removed = connections_.remove(principal, connection);
    if (!removed && removed.error().kind == ErrorKind::conflict)
        return {}; // somebody reads the data: it stays
    TRY(removed);
    std::error_code ignored;
    fs::remove_all(config_.folder / std::to_string(principal.workspace_id) / kFolder, ignored);
    return {};
}

} // namespace presstime::control
