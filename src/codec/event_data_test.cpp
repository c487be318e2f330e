#include "codec/event_data.hpp"

#include "codec/event_schema.hpp"
#include "model/event_type.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

using namespace presstime;
using namespace presstime::codec;
namespace json = boost::json;

namespace {

// A report with every secret and recipient set.
Report telling_report()
{
    Report report;
    report.id = 1;
    report.name = "Numbers";
    report.pdf_password = "hunter2-secret";
    report.webhook_url = "https://user:hunter2-secret@hooks.example.com/";
    report.email_to = {"private@example.com"};
    report.bcc = {"private@example.com"};
    report.parameters = {{"region", "private"}};
    report.owner = "private@example.com";
    return report;
}

} // namespace

TEST(EventData, HasNoSecretsRecipientsOrOptions)
{
    const Report report = telling_report();
    Connection connection{.name = "shop", .kind = "sqlite", .options = {{"password", "hunter2-secret"}}};
    Delivery delivery;
    delivery.recipient = "private@example.com";
    Dashboard dashboard;
    dashboard.queries = {{.id = 1, .name = "orders", .sql = "SELECT 'private'"}};
    const std::string data = event_data({.dashboard = &dashboard,
                                         .query = &dashboard.queries.front(),
                                         .report = &report,
                                         .delivery = &delivery,
                                         .connection = &connection});
    EXPECT_EQ(data.find("hunter2"), std::string::npos) << data;
    EXPECT_EQ(data.find("private"), std::string::npos) << data;
}

TEST(EventData, NamesWhatItIsAbout)
{
    const auto of = [](std::string_view type) { return event_subject(type, example_event(type).data); };
    const EventSubject run = of("report.run");
    EXPECT_EQ(run.title, "Weekly usage summary");
    EXPECT_EQ(run.report_id, 17);
    EXPECT_EQ(run.run_id, 512);
    EXPECT_EQ(of("dashboard.updated").title, "Sales overview");
    EXPECT_EQ(of("dashboard.updated").dashboard_id, "dash_sales");
    EXPECT_EQ(of("dashboard.updated").run_id, 0);
    for (const EventType& type : event_types())
        EXPECT_NE(of(type.name).title, "") << type.name;
    EXPECT_EQ(event_subject("report.run", "not JSON").title, "");
    EXPECT_EQ(event_subject("report.run", R"({"report":{"id":"17","name":5},"run":7})").title, "");
}

TEST(EventData, StaysThinHoweverMuchThereIs)
{
    Dashboard dashboard;
    dashboard.number = 3;
    dashboard.description = std::string(100'000, 'd');
    std::vector<StoredResult> results;
    for (int i = 1; i <= 2'000; ++i) {
        dashboard.queries.push_back({.id = i, .name = "query_number_" + std::to_string(i)});
        results.push_back({.query = dashboard.queries.back().name});
    }
    presstime::Run run;
    run.id = 9;
    run.error = std::string(5'000, '\x01');
    const std::vector<Artifact> artifacts(500, Artifact{.filename = std::string(200, 'f')});
    EventFacts facts{.dashboard = &dashboard, .run = &run, .artifacts = &artifacts, .results = &results};
    const std::string data = event_data(facts);
    EXPECT_LT(data.size(), 20'000U);
    const json::value read = json::parse(data);
    EXPECT_EQ(read.at("result_count").to_number<int>(), 2'000);
    EXPECT_LT(read.at("results").as_array().size(), 200U);
    EXPECT_GT(read.at("results").as_array().size(), 20U);
    EXPECT_EQ(read.at("run").at("artifact_count").to_number<int>(), 500);

    facts.structured_query = R"({"dataSetId":")" + std::string(7'900, 'q') + R"("})";
    const std::string with_query = event_data(facts);
    EXPECT_LT(with_query.size(), 20'000U);
    EXPECT_GT(json::parse(with_query).at("results").as_array().size(), 5U);
}

TEST(EventData, TellsWhomAReportIsForAndWhatItsReceiverAsks)
{
    Report report;
    EXPECT_TRUE(json::parse(event_data({.report = &report})).at("report").at("user_reference").is_null());
    report.user_reference = "user 123";
    report.structured_query = R"({"dataSetId":"orders","dimension":["region"]})";
    json::value data = json::parse(event_data({.report = &report}));
    EXPECT_EQ(data.at("report").at("user_reference"), "user 123");
    EXPECT_FALSE(data.as_object().contains("structured_query"))
        << "only the event that asks to run it has it";
    data = json::parse(event_data({.report = &report, .structured_query = report.structured_query}));
    EXPECT_EQ(data.at("structured_query"), json::parse(report.structured_query));
}

TEST(EventData, ListsOnlyResultsThatHoldRows)
{
    Dashboard dashboard;
    dashboard.number = 3;
    dashboard.queries = {{.id = 7, .name = "good"}, {.id = 8, .name = "bad"}};
    presstime::Run run;
    run.id = 9;
    const std::vector<StoredResult> results{{.query = "good"}, {.query = "bad", .error = "no such table"}};
    const json::value data =
        json::parse(event_data({.dashboard = &dashboard, .run = &run, .results = &results}));
    ASSERT_EQ(data.at("results").as_array().size(), 1U);
    EXPECT_EQ(data.at("results").at(0).at("query_result"), "/api/reports/3/queries/7/reportRun/9");
    EXPECT_EQ(data.at("report_notebook_outputs"), "/api/reports/3/run/9");
}

TEST(EventExamples, ThereIsOneOfEachTypeAlwaysTheSame)
{
    for (const EventType& type : event_types()) {
        const Event event = example_event(type.name);
        EXPECT_EQ(event.type, type.name);
        EXPECT_EQ(event.data, example_event(type.name).data);
        EXPECT_EQ(event.uuid.find('.'), std::string::npos);
        EXPECT_LT(event.data.size(), 20'000U);
    }
}

TEST(EventSchemas, NameEveryMemberOfTheExample)
{
    for (const EventType& type : event_types()) {
        const json::value schema = json::parse(event_schema(type.name));
        const json::object& named = schema.at("properties").at("data").at("properties").as_object();
        const json::value data = json::parse(example_event(type.name).data);
        for (const auto& member : data.as_object())
            EXPECT_TRUE(named.contains(member.key())) << type.name << " " << member.key();
        for (const json::value& required : schema.at("properties").at("data").at("required").as_array())
            EXPECT_TRUE(data.as_object().contains(required.as_string())) << type.name << " " << required;
    }
}
