// The owner thread is the only one that touches the process.
#include "platform/browser/running_chromium.hpp"

#include "base/log.hpp"
#include "platform/browser/chromium_process.hpp"
#include "platform/browser/process_memory.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <csignal>

namespace presstime::browser {
namespace {

constexpr std::chrono::milliseconds kTick{50};
constexpr std::chrono::milliseconds kEndPatience{2'000};

std::int64_t now_ns()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

Error not_usable(const std::string& last_words)
{
    return Error::give_up(
               "Chromium ended right after its start; run the program of browser_path by hand to see "
               "why (its sandbox needs user namespaces)")
        .with_context(last_words);
}

} // namespace

Result<std::shared_ptr<RunningChromium>> RunningChromium::start(const BrowserConfig& config,
                                                                const Deadline& deadline)
{
    std::shared_ptr<RunningChromium> chromium(new RunningChromium(config));
    std::promise<Result<>> started;
    std::future<Result<>> is_started = started.get_future();
    chromium->last_used_ns_ = now_ns();
    chromium->thread_ = std::thread(&RunningChromium::live, chromium.get(), std::move(started));
    TRY(is_started.get());
    Mailbox mailbox;
    const auto asked = chromium->connection_->send(mailbox, {{}, "Browser.getVersion", {}}, deadline);
    const bool answered = asked && chromium->connection_->receive(mailbox, deadline);
    chromium->connection_->forget(mailbox);
    if (answered)
        return chromium;
    // Without an answer before the deadline its pipe broke, whether or not its end has been noticed yet.
    if (!deadline.expired() || chromium->ended_ || chromium->connection_->closed())
        return fail(not_usable({}));
    return fail(Error::retry("Chromium did not start in time"));
}

RunningChromium::~RunningChromium()
{
    stopping_ = true;
    if (thread_.joinable())
        thread_.join();
}

bool RunningChromium::begin_page()
{
    // Announced before looking, as retire_if_idle() looks after announcing: one of the two sees the other.
    ++pages_open_;
    if (!retired_ && !stopping_ && !ended_ && pages_made_ < config_.pages_per_process) {
        ++pages_made_;
        return true;
    }
    --pages_open_;
    return false;
}

void RunningChromium::end_page()
{
    last_used_ns_ = now_ns();
    --pages_open_;
}

bool RunningChromium::retire_if_idle()
{
    if (pages_made_ == 0 || pages_open_ != 0 ||
        std::chrono::nanoseconds(now_ns() - last_used_ns_) <= config_.idle)
        return false;
    retired_ = true;
    return pages_open_ == 0;
}

void RunningChromium::live(std::promise<Result<>> started)
{
    pthread_setname_np(pthread_self(), "browser");
    const auto program = find_chromium(config_.path);
    auto process = program ? ChromiumProcess::start(*program, config_.temp_folder)
                           : Result<ChromiumProcess>(fail(program.error()));
    if (!process) {
        ended_ = true;
        started.set_value(fail(process.error()));
        return;
    }
    connection_ = std::make_unique<PipeConnection>(process->channel());
    pid_ = process->pid();
    started.set_value({});
    log_info("browser.started", {{"pid", process->pid()}});
    auto next_look = std::chrono::steady_clock::now();
    bool idle = false;
    while (!stopping_ && !idle && connection_->pump(kTick)) {
        if (const auto now = std::chrono::steady_clock::now(); now >= next_look) {
            next_look = now + kTick;
            watch_memory();
        }
        idle = retire_if_idle();
    }
    ended_ = true;
    const bool asked_to = stopping_ || idle;
    connection_->close();
    process->end(asked_to ? kEndPatience : std::chrono::milliseconds(0));
    if (asked_to)
        log_info("browser.stopped", {{"pid", pid_.load()}});
    else
        log_warn("browser.ended", {{"pid", pid_.load()}, {"stderr", process->last_words()}});
    pid_ = 0;
}

// The largest of the page processes goes first, so that other pages may live; when the browser itself is the
// largest, all go.
void RunningChromium::watch_memory()
{
    if (pages_open_ == 0)
        return;
    std::vector<ProcessMemory> processes = memory_of_tree(pid_);
    std::int64_t bytes = 0;
    for (const ProcessMemory& process : processes)
        bytes += process.bytes;
    if (bytes <= config_.memory_limit_bytes)
        return;
    const auto largest = std::ranges::max_element(processes, {}, &ProcessMemory::bytes);
    log_warn("browser.memory_limit", {{"bytes", bytes}, {"limit", config_.memory_limit_bytes}});
    ++memory_kills_;
    if (largest->pid == pid_)
        stopping_ = true;
    else
        ::kill(largest->pid, SIGKILL);
}

} // namespace presstime::browser
