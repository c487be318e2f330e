#include "codec/document.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace presstime::codec {
namespace {

// One of everything a report may say, as a caller sends it.
constexpr std::string_view kEmbanReport = R"({"dashboard_id":"dash_abc123","name":"Weekly usage summary",
 "schedule_kind":"weekly","hour":9,"day_of_week":1,"timezone":"America/New_York","format":"pdf",
 "email_to":["cto@example.com","ops@example.com"],"webhook_url":"https://hooks.example.com/reports"})";

// The same as the server answers, before it is stored.
constexpr std::string_view kEmbanAnswer =
    R"({"id":0,"uuid":"","workspace_id":0,"dashboard_id":"dash_abc123","name":"Weekly usage summary",)"
    R"("description":"","tags":[],"owner":"","enabled":true,"schedule_kind":"weekly","hour":9,"minute":0,)"
    R"("day_of_week":1,"timezone":"America/New_York","starts_on":null,"ends_on":null,"dst_gap":"shift",)"
    R"("dst_overlap":"first","misfire":"latest","misfire_grace":300,"misfire_cap":100,"overlap":"queue_one",)"
    R"("next_run_at":null,"parameters":{},"format":"pdf","paper":"A4","orientation":"portrait",)"
    R"("locale":"en-US","csv":{"delimiter":",","decimal":".","bom":false,"quote":"minimal",)"
    R"("layout":"sections"},"filename":"",)"
    R"("retain_results":"30d","fail_rather_than_cut":false,"email_to":["cto@example.com","ops@example.com"],)"
    R"("cc":[],"bcc":[],"subject":"","body":"","email_mode":"together","on_unknown":"resend",)"
    R"("webhook_url":"https://hooks.example.com/reports","webhook_retries":0,"version":1,)"
    R"("created_at":"1970-01-01T00:00:00Z","updated_at":"1970-01-01T00:00:00Z"})";

// The example with one member replaced or added, or removed when `value` is empty.
std::string with(std::string_view key, std::string_view value)
{
    boost::json::object document = boost::json::parse(kEmbanReport).as_object();
    if (value.empty())
        document.erase(key);
    else
        document[key] = boost::json::parse(value);
    return boost::json::serialize(document);
}

TEST(ReportJson, ReadsTheExampleAndAnswersEveryField)
{
    Result<Report> report = report_from_json(kEmbanReport);
    ASSERT_TRUE(report.has_value()) << report.error().message;
    EXPECT_EQ(report->schedule.kind, ScheduleKind::weekly);
    EXPECT_EQ(report->schedule.hour, 9);
    EXPECT_EQ(report->formats, std::vector<std::string>{"pdf"});
    EXPECT_EQ(report_to_json(*report), kEmbanAnswer);
}

TEST(ReportJson, ReadsBackWhatItWrites)
{
    Report report = *report_from_json(kEmbanReport);
    report.id = 17;
    report.uuid = "0190-u";
    report.workspace_id = 3;
    report.tags = {"a", "b"};
    report.formats = {"csv", "png"};
    report.paper = Paper::a3;
    report.csv.date_format = "dd.MM.yyyy";
    report.csv.formula_guard = true;
    report.png_scale = 2;
    report.pdf_password = "opensesame";
    report.email_html = false;
    report.schedule.kind = ScheduleKind::monthly;
    report.schedule.day_of_week = 0;
    report.schedule.day_of_month = 31;
    report.schedule.month_end = MonthEnd::clamp;
    report.schedule.starts_on = parse_date("2026-01-31").value();
    report.schedule.misfire_grace = std::chrono::seconds(3600);
    report.parameters = {{"since", "period_start - 7d"}, {"region", "EMEA \"x\""}};
    report.csv = {
        .delimiter = '\t', .decimal = ',', .bom = true, .quote_all = true, .layout = CsvLayout::zip};
    report.retain_results_days = 0;
    report.next_run_at = parse_rfc3339("2026-04-21T13:00:00Z").value();
    report.created_at = parse_rfc3339("2026-04-20T13:00:00.5Z").value();
    report.version = 4;
    report.user_reference = "user 123 – Ümit";
    report.structured_query = R"({"measure":[{"field":"revenue","aggregate":"sum"}],"dataSetId":"orders"})";
    const std::string text = report_to_json(report);
    Result<Report> again = report_from_json(text);
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(report_to_json(*again), text);
    EXPECT_EQ(again->schedule, report.schedule);
    EXPECT_EQ(again->csv.delimiter, '\t');
    EXPECT_EQ(again->parameters, report.parameters);
    EXPECT_EQ(again->user_reference, report.user_reference);
    EXPECT_EQ(again->structured_query, report.structured_query);
}

