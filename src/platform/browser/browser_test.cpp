// The browser's life: what ends a page, what survives a crash, and that nothing is left behind.
#include "platform/browser/browser_fixture.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <csignal>
#include <future>

namespace presstime::browser {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kEndless = "<p>x</p><script>for (;;);</script>";

TEST(Browser, SaysHowToMendItWhenChromiumIsNotThere)
{
    const TempFolder folder;
    Browser browser({.path = "/nowhere/chromium", .temp_folder = folder.path});
    const auto page = browser.print(job_of("<p>x"), soon());
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().kind, ErrorKind::give_up);
    EXPECT_THAT(page.error().message,
                HasSubstr("need Chromium; install the package chromium or set browser_path"));
    EXPECT_THAT(page.error().message, HasSubstr("/nowhere/chromium"));
}

TEST(Browser, SaysSoWhenTheProgramIsNoBrowser)
{
    const TempFolder folder;
    Browser browser({.path = "/bin/true", .temp_folder = folder.path});
    const auto page = browser.print(job_of("<p>x"), soon());
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().kind, ErrorKind::give_up);
    EXPECT_THAT(page.error().message, HasSubstr("ended right after its start"));
    EXPECT_TRUE(fs::is_empty(folder.path));
}

TEST(Browser, EndsAPageWhoseScriptDoesNotAndGoesOn)
{
    const TempFolder folder;
    Browser browser({.temp_folder = folder.path, .page_timeout = seconds(1)});
    const auto started = std::chrono::steady_clock::now();
    for (const char* html :
         {kEndless, "<p>x</p><script>window.presstimeReady = new Promise(() => 0)</script>"}) {
        const auto page = browser.print(job_of(html), soon());
        ASSERT_FALSE(page);
        EXPECT_EQ(page.error().kind, ErrorKind::give_up);
        EXPECT_THAT(page.error().message, HasSubstr("not finished in its time"));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - started, seconds(10));
    const auto next = browser.print(job_of("<p>next"), soon());
    EXPECT_TRUE(next) << next.error().message;
}

TEST(Browser, KillsAPageThatTakesTooMuchMemoryAndGoesOn)
{
    const TempFolder folder;
    Browser browser({.temp_folder = folder.path, .memory_limit_bytes = 400LL << 20});
    ASSERT_TRUE(browser.print(job_of("<p>before"), soon()));
    const int pid = browser.process_id();
    const auto page = browser.print(
        job_of(
            "<p>x</p><script>const kept = []; for (;;) kept.push(new Uint8Array(1 << 22).fill(1))</script>"),
        soon());
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().kind, ErrorKind::give_up);
    EXPECT_THAT(page.error().message, HasSubstr("takes more than 400 MiB of memory"));
    const auto next = browser.print(job_of("<p>after"), soon());
    EXPECT_TRUE(next) << next.error().message;
    EXPECT_EQ(browser.process_id(), pid);
}

TEST(Browser, StartsAnewAfterACrashInTheMiddleOfAPage)
{
    const TempFolder folder;
    std::promise<void> in_the_middle;
    std::promise<void> killed;
    Browser browser({.temp_folder = folder.path,
                     .fetch = [&](const std::string&, const Deadline&) -> Result<FetchedResource> {
                         in_the_middle.set_value();
                         killed.get_future().wait();
                         return FetchedResource{200, "text/css", ""};
                     }});
    PrintJob job = job_of("<link rel=stylesheet href='https://example.com/x.css'><p>x");
    job.hosts = {"example.com"};
    auto page = std::async(std::launch::async, [&] { return browser.print(job, soon()); });
    ASSERT_EQ(in_the_middle.get_future().wait_for(seconds(20)), std::future_status::ready);
    const int pid = browser.process_id();
    kill(pid, SIGKILL);
    killed.set_value();
    const auto broken = page.get();
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().kind, ErrorKind::retry);
    const auto next = browser.print(job_of("<p>after"), soon());
    ASSERT_TRUE(next) << next.error().message;
    EXPECT_NE(browser.process_id(), pid);
    EXPECT_THAT(processes_of_group(pid), IsEmpty());
}

