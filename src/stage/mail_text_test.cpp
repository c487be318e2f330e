#include "stage/mail_text.hpp"

#include <gtest/gtest.h>

using namespace presstime;
using namespace presstime::stage;

namespace {

Run sample_run()
{
    Run run;
    run.id = 512;
    run.nominal_local = "2026-04-21T09:00:00-04:00[America/New_York]";
    run.nominal_at = *parse_rfc3339("2026-04-21T13:00:00Z");
    return run;
}

} // namespace

TEST(ReportMailWords, NameTheTimeWithItsZoneAndEveryFile)
{
    const presstime::Run run = sample_run();
    Report report;
    report.name = "Weekly usage summary";
    Dashboard dashboard;
    dashboard.name = "Usage";
    std::vector<Artifact> artifacts(1);
    artifacts[0].filename = "usage.pdf";
    artifacts[0].format = "pdf";
    artifacts[0].bytes = 184320;
    artifacts[0].rows = 1204;
    const MailWords words =
        report_mail_words({run, report, dashboard, artifacts, "https://r.example.com", {}, {}});
    EXPECT_EQ(words.subject, "Weekly usage summary, 2026-04-21 09:00 (America/New_York)");
    EXPECT_NE(words.body.find("usage.pdf  180 KiB, 1,204 rows, complete"), std::string::npos) << words.body;
    EXPECT_NE(words.body.find("https://r.example.com/runs/512"), std::string::npos);
}

TEST(ReportMailWords, ATemplateCannotBreakTheSubjectLine)
{
    const presstime::Run run = sample_run();
    Report report;
    report.name = "R";
    report.subject = "{{task_name}}\r\nBcc: all@example.com";
    const Dashboard dashboard;
    const std::vector<Artifact> artifacts;
    const MailWords words = report_mail_words({run, report, dashboard, artifacts, "", {}, {}});
    EXPECT_EQ(words.subject.find('\n'), std::string::npos);
    EXPECT_EQ(words.subject.find('\r'), std::string::npos);
}

TEST(FailureMailWords, GiveCauseLastGoodRunAndLink)
{
    presstime::Run run = sample_run();
    run.status = RunStatus::failed;
    run.error = "webhook returned 502";
    presstime::Run good = sample_run();
    good.id = 500;
    Report report;
    report.name = "Weekly usage summary";
    const MailWords words = failure_mail_words(
        {run, report, {"https://hooks.example.com: webhook returned 502"}, good, "https://r.example.com"});
    EXPECT_EQ(words.subject, "Report failed: Weekly usage summary, 2026-04-21 09:00 (America/New_York)");
    EXPECT_NE(words.body.find("Cause: webhook returned 502"), std::string::npos);
    EXPECT_NE(words.body.find("/runs/500"), std::string::npos);
    EXPECT_NE(words.body.find("This run: https://r.example.com/runs/512\nThere it can be sent again"),
              std::string::npos);
}

TEST(FailureMailWords, OfferAnotherRunWhereNothingCouldBeSent)
{
    presstime::Run run = sample_run();
    run.report_id = 17;
    run.status = RunStatus::failed;
    run.error = "query q: no such table: orders";
    Report report;
    report.name = "Weekly usage summary";
    const MailWords words = failure_mail_words({run, report, {}, {}, "https://r.example.com"});
    EXPECT_NE(words.body.find("Once the cause is mended, run it again from there."), std::string::npos);
    EXPECT_EQ(words.body.find("sent again"), std::string::npos);
}
