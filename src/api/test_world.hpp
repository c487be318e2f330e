// A world for the tests of this folder: the router over a real state database, object store and sources in a
// folder of its own; only the clock is ours.
#pragma once

#include "api/live_words.hpp"
#include "api/router.hpp"
#include "api/test_setting_book.hpp"
#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/http/fetch.hpp"
#include "run/interactive_pool.hpp"
#include "run/source_pool.hpp"
#include "source/source.hpp"
#include "stage/event_body.hpp"
#include "store/store.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>

namespace presstime::api {

namespace json = boost::json;

// A response with its body read.
struct Answer {
    int status = 0;
    json::value body;
    http::Response response;

    std::string header(std::string_view name) const
    {
        for (const auto& [key, value] : response.headers)
            if (key == name)
                return value;
        return {};
    }
    std::string text(std::string_view key) const
    {
        const json::value* value = body.is_object() ? body.get_object().if_contains(key) : nullptr;
        return value && value->is_string() ? std::string(value->get_string()) : std::string{};
    }
    std::int64_t number(std::string_view key) const { return body.at(key).to_number<std::int64_t>(); }
};

inline std::vector<control::ConnectionKind> connection_kinds()
{
    std::vector<control::ConnectionKind> kinds;
    for (const SourcePlugin& plugin : source_plugins())
        kinds.push_back({plugin.name, plugin.options, plugin.summary});
    return kinds;
}

inline std::unique_ptr<db::Database> open_store(const std::filesystem::path& folder, const Clock& clock)
{
    auto opened = store::open(folder, "owner@example.com", clock);
    EXPECT_TRUE(opened.has_value()) << opened.error().message;
    return std::move(*opened);
}

inline std::filesystem::path make_test_folder()
{
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("presstime-api-" + make_random_text(12));
    std::filesystem::create_directories(folder / "data");
    std::ofstream(folder / "data" / "sales.csv")
        << "month,region,revenue\n2026-01,North,10\n2026-02,South,20\n";
    return folder;
}

class World {
public:
    World() { admin_key = make_key("admin"); }
    ~World()
    {
        database->close();
        std::filesystem::remove_all(folder);
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    std::string make_key(const std::string& scope)
    {
        http::Request request;
        request.method = "POST";
        request.path = "/v1/tokens";
        request.local = true;
        request.body = json::serialize(json::object{{"name", "test " + scope}, {"scope", scope}});
        return read(router.handle(request)).text("token");
    }

    Answer send(const std::string& method, const std::string& path, const std::string& body = "",
                std::map<std::string, std::string> headers = {})
    {
        http::Request request;
        request.method = method;
        const std::size_t mark = path.find('?');
        request.path = path.substr(0, mark);
        if (mark != std::string::npos)
            for (std::string_view pair : split(std::string_view(path).substr(mark + 1), '&'))
                request.query[std::string(pair.substr(0, pair.find('=')))] =
                    std::string(pair.substr(pair.find('=') + 1));
        request.headers = std::move(headers);
        request.headers.try_emplace("authorization", "Bearer " + admin_key);
        request.body = body;
        return read(router.handle(request));
    }
    Answer get(const std::string& path) { return send("GET", path); }
    Answer post(const std::string& path, const std::string& body = "") { return send("POST", path, body); }
    Answer patch(const std::string& path, const std::string& body) { return send("PATCH", path, body); }

    // The connection "shop" over the folder's CSV files and the published dashboard dash_sales over it.
    void add_sales()
    {
        const json::object connection{
            {"name", "shop"}, {"source", "duckdb"}, {"options", {{"path", (folder / "data").string()}}}};
        const Answer shop = post("/v1/connections", json::serialize(connection));
        ASSERT_EQ(shop.status, 201) << json::serialize(shop.body);
        const Answer dashboard = post("/v1/dashboards", json::serialize(sales_dashboard()));
        ASSERT_EQ(dashboard.status, 201) << json::serialize(dashboard.body);
        ASSERT_EQ(post("/v1/dashboards/dash_sales/publish").status, 200);
    }
    static json::object sales_dashboard()
    {
        return json::parse(R"({"id":"dash_sales","name":"Sales",
            "parameters":[{"name":"region","type":"string","default":"North"},
                          {"name":"since","type":"timestamp"}],
            "queries":[{"name":"by_month","connection":"shop",
                        "sql":"SELECT month, region, revenue FROM sales ORDER BY month"}],
            "widgets":[{"id":"w_bar","kind":"chart","query":"by_month","grid":{"x":0,"y":0,"w":12,"h":6},
                        "chart":{"mark":"bar","x":"month","y":["revenue"]}}]})")
            .as_object();
    }
    static json::object weekly_report()
    {
        return json::parse(
                   R"({"dashboard_id":"dash_sales","name":"Weekly usage summary","schedule_kind":"weekly",
            "hour":9,"day_of_week":1,"timezone":"America/New_York","format":"pdf",
            "email_to":["cto@example.com","ops@example.com"],
            "webhook_url":"https://hooks.example.com/reports"})")
            .as_object();
    }
    std::int64_t add_report(const json::object& report = weekly_report())
    {
        const Answer answer = post("/v1/reports", json::serialize(report));
        EXPECT_EQ(answer.status, 201) << json::serialize(answer.body);
        return answer.status == 201 ? answer.number("id") : 0;
    }
    void write(const std::function<Result<>(db::Session&)>& work)
    {
        const Result<> done = database->write(work);
        ASSERT_TRUE(done.has_value()) << done.error().message << " " << done.error().context;
    }

