// What a page becomes, with the real Chromium.
#include "platform/browser/browser_fixture.hpp"

#include <gmock/gmock.h>

#include <future>

namespace presstime::browser {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(BrowserTest, PrintsTextThatCanBeReadInThePdf)
{
    const auto page = shared_->print(job_of("<h1>Quarter one</h1><p>Grüße, 数字, €&nbsp;12.48</p>"), soon());
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_TRUE(page->bytes.starts_with("%PDF-"));
    EXPECT_THAT(page->problems, IsEmpty());
    const std::string text = text_of_pdf(page->bytes);
    EXPECT_THAT(text, HasSubstr("Quarter one"));
    EXPECT_THAT(text, HasSubstr("Grüße"));
    EXPECT_THAT(text, HasSubstr("数字"));
}

TEST_F(BrowserTest, TakesAPictureOfTheWholePageAtItsScale)
{
    PrintJob job = job_of("<body style='margin:0'><div style='height:3000px'>tall</div>", PrintFormat::png);
    auto page = shared_->print(job, soon());
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(size_of_png(page->bytes), std::pair(1200, 3000));
    job.scale = 2;
    page = shared_->print(job, soon());
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(size_of_png(page->bytes), std::pair(2400, 6000));
}

TEST_F(BrowserTest, CutsAPictureAtItsGreatestHeightAndSaysSo)
{
    const auto page = shared_->print(
        job_of("<body style='margin:0'><div style='height:40000px'>tall</div>", PrintFormat::png), soon());
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(size_of_png(page->bytes), std::pair(1200, 32000));
    EXPECT_THAT(page->problems, Contains(HasSubstr("cut at 32000 pixels")));
}

TEST_F(BrowserTest, WaitsForWhatThePageAsksToWaitFor)
{
    const auto page =
        shared_->print(job_of("<p id=p>early</p><script>window.presstimeReady = new Promise(done => "
                              "setTimeout(() => { p.textContent = 'drawn late'; done(); }, 300));</script>"),
                       soon());
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_THAT(text_of_pdf(page->bytes), HasSubstr("drawn late"));
}

TEST_F(BrowserTest, KnowsTheReportsZone)
{
    PrintJob job = job_of("<p id=p></p><script>p.textContent = new Date(0).toString()</script>");
    job.timezone = "America/New_York";
    const auto page = shared_->print(job, soon());
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_THAT(text_of_pdf(page->bytes), HasSubstr("Dec 31 1969 19:00:00 GMT-0500"));
}

TEST_F(BrowserTest, CollectsWhatItsScriptsThrow)
{
    const auto page = shared_->print(
        job_of("<p>shown</p><script>setTimeout(() => { throw new Error('late') }); missing();</script>"
               "<script>window.presstimeReady = Promise.reject(new Error('not ready'))</script>"),
        soon());
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_THAT(page->problems, Contains(HasSubstr("missing is not defined")));
    EXPECT_THAT(page->problems, Contains(HasSubstr("not ready")));
}

TEST_F(BrowserTest, DoesNotStopAtADialog)
{
    const auto page =
        shared_->print(job_of("<p>after</p><script>alert('stop'); confirm('?')</script>"), soon());
    ASSERT_TRUE(page) << page.error().message;
}

TEST_F(BrowserTest, RefusesAPageThatShowsNothing)
{
    for (const char* html :
         {"", "<p hidden>text</p>", "<style>@media print { p { display: none } }</style><p>a",
          "<img src='/missing.png'>", "<script>document.body.innerHTML = ''</script>"}) {
        const auto page = shared_->print(job_of(html), soon());
        ASSERT_FALSE(page) << html;
        EXPECT_EQ(page.error().kind, ErrorKind::give_up);
        EXPECT_THAT(page.error().message, HasSubstr("shows nothing"));
    }
}

TEST_F(BrowserTest, TakesABoxOrADrawingForSomethingShown)
{
    for (const char* html :
         {"<div style='height:20px;background:navy'></div>", "<svg width=10 height=10></svg>",
          "<img src='data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=' width=9>"}) {
        const auto page = shared_->print(job_of(html), soon());
        EXPECT_TRUE(page) << html << ": " << page.error().message;
    }
}

TEST_F(BrowserTest, PrintsTwoPagesAtOnce)
{
    std::vector<std::future<Result<PrintedPage>>> pages;
    for (int i = 0; i < 6; ++i)
        pages.push_back(std::async(std::launch::async, [this, i] {
            return shared_->print(job_of("<p>page number " + std::to_string(i)), soon());
        }));
    for (int i = 0; i < 6; ++i) {
        const auto page = pages[static_cast<std::size_t>(i)].get();
        ASSERT_TRUE(page) << page.error().message;
        EXPECT_THAT(text_of_pdf(page->bytes), HasSubstr("page number " + std::to_string(i)));
    }
}

TEST_F(BrowserTest, KeepsNothingFromOnePageToTheNext)
{
    const char* html = "<p id=p></p><script>p.textContent = 'seen ' + localStorage.getItem('x') + "
                       "document.cookie; localStorage.setItem('x', 'y'); document.cookie = 'z=1'</script>";
    for (int round = 0; round < 2; ++round) {
        const auto page = shared_->print(job_of(html), soon());
        ASSERT_TRUE(page) << page.error().message;
        EXPECT_THAT(text_of_pdf(page->bytes), HasSubstr("seen null\n"));
    }
}

} // namespace
} // namespace presstime::browser