TEST(Browser, IsRenewedAfterItsNumberOfPages)
{
    const TempFolder folder;
    Browser browser({.temp_folder = folder.path, .pages_per_process = 2});
    ASSERT_TRUE(browser.print(job_of("<p>1"), soon()));
    const int first = browser.process_id();
    ASSERT_TRUE(browser.print(job_of("<p>2"), soon()));
    EXPECT_EQ(browser.process_id(), first);
    ASSERT_TRUE(browser.print(job_of("<p>3"), soon()));
    EXPECT_NE(browser.process_id(), first);
    EXPECT_THAT(processes_of_group(first), IsEmpty());
}

TEST(Browser, LeavesNoProcessAndNoFolderBehind)
{
    const TempFolder folder;
    int pid = 0;
    {
        Browser browser({.temp_folder = folder.path});
        ASSERT_TRUE(browser.print(job_of("<p>x"), soon()));
        pid = browser.process_id();
        EXPECT_FALSE(processes_of_group(pid).empty());
        EXPECT_FALSE(fs::is_empty(folder.path));
    }
    EXPECT_THAT(processes_of_group(pid), IsEmpty());
    EXPECT_TRUE(fs::is_empty(folder.path));
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a child was not reaped";
}

TEST(Browser, BreaksOffItsPagesWhenItIsStopped)
{
    const TempFolder folder;
    std::promise<void> in_the_middle;
    Browser browser({.temp_folder = folder.path,
                     .fetch = [&](const std::string&, const Deadline&) -> Result<FetchedResource> {
                         in_the_middle.set_value();
                         return FetchedResource{200, "text/javascript", "for (;;);"};
                     }});
    PrintJob job = job_of("<script src='https://example.com/x.js'></script>");
    job.hosts = {"example.com"};
    auto page = std::async(std::launch::async, [&] { return browser.print(job, soon()); });
    ASSERT_EQ(in_the_middle.get_future().wait_for(seconds(20)), std::future_status::ready);
    browser.stop();
    EXPECT_EQ(page.get().error().kind, ErrorKind::retry);
    EXPECT_EQ(browser.print(job_of("<p>x"), soon()).error().kind, ErrorKind::retry);
}

TEST(Browser, StopsWhenNobodyNeedsIt)
{
    const TempFolder folder;
    Browser browser({.temp_folder = folder.path, .idle = seconds(0)});
    ASSERT_TRUE(browser.print(job_of("<p>1"), soon()));
    const int first = browser.process_id();
    // Its end is seen by this process, which is its parent.
    siginfo_t seen{};
    waitid(P_PID, static_cast<id_t>(first), &seen, WEXITED | WNOWAIT);
    const auto next = browser.print(job_of("<p>2"), soon());
    ASSERT_TRUE(next) << next.error().message;
    EXPECT_NE(browser.process_id(), first);
}

// The death of the server itself, in a process of its own: its Chromium goes with it, and the next server
// clears away its profile.
TEST(Browser, DiesWithItsServer)
{
    const TempFolder folder;
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t server = fork();
    if (server == 0) {
        Browser browser({.temp_folder = folder.path});
        const bool made = browser.print(job_of("<p>x"), soon()).has_value();
        const int pid = made ? browser.process_id() : 0;
        if (write(ends[1], &pid, sizeof pid) != sizeof pid)
            _exit(1);
        pause();
        _exit(0);
    }
    int pid = 0;
    ASSERT_EQ(read(ends[0], &pid, sizeof pid), static_cast<ssize_t>(sizeof pid));
    ASSERT_NE(pid, 0);
    EXPECT_FALSE(fs::is_empty(folder.path));
    kill(server, SIGKILL);
    waitpid(server, nullptr, 0);
    // This process adopts the orphans, as other tests made it a subreaper; their ends are its signal.
    while (waitpid(-pid, nullptr, 0) > 0)
        continue;
    EXPECT_THAT(processes_of_group(pid), IsEmpty());
    Browser next({.temp_folder = folder.path});
    ASSERT_TRUE(next.start());
    EXPECT_TRUE(fs::is_empty(folder.path));
    close(ends[0]);
    close(ends[1]);
}

} // namespace
} // namespace presstime::browser