    static Answer read(http::Response response)
    {
        Answer answer;
        answer.status = response.status;
        if (response.content_type.starts_with("application/") && response.content_type.ends_with("json") &&
            !response.body.empty())
            answer.body = json::parse(response.body);
        answer.response = std::move(response);
        return answer;
    }

    std::filesystem::path folder = make_test_folder();
    ManualClock clock{*parse_rfc3339("2026-03-02T08:59:00Z")};
    std::unique_ptr<db::Database> database = open_store(folder, clock);
    std::unique_ptr<ObjectStore> objects = make_file_object_store(folder / "objects");
    int wakes = 0;
    SecretBox secrets{KeyRing::load_or_create(folder / "secret.key").value()};
    control::Environment environment{*database, *objects, clock, secrets, [this] { ++wakes; }};
    run::SourcePool sources{*database, secrets,
                            SourceContext{.data_folder = folder,
                                          .allowed_roots = {folder / "data"},
                                          .uploads_folder = folder / "uploads",
                                          .temp_folder = folder}};
    run::InteractivePool interactive{*objects, sources, *database, clock, {}};
    http::EgressPolicy egress;
    std::vector<std::string> formats{"csv", "json", "pdf", "png"};
    control::Reports reports{environment, egress, interactive, {.formats = formats}};
    control::Dashboards dashboards{environment, interactive};
    control::Connections connections{environment, interactive, connection_kinds()};
    control::QueryPreviews query_previews{environment, interactive};
    control::Schemas schemas{environment, connections, interactive, interactive};
    control::Suggestions suggestions{environment, schemas, interactive};
    control::FilesConfig files_config{folder / "uploads", "uploads"};
    control::Files files{environment, files_config, connections, schemas, interactive};
    control::SampleFiles sample_files{"date,weather\n2015-01-01,sun\n",
                                      "name: Sample\nqueries:\n  - {name: days, connection: samples, "
                                      "sql: SELECT * FROM weather}\nwidgets: []\n"};
    control::SampleData samples{environment, files_config, sample_files, connections, dashboards, reports};
    control::Datasets datasets{environment, interactive};
    control::Runs runs{environment, interactive, formats};
    control::RunList run_list{environment};
    control::ReportList report_list{environment};
    control::QueryRuns query_runs{environment, interactive};
    control::Schedules schedules{clock, control::Strictness::warn};
    control::Deliveries deliveries{environment};
    control::AccountSettings account_settings{.public_url = "http://127.0.0.1:8080",
                                              .mail_from = "presstime@example.com",
                                              .owner_email = "owner@example.com",
                                              .secure_cookies = false};
    control::Errands errands;
    control::UseNotes use_notes{environment, errands};
    control::PasswordGate password_gate;
    control::Tokens tokens{environment, use_notes};
    control::Sessions sessions{environment, account_settings, password_gate, use_notes};
    control::OneTimeLinks one_time_links{environment, account_settings, password_gate, errands};
    control::Users users{environment, one_time_links};
    control::Refusals refusals{*database, clock};
    control::Categories categories{environment};
    control::Groups groups{environment};
    control::AccessViews access_views{environment};
    control::Audits audits{environment, refusals};
    control::Metrics metrics{environment};
    control::Workspaces workspaces{environment, tokens};
    control::Themes themes{environment};
    control::Pictures pictures{environment, interactive};
    control::WidgetData widget_data{environment, interactive, interactive};
    control::Thumbnails thumbnails{environment, interactive};
    control::Downloads downloads{environment, interactive, interactive, formats};
    control::Embedding embedding{
        environment, interactive,
        interactive, interactive,
        reports,     {.origins = {"https://app.example.com"}, .public_url = "https://reports.example.com"}};
    // What the registration check of a webhook meets; nothing = nobody answers.
    std::function<Result<http::Fetched>(const std::string& url)> webhook_receiver;
    control::WebhookTools webhook_tools{
        [this](const std::string& url) -> Result<http::Fetched> {
            return webhook_receiver ? webhook_receiver(url)
                                    : fail(Error::retry("connection refused by 10.0.0.7"));
        },
        [](PayloadFormat format, std::string_view type) { return stage::format_carries(format, type); }};
    control::Webhooks webhooks{environment, secrets, egress, webhook_tools};
    control::WebhookSends webhook_sends{environment, webhook_tools};
    control::WebhookReplays webhook_replays{environment, webhook_tools};
    control::WebhookDeliveries webhook_deliveries{environment};
    control::ServerKeys server_keys{environment, secrets};
    control::Secrets secret_uses{environment, secrets, connection_kinds(), {}};
    TestSettingBook setting_book;
    int restarts = 0;
    control::ServerSettings server_settings{environment, setting_book, [this]() -> Result<> {
                                                ++restarts;
                                                return {};
                                            }};
    control::MailTrial mail_trial{environment, server_settings};
    // However little room there is where the tests run.
    control::DiskUse disk_use{environment,
                              {.data_folder = folder, .outbox = folder / "outbox", .least_free_bytes = 0}};
    control::TodayPage today{environment, disk_use};
    control::Outbox outbox{environment, folder / "outbox"};
    control::About about{environment, {.version = "1.2.3", .tzdata = "2026a", .sources = {"duckdb"}}, [this] {
                             return setting_book.writes_outbox();
                         }};
    control::Events events{environment};
    control::StoredResults stored_results{environment};
    control::QuerySchedules query_schedules{environment, control::Strictness::warn};
    control::Live live{environment, live_words("https://reports.example.com"), {}};
    Router router{environment,
                  {reports,
                   dashboards,
                   connections,
                   {query_previews, schemas, suggestions, files, samples},
                   datasets,
                   runs,
                   {run_list, report_list, today},
                   query_runs,
                   schedules,
                   deliveries,
                   {tokens, users, sessions, one_time_links, account_settings},
                   {categories, groups, access_views, audits, workspaces, refusals},
                   {metrics},
                   themes,
                   {pictures, widget_data, thumbnails, downloads},
                   embedding,
                   {webhooks, webhook_sends, webhook_replays, webhook_deliveries, server_keys,
                    "https://reports.example.com"},
                   secret_uses,
                   {server_settings, mail_trial, disk_use, outbox, about},
                   {events, stored_results, query_schedules, live},
                   {}}};
    std::string admin_key;
};

} // namespace presstime::api