TEST(ReportJson, KeepsAHostsQueryAsItCameAndTakesItAwayWithNull)
{
    const Result<Report> report = report_from_json(
        with("query",
             R"({ "dataSetId": "orders", "dimension": ["region"], "timeDimension": null, "limit": 10 })"));
    ASSERT_TRUE(report.has_value()) << report.error().message;
    EXPECT_EQ(report->structured_query,
              R"({"dataSetId":"orders","dimension":["region"],"timeDimension":null,"limit":10})");
    Result<Report> patched = patch_report(*report, R"({"user_reference":"user 123"})");
    ASSERT_TRUE(patched.has_value());
    EXPECT_EQ(patched->structured_query, report->structured_query);
    patched = patch_report(*patched, R"({"user_reference":null,"query":null})");
    ASSERT_TRUE(patched.has_value());
    EXPECT_EQ(patched->structured_query, "");
    EXPECT_EQ(patched->user_reference, "");
}

TEST(ReportJson, ChecksAHostsQueryWhereItIsSaved)
{
    const auto field_of = [](std::string_view key, const std::string& value) {
        const Result<Report> report = report_from_json(with(key, value));
        return report ? std::string() : report.error().field;
    };
    EXPECT_EQ(field_of("query", R"("SELECT 1")"), "query");
    EXPECT_EQ(field_of("query", R"({"dimension":["region"]})"), "query.dataSetId");
    EXPECT_EQ(field_of("query", R"({"dataSetId":"orders"})"), "query.measure");
    EXPECT_EQ(field_of("query", R"({"dataSetId":"orders","dimension":["a"],"sql":"SELECT 1"})"), "query.sql");
    boost::json::value large = boost::json::parse(
        R"({"dataSetId":"orders","dimension":["a"],"filter":[[{"field":"a","op":"in","value":[]}]]})");
    for (int count = 0; count < 9; ++count)
        large.at_pointer("/filter/0/0/value").as_array().emplace_back(std::string(900, 'a'));
    EXPECT_EQ(field_of("query", boost::json::serialize(large)), "query");
    EXPECT_EQ(field_of("user_reference", '"' + std::string(201, 'u') + '"'), "user_reference");
    EXPECT_EQ(field_of("user_reference", '"' + std::string(200, 'u') + '"'), "");
    EXPECT_EQ(field_of("user_reference", R"("a\nb")"), "user_reference");
}

TEST(ReportJson, KeepsTheWidgetsItIsMadeOf)
{
    const auto report = report_from_json(with("widgets", R"(["w_tab"])"));
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->widgets, std::vector<std::string>{"w_tab"});
    EXPECT_EQ(report_from_json(report_to_json(*report))->widgets, report->widgets);
    EXPECT_EQ(report_from_json(with("widgets", R"([""])")).error().field, "widgets[0]");
}

