// The mail's body over sample dashboards: figures as text, HTML that Outlook can lay out, nobody's data as
// markup. PRESSTIME_KEEP_OUTPUT=FOLDER keeps mail.html with its picture to be looked at.
#include "platform/objects/object_store.hpp"
#include "stage/layout_samples.hpp"
#include "stage/mail_picture.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <regex>

namespace presstime::stage {
namespace {

using testing::HasSubstr;
using testing::Not;

class MailBodyTest : public testing::Test {
protected:
    MailBodyTest()
    {
        std::string name = (std::filesystem::temp_directory_path() / "presstime-mail-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        objects_ = make_file_object_store(folder_);
    }
    ~MailBodyTest() override { std::filesystem::remove_all(folder_); }

    MailBody body_of(const RenderInput& input, MailParts parts = MailParts::with_html)
    {
        auto body =
            make_mail_body(input, parts, *objects_, "mail.png", Deadline::after(std::chrono::seconds(60)));
        EXPECT_TRUE(body) << body.error().message;
        return body.value_or(MailBody{});
    }

    struct Written {
        MailWords words;
        std::string html;
    };
    static Written write(const RenderInput& input, const MailBody& body)
    {
        presstime::Run run;
        run.id = 512;
        run.nominal_local = "2026-11-21T09:00:00+01:00[Europe/Berlin]";
        const ReportMail mail{run, input.report, input.dashboard, {}, "https://reports.example.com",
                              {},  {},           &body.figures};
        MailWords words = report_mail_words(mail);
        std::string html =
            report_mail_html({mail, words, body.figures, body.picture, body.subtitle, body.data_as_of});
        return {std::move(words), std::move(html)};
    }

    std::filesystem::path folder_;
    std::unique_ptr<ObjectStore> objects_;
};

TEST_F(MailBodyTest, TextAndHtmlCarryTheFirstRowsAndHowManyThereAre)
{
    const RenderInput input = sales_input(4'812);
    const Written mail = write(input, body_of(input));
    for (const std::string* part : {&mail.words.body, &mail.html})
        EXPECT_THAT(*part, HasSubstr("First 10 of 4,812 rows"));
    EXPECT_THAT(mail.html, HasSubstr("<img src=\"cid:dashboard\" width=\"640\""));
    EXPECT_THAT(mail.html, HasSubstr(">Open in Presstime</a>"));
    EXPECT_THAT(mail.html, HasSubstr("href=\"https://reports.example.com/runs/512\""));
    EXPECT_THAT(mail.html, HasSubstr("This arrived because you are a recipient"));
}

TEST_F(MailBodyTest, UsesOnlyWhatOutlookLaysOut)
{
    const RenderInput input = sales_input(20);
    const std::string html = write(input, body_of(input)).html;
    for (const char* modern :
         {"display:flex", "display:grid", "<style", "position:", "float:", "<script", "var(--"})
        EXPECT_THAT(html, Not(HasSubstr(modern)));
    EXPECT_THAT(html, HasSubstr("<!--[if mso]><table role=\"presentation\" width=\"640\""));
}

TEST_F(MailBodyTest, NothingButOutlooksOwnTableIsWiderThanAPhone)
{
    const RenderInput input = sales_input(20);
    const std::string html = write(input, body_of(input)).html;
    // Whatever is 640 px wide may shrink: the picture, and the column by its max-width.
    EXPECT_THAT(html, HasSubstr("style=\"display:block;border:0;width:100%;max-width:640px;height:auto"));
    EXPECT_THAT(html, HasSubstr("style=\"width:100%;max-width:640px"));
    const std::string seen = std::regex_replace(html, std::regex("<!--\\[if mso\\]>.*?<!\\[endif\\]-->"), "");
    EXPECT_THAT(seen, Not(HasSubstr("<table role=\"presentation\" width=\"640\"")));
    EXPECT_THAT(seen, Not(testing::ContainsRegex("[^-]width:[0-9]+px")));
}

TEST_F(MailBodyTest, ThePictureIsStoredWithWordsForThoseWhoDoNotSeeIt)
{
    const RenderInput input = sales_input(20);
    const MailBody body = body_of(input);
    EXPECT_EQ(body.picture_key, "mail.png");
    EXPECT_THAT(body.picture.alt_text, HasSubstr("chart"));
    EXPECT_GT(body.picture.height_px, 100);
    if (const char* keep = std::getenv("PRESSTIME_KEEP_OUTPUT")) {
        std::filesystem::create_directories(keep);
        std::filesystem::copy_file(folder_ / "mail.png", std::filesystem::path(keep) / "mail.png",
                                   std::filesystem::copy_options::overwrite_existing);
        std::ofstream(std::filesystem::path(keep) / "mail.html")
            << std::regex_replace(write(input, body).html, std::regex("cid:dashboard"), "mail.png");
    }
}

TEST_F(MailBodyTest, EqualInputGivesTheSamePicture)
{
    const RenderInput input = sales_input(20);
    body_of(input);
    const std::string first = get_object(*objects_, "mail.png", 1 << 24).value();
    body_of(input);
    EXPECT_EQ(get_object(*objects_, "mail.png", 1 << 24).value(), first);
}

TEST_F(MailBodyTest, ADashboardOfTablesAloneNeedsNoPicture)
{
    RenderInput input = bare_input();
    input.dashboard.widgets = {table_widget("orders", "Orders")};
    add_result(input, "orders", numbered_table(3));
    const MailBody body = body_of(input);
    EXPECT_EQ(body.picture_key, "");
    EXPECT_THAT(write(input, body).html, Not(HasSubstr("<img")));
}

TEST_F(MailBodyTest, TextAloneDrawsNothing)
{
    const MailBody body = body_of(sales_input(20), MailParts::text_alone);
    EXPECT_EQ(body.picture_key, "");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "mail.png"));
    EXPECT_FALSE(body.figures.table.rows.empty());
}

TEST_F(MailBodyTest, NobodysDataIsMarkup)
{
    RenderInput input = bare_input();
    input.dashboard.name = "<script>alert(1)</script>";
    input.report.body = "Hello <img src=x>\n";
    Table table = numbered_table(1);
    table.columns[0].name = "<b>\"x\"</b>";
    input.dashboard.widgets = {table_widget("orders", "</table>")};
    add_result(input, "orders", std::move(table));
    const std::string html = write(input, body_of(input)).html;
    for (const char* markup : {"<script", "<img", "<b>", "</table></table>"})
        EXPECT_THAT(html, Not(HasSubstr(markup)));
    EXPECT_THAT(html, HasSubstr("&lt;b&gt;&quot;x&quot;&lt;/b&gt;"));
}

TEST_F(MailBodyTest, SpeaksTheLanguageOfTheReport)
{
    RenderInput input = sales_input(4'812);
    input.report.locale = "de-DE";
    const Written mail = write(input, body_of(input));
    EXPECT_THAT(mail.html, HasSubstr("In Presstime öffnen"));
    EXPECT_THAT(mail.words.body, HasSubstr("Die ersten 10 von 4.812 Zeilen"));
}

} // namespace
} // namespace presstime::stage
