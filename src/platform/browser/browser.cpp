// Callers work on their own threads; here is only who may, and on which Chromium.
#include "platform/browser/browser.hpp"

#include "base/text.hpp"
#include "platform/browser/chromium_process.hpp"
#include "platform/browser/page_session.hpp"
#include "platform/browser/running_chromium.hpp"

#include <fmt/format.h>

namespace presstime::browser {
namespace {

constexpr std::chrono::milliseconds kLook{100};

Error stopping()
{
    return Error::retry("the server is stopping; the page is made after its next start");
}

} // namespace

// A place among the pages that may be open at once.
class Browser::Turn {
public:
    static Result<Turn> take(Browser& browser, const Deadline& deadline)
    {
        std::unique_lock lock(browser.mutex_);
        while (!browser.stopped_ && browser.pages_open_ >= browser.config_.pages_at_once) {
            if (deadline.expired())
                return fail(Error::retry("the browser is busy with other pages; try again in a moment"));
            browser.freed_.wait_for(lock, kLook);
        }
        if (browser.stopped_)
            return fail(stopping());
        ++browser.pages_open_;
        return Turn(browser);
    }
    Turn(Turn&& other) noexcept : browser_(std::exchange(other.browser_, nullptr)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn()
    {
        if (!browser_)
            return;
        const std::lock_guard lock(browser_->mutex_);
        --browser_->pages_open_;
        browser_->freed_.notify_all();
    }

private:
    explicit Turn(Browser& browser) : browser_(&browser) {}
    Browser* browser_;
};

Browser::Browser(BrowserConfig config) : config_(std::move(config)) {}

Browser::~Browser()
{
    stop();
}

Result<> Browser::start()
{
    sweep_profiles(config_.temp_folder);
    return {};
}

void Browser::stop()
{
    std::unique_lock lock(mutex_);
    stopped_ = true;
    const std::shared_ptr<RunningChromium> last = std::exchange(current_, nullptr);
    if (last)
        last->kill();
    freed_.notify_all();
    // Pages under way see the end of their connection and go.
    freed_.wait(lock, [this] { return pages_open_ == 0; });
}

int Browser::process_id() const
{
    const std::lock_guard lock(mutex_);
    return current_ ? current_->pid() : 0;
}

// One caller starts a new Chromium, the others wait for it.
Result<std::shared_ptr<RunningChromium>> Browser::take_chromium(const Deadline& deadline)
{
    std::unique_lock lock(mutex_);
    while (true) {
        if (stopped_)
            return fail(stopping());
        if (current_ && current_->begin_page())
            return current_;
        if (!starting_)
            break;
        if (deadline.expired())
            return fail(Error::retry("Chromium did not start in time"));
        freed_.wait_for(lock, kLook);
    }
    starting_ = true;
    std::shared_ptr<RunningChromium> old = std::exchange(current_, nullptr);
    lock.unlock();
    old.reset(); // ends it, unless another page still runs on it
    auto fresh = RunningChromium::start(config_, deadline);
    lock.lock();
    starting_ = false;
    freed_.notify_all();
    if (!fresh)
        return fail(fresh.error());
    if (stopped_)
        return fail(stopping());
    current_ = *fresh;
    if (!current_->begin_page())
        return fail(Error::retry("the browser ended right after its start; try again in a moment"));
    return current_;
}

Result<PrintedPage> Browser::print_on(RunningChromium& chromium, const PrintJob& job,
                                      const Deadline& deadline)
{
    const int kills_before = chromium.memory_kills();
    PageSession session(chromium.connection(), job, config_.fetch, deadline);
    Result<PrintedPage> page = session.run();
    const bool ended_by_us = chromium.memory_kills() > kills_before;
    if (!session.dispose())
        chromium.kill();
    if (page)
        return page;
    if (ended_by_us && (session.crashed() || page.error().kind == ErrorKind::retry))
        return fail(Error::give_up(fmt::format(
            "the template's page takes more than {} of memory (browser_memory_mib); show fewer rows",
            format_bytes(static_cast<std::uint64_t>(config_.memory_limit_bytes)))));
    if (deadline.expired() && page.error().kind == ErrorKind::give_up)
        return fail(Error::give_up("the template's page was not finished in its time (template_timeout_s): a "
                                   "script does not end, or window.presstimeReady is never kept"));
    return page;
}

Result<PrintedPage> Browser::print(const PrintJob& job, const Deadline& deadline)
{
    if (job.html.size() > kMaxHtmlBytes)
        return fail(Error::too_large("template_html", fmt::format("the template's page has more than {}",
                                                                  format_bytes(kMaxHtmlBytes))));
    const Turn turn = TRY(Turn::take(*this, deadline));
    const std::shared_ptr<RunningChromium> chromium = TRY(take_chromium(deadline));
    Result<PrintedPage> page = print_on(*chromium, job, deadline.sooner(config_.page_timeout));
    chromium->end_page();
    return page;
}

} // namespace presstime::browser