TEST(ReportJson, PatchChangesOnlyWhatIsNamed)
{
    const Report current = *report_from_json(kEmbanReport);
    Result<Report> patched =
        patch_report(current, R"({"hour":10,"email_to":["a@example.com"],"webhook_url":null})");
    ASSERT_TRUE(patched.has_value()) << patched.error().message;
    EXPECT_EQ(patched->schedule.hour, 10);
    EXPECT_EQ(patched->schedule.day_of_week, 1);
    EXPECT_EQ(patched->email_to, std::vector<std::string>{"a@example.com"});
    EXPECT_EQ(patched->webhook_url, "");
    EXPECT_EQ(patched->name, current.name);
}

TEST(ReportJson, PatchToAnotherKindAsksForWhatTheNewKindNeeds)
{
    const Report current = *report_from_json(kEmbanReport);
    Result<Report> monthly = patch_report(current, R"({"schedule_kind":"monthly"})");
    ASSERT_FALSE(monthly.has_value());
    EXPECT_EQ(monthly.error().field, "day_of_month");
    Result<Report> daily = patch_report(current, R"({"schedule_kind":"daily"})");
    ASSERT_TRUE(daily.has_value());
    EXPECT_EQ(daily->schedule.hour, 9);
    EXPECT_EQ(daily->schedule.day_of_week, 0);
}

TEST(ReportJson, TakesServerMadeFieldsBackWithoutComplaint)
{
    EXPECT_TRUE(report_from_json(with("next_run_at", R"("2026-01-01T00:00:00Z")")).has_value());
    EXPECT_TRUE(report_from_json(with("warnings", "[]")).has_value());
}

TEST(ReportJson, ReadsStrictWithoutStoringIt)
{
    EXPECT_TRUE(*report_wants_strict(with("strict", "true")));
    EXPECT_FALSE(*report_wants_strict(kEmbanReport));
    EXPECT_EQ(report_to_json(*report_from_json(with("strict", "true"))), kEmbanAnswer);
}

struct BadField {
    std::string key;
    std::string value; // empty: left out
    std::string field; // that the error names
    std::string says;  // part of the message
};

class BadReport : public testing::TestWithParam<BadField> {};

