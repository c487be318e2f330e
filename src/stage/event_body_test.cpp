// Bodies are compared byte for byte, as receivers sign and read them.
#include "stage/event_body.hpp"

#include "codec/event_data.hpp"
#include "codec/event_schema.hpp"
#include "model/enum_text.hpp"
#include "model/event_type.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace presstime;
using namespace presstime::stage;

namespace {

const BodyContext kContext{.attempt = 1, .public_url = "https://reports.example.com"};

Webhook webhook_of(PayloadFormat format)
{
    Webhook webhook;
    webhook.format = format;
    webhook.properties = {{"team", "finance"}};
    return webhook;
}

std::string body_of(const Event& event, PayloadFormat format, const BodyContext& context = kContext)
{
    return compose_event_body(event, webhook_of(format), context).value().body;
}

// The example of the type with a member of its data set.
Event example_with(std::string_view type, std::string_view pointer, boost::json::value value)
{
    Event event = codec::example_event(type);
    boost::json::value data = boost::json::parse(event.data);
    data.at_pointer(pointer) = std::move(value);
    event.data = boost::json::serialize(data);
    return event;
}

// Every format of every type that it carries, a line each.
std::string all_bodies()
{
    std::string text;
    for (std::string_view word : kEnumWords<PayloadFormat>) {
        const PayloadFormat format = *from_text<PayloadFormat>(word);
        for (const EventType& type : event_types())
            if (format_carries(format, type.name))
                text += std::string(word) + " " + std::string(type.name) + " " +
                        body_of(codec::example_event(type.name), format) + "\n";
    }
    return text;
}

std::string read_file(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace

TEST(EventBodies, AreByteForByteThoseOfTheGoldenFile)
{
    const std::string path = PRESSTIME_SOURCE_DIR "/test/golden/event_bodies.txt";
    if (std::getenv("PRESSTIME_REBASELINE"))
        std::ofstream(path, std::ios::binary) << all_bodies();
    EXPECT_EQ(all_bodies(), read_file(path));
}

TEST(EventBodies, OfTheSameEventAreTheSameAtEveryTry)
{
    for (std::string_view word : kEnumWords<PayloadFormat>) {
        const PayloadFormat format = *from_text<PayloadFormat>(word);
        const Event event =
            codec::example_event(format == PayloadFormat::jwt ? "report.scheduled" : "report.run");
        EXPECT_EQ(body_of(event, format), body_of(event, format)) << word;
    }
    const Event event = codec::example_event("report.run");
    BodyContext second = kContext;
    second.attempt = 2;
    EXPECT_EQ(body_of(event, PayloadFormat::standard, second), body_of(event, PayloadFormat::standard));
    EXPECT_NE(body_of(event, PayloadFormat::notifications, second),
              body_of(event, PayloadFormat::notifications));
}

TEST(FlatFormat, CallsADashboardAReport)
{
    EXPECT_EQ(
        body_of(codec::example_event("dashboard.updated"), PayloadFormat::flat),
        R"({"event":"report.updated","report_id":3,"report_name":"Sales overview",)"
        R"("report_description":"Revenue and orders by month","workspace_id":1,"workspace_name":"Acme",)"
        R"("timestamp":"2026-04-21T13:00:07.125000+00:00"})");
    EXPECT_EQ(body_of(codec::example_event("dashboard.deleted"), PayloadFormat::flat),
              R"({"event":"report.deleted","report_id":3,"report_name":"Sales overview",)"
              R"("workspace_id":1,"workspace_name":"Acme","timestamp":"2026-04-21T13:00:07.125000+00:00"})");
}

TEST(FlatFormat, SaysWhereTheResultsOfARunAre)
{
    EXPECT_EQ(body_of(codec::example_event("report.run"), PayloadFormat::flat),
              R"({"event":"report.run","report_id":3,"report_name":"Sales overview","workspace_id":1,)"
              R"("workspace_name":"Acme","timestamp":"2026-04-21T13:00:07.125000+00:00",)"
              R"("report_notebook_outputs":"https://reports.example.com/api/reports/3/run/512",)"
              R"("queries":[{"query_id":7,"query_name":"revenue_by_month",)"
              R"("query_result":"https://reports.example.com/api/reports/3/queries/7/reportRun/512"}]})");
    EXPECT_EQ(body_of(codec::example_event("query.run"), PayloadFormat::flat),
              R"({"event":"query.run","query_id":7,"query_name":"revenue_by_month","report_id":3,)"
              R"("report_name":"Sales overview","workspace_id":1,"workspace_name":"Acme",)"
              R"("timestamp":"2026-04-21T13:00:07.125000+00:00",)"
              R"("query_result":"https://reports.example.com/api/reports/3/queries/7/run/41"})");
    EXPECT_EQ(body_of(codec::example_event("query.deleted"), PayloadFormat::flat),
              R"({"event":"query.deleted","query_id":7,"report_id":3,"report_name":"Sales overview",)"
              R"("workspace_id":1,"workspace_name":"Acme","timestamp":"2026-04-21T13:00:07.125000+00:00"})");
}

TEST(FlatFormat, KeepsSilentAboutFailedRunsAndSchedulesOwnChanges)
{
    EXPECT_TRUE(format_carries(PayloadFormat::flat, codec::example_event("report.run")));
    EXPECT_TRUE(format_carries(PayloadFormat::flat, example_with("report.run", "/run/status", "partial")));
    for (const char* status : {"failed", "cancelled"})
        EXPECT_FALSE(format_carries(PayloadFormat::flat, example_with("report.run", "/run/status", status)));
    for (const char* type :
         {"report.created", "report.updated", "report.deleted", "report.run.started", "report.scheduled",
          "delivery.failed", "category.created", "dashboard.published"})
        EXPECT_FALSE(format_carries(PayloadFormat::flat, codec::example_event(type))) << type;
    const auto body =
        compose_event_body(codec::example_event("report.created"), webhook_of(PayloadFormat::flat), kContext);
    ASSERT_FALSE(body);
    EXPECT_EQ(body.error().message, "the format flat does not tell of this report.created");
}

TEST(CallbackFormat, TellsARunBeforeAndAfter)
{
    const std::string task =
        R"({"reportTask":{"id":"019daf41-0a80-7b22-8000-00000000b512","title":"Weekly usage summary",)"
        R"("reportTaskId":"019daf40-5c31-7a10-8000-00000000aa17","templateId":"dash_sales",)"
        R"("startOn":"2026-03-02T08:15:30.250Z","endOn":null,"frequency":"Weekly","filterCycleId":null,)"
        R"("createdAt":"2026-03-02T08:15:30.250Z","lastSavedAt":"2026-04-01T10:00:00.000Z",)"
        R"("templateHtml":""},)";
    EXPECT_EQ(body_of(codec::example_event("report.run.started"), PayloadFormat::callback),
              task + R"("trigger":"preReportTask"})");
    EXPECT_EQ(
        body_of(codec::example_event("report.run"), PayloadFormat::callback),
        task + R"("trigger":"postReportTask","status":"success","completedAt":"2026-04-21T13:00:07.125Z"})");
    for (const char* status : {"failed", "cancelled"}) {
        Event event = example_with("report.run", "/run/status", status);
        EXPECT_NE(body_of(event, PayloadFormat::callback).find(R"("status":"failure")"), std::string::npos);
    }
    EXPECT_NE(body_of(example_with("report.run", "/run/status", "partial"), PayloadFormat::callback)
                  .find(R"("status":"success","completedAt")"),
              std::string::npos);
}

TEST(CallbackFormat, SaysWhyARunFailed)
{
    Event event = example_with("report.run", "/run/status", "failed");
    boost::json::value data = boost::json::parse(event.data);
    data.at_pointer("/run/error") = "query orders: no such table \"orders\"";
    event.data = boost::json::serialize(data);
    EXPECT_NE(body_of(event, PayloadFormat::callback)
                  .find(R"("error":"Report task failed due to query orders: no such table \"orders\"")"),
              std::string::npos);
}

TEST(CallbackFormat, NamesTheFrequencies)
{
    const std::vector<std::pair<std::string, std::string>> names{
        {"once", "Once"},     {"minutely", "Every minute"}, {"hourly", "Hourly"}, {"daily", "Daily"},
        {"weekly", "Weekly"}, {"monthly", "Monthly"},       {"cron", "Custom"},   {"trigger", "Custom"}};
    for (const auto& [kind, name] : names)
        EXPECT_NE(body_of(example_with("report.run", "/report/schedule/kind", boost::json::string(kind)),
                          PayloadFormat::callback)
                      .find("\"frequency\":\"" + name + "\""),
                  std::string::npos)
            << kind;
}

TEST(CallbackFormat, CarriesTheTemplateItIsGiven)
{
    BodyContext context = kContext;
    context.template_html = "<h1>{{title}}</h1>";
    EXPECT_NE(body_of(codec::example_event("report.run"), PayloadFormat::callback, context)
                  .find(R"("templateHtml":"<h1>{{title}}</h1>")"),
              std::string::npos);
}

TEST(NotificationsFormat, HasOneIdForEveryAttempt)
{
    BodyContext third = kContext;
    third.attempt = 3;
    const Event event = codec::example_event("category.updated");
    EXPECT_TRUE(body_of(event, PayloadFormat::notifications, third)
                    .starts_with(R"({"Id":")" + event.uuid +
                                 R"(","Attempt":3,"Properties":{"team":"finance"},)"
                                 R"("Notifications":[{"Action":"category.updated","Filter":"categories",)"));
}

TEST(JwtFormat, TellsOfScheduledRunsAlone)
{
    for (const EventType& type : event_types())
        EXPECT_EQ(format_carries(PayloadFormat::jwt, type.name), type.name == "report.scheduled");
    const auto body = compose_event_body(codec::example_event("report.scheduled"),
                                         webhook_of(PayloadFormat::jwt), kContext);
    EXPECT_EQ(body->content_type, "application/jwt");
    EXPECT_TRUE(body->body.starts_with(
        R"({"type":"report.scheduled","report":{"dashboard_id":"dash_sales","organisation_id":"1",)"
        R"("schedule":"0 9 * * 2","type":"scheduled","user_reference":"user 123",)"))
        << body->body;
}

TEST(JwtFormat, SaysNullWhereAReportHasNoUserAndNoQuery)
{
    Event event = example_with("report.scheduled", "/report/user_reference", nullptr);
    boost::json::value data = boost::json::parse(event.data);
    EXPECT_EQ(boost::json::parse(body_of(event, PayloadFormat::jwt)).at("query"),
              data.at("structured_query"));
    data.as_object().erase("structured_query");
    event.data = boost::json::serialize(data);
    const boost::json::value body = boost::json::parse(body_of(event, PayloadFormat::jwt));
    EXPECT_TRUE(body.at("query").is_null());
    EXPECT_TRUE(body.at("report").at("user_reference").is_null());
}

TEST(EventBodies, KeepEveryCharacterAndNumber)
{
    const std::string name = "Umsätze 📈 \"Q1\"\\ \n\t\x01 \u2028 </script>";
    const Event event = example_with("dashboard.created", "/dashboard/name", boost::json::string(name));
    for (PayloadFormat format :
         {PayloadFormat::standard, PayloadFormat::flat, PayloadFormat::notifications}) {
        const std::string body = body_of(event, format);
        EXPECT_NE(body.find("Umsätze 📈 \\\"Q1\\\"\\\\ \\n\\t\\u0001 \u2028 </script>"), std::string::npos)
            << body;
    }
    for (const auto& [number, text] : std::vector<std::pair<double, std::string>>{
             {0.1, "0.1"}, {1e21, "1e+21"}, {-2.5e-7, "-2.5e-07"}, {10'000.5, "10000.5"}}) {
        const std::string body =
            body_of(example_with("alert.fired", "/alert/value", number), PayloadFormat::standard);
        EXPECT_NE(body.find("\"value\":" + text + ","), std::string::npos) << body;
    }
    const std::string big =
        body_of(example_with("report.run", "/run/rows", 9'007'199'254'740'993), PayloadFormat::standard);
    EXPECT_NE(big.find("\"rows\":9007199254740993,"), std::string::npos);
}

TEST(EventBodies, DamagedDataIsAnErrorNotACrash)
{
    for (const char* data : {"", "{", "[]", "null", "{\"a\":"}) {
        Event event = codec::example_event("report.run");
        event.data = data;
        EXPECT_FALSE(compose_event_body(event, webhook_of(PayloadFormat::standard), kContext)) << data;
        EXPECT_FALSE(format_carries(PayloadFormat::flat, event)) << data;
    }
}