TEST_P(BadReport, IsRefusedByField)
{
    const BadField& bad = GetParam();
    Result<Report> report = report_from_json(with(bad.key, bad.value));
    ASSERT_FALSE(report.has_value());
    EXPECT_EQ(report.error().kind, ErrorKind::invalid);
    EXPECT_EQ(report.error().field, bad.field);
    EXPECT_NE(report.error().message.find(bad.says), std::string::npos) << report.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    EachField, BadReport,
    testing::Values(
        BadField{"hour", "24", "hour", "from 0 to 23"}, BadField{"hour", "-1", "hour", "from 0 to 23"},
        BadField{"hour", "9.5", "hour", "whole number"}, BadField{"hour", "\"9\"", "hour", "whole number"},
        BadField{"hour", "1e300", "hour", "whole number"}, BadField{"hour", "", "hour", "is required"},
        BadField{"day_of_week", "7", "day_of_week", "from 0 to 6"},
        BadField{"day_of_month", "32", "day_of_month", "from 1 to 31"},
        BadField{"minute", "60", "minute", "from 0 to 59"},
        BadField{"schedule_kind", "\"fortnightly\"", "schedule_kind", "minutely, hourly, daily"},
        BadField{"schedule_kind", "\"rrule\"", "schedule_kind", "not available yet"},
        BadField{"schedule_kind", "\"cron\"", "cron", "is required"},
        BadField{"schedule_kind", "\"once\"", "at", "is required"},
        BadField{"at", "\"tomorrow\"", "at", "2026-04-21T09:00:00Z"},
        BadField{"starts_on", "\"2026-02-30\"", "starts_on", "a date"},
        BadField{"misfire_grace", "\"soon\"", "misfire_grace", "5m"},
        BadField{"misfire", "\"some\"", "misfire", "latest, all, none"},
        BadField{"name", "\"\"", "name", "empty"}, BadField{"name", "", "name", "is required"},
        BadField{"name", "7", "name", "must be text"},
        BadField{"name", R"("a\r\nBcc: x@example.com")", "name", "line breaks"},
        BadField{"name", "\"" + std::string(10'000'000, 'n') + "\"", "name", "10,000,000"},
        BadField{"subject", R"("a\nb")", "subject", "line breaks"},
        BadField{"email_to", "\"a@example.com\"", "email_to", "a list"},
        BadField{"email_to", R"(["a@example.com", 5])", "email_to[1]", "must be text"},
        BadField{"email_to", R"(["a@example.com\nCc: b@example.com"])", "email_to[0]", "line breaks"},
        BadField{"nmae", "\"x\"", "nmae", "did you mean name"}, BadField{"x-y", "1", "x-y", "unknown field"},
        BadField{"format", "[]", "format", "at least one"},
        BadField{"format", R"(["csv","csv"])", "format", "twice"},
        BadField{"csv", R"({"delimiter":"x"})", "csv.delimiter", "one of"},
        BadField{"csv", R"({"delimiter":",","decimal":","})", "csv.delimiter", "differ"},
        BadField{"csv", R"({"sep":";"})", "csv.sep", "unknown field"},
        BadField{"filename", R"("../etc/passwd")", "filename", "plain file name"},
        BadField{"retain_results", R"("forever")", "retain_results", "30d"},
        BadField{"parameters", R"({"a":[1]})", "parameters.a", "text, a number"},
        BadField{"webhook_retries", "10", "webhook_retries", "from 0 to 9"},
        BadField{"enabled", "\"yes\"", "enabled", "true or false"},
        BadField{"burst", "{}", "burst", "not available yet"},
        BadField{"run_as", "\"nobody\"", "run_as", "owner, viewer"},
        BadField{"pdf_password", "\"" + std::string(128, 'x') + "\"", "pdf_password", "127 bytes"},
        BadField{"png_scale", "3", "png_scale", "from 1 to 2"},
        BadField{"csv", R"({"date_format":"qq"})", "csv.date_format", "date_format"},
        BadField{"locale", "\"../..\"", "locale", "language tag"}));

TEST(ReportJson, RefusesTextThatIsNoDocument)
{
    const std::vector<std::string> broken{"",
                                          "{",
                                          "nul",
                                          "{\"name\":\"a\",}",
                                          "{\"a\":1}{}",
                                          "\xff\xfe",
                                          "{\"name\":\"\xc3\x28\"}",
                                          "[1]",
                                          std::string(100, '['),
                                          R"({"name":"a","name":"b"})"};
    for (const std::string& text : broken) {
        Result<Report> report = report_from_json(text);
        ASSERT_FALSE(report.has_value()) << text;
        EXPECT_EQ(report.error().kind, ErrorKind::malformed) << text << ": " << report.error().message;
    }
}

TEST(ReportJson, SaysWhereTheSyntaxBreaks)
{
    Result<Report> report = report_from_json("{\n  \"name\": oops\n}");
    ASSERT_FALSE(report.has_value());
    EXPECT_NE(report.error().message.find("line 2"), std::string::npos) << report.error().message;
}

TEST(SchedulePreviewJson, ReadsTheFlatKeysOfASchedule)
{
    Result<SchedulePreview> preview =
        schedule_preview_from_json(R"({"schedule_kind":"cron","cron":"0 9 * * 1","timezone":"Europe/Paris",)"
                                   R"("after":"2026-01-01T00:00:00Z","count":3})");
    ASSERT_TRUE(preview.has_value()) << preview.error().message;
    EXPECT_EQ(preview->schedule.cron, "0 9 * * 1");
    EXPECT_EQ(preview->count, 3);
    EXPECT_FALSE(
        schedule_preview_from_json(R"({"schedule_kind":"daily","hour":9,"count":1000})").has_value());
}

} // namespace
} // namespace presstime::codec
