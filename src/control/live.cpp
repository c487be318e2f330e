// Who watches, and when is looked; what a look reads is live_look.cpp's.
#include "control/live.hpp"

#include "base/log.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <pthread.h>

namespace presstime::control {
namespace {

constexpr std::string_view kEventIdMark = "e";
constexpr std::string_view kRetry = "retry: 2000\n\n"; // milliseconds until a browser comes again

std::optional<std::int64_t> event_of(std::string_view last_event_id)
{
    if (!last_event_id.starts_with(kEventIdMark))
        return {};
    const std::optional<std::int64_t> id = parse_int(last_event_id.substr(kEventIdMark.size()));
    return id && *id >= 0 ? id : std::nullopt;
}

bool is_same_caller(const Principal& one, const Principal& other)
{
    return one.kind == other.kind && one.session_id == other.session_id && one.token_id == other.token_id;
}

void tell(const LiveFinds::ForWatcher& found)
{
    const auto stream = found.watcher->stream.lock();
    if (!stream)
        return;
    if (!found.caller)
        return stream->end("session_ended");
    found.watcher->caller = *found.caller;
    found.watcher->after_event = found.after_event;
    found.watcher->knows_runs = true;
    if (!found.text.empty())
        stream->send(found.text);
}

Error too_many(std::string message)
{
    return {ErrorKind::too_many, std::move(message), {}, {}};
}

} // namespace

Live::Live(Environment environment, LiveWords words, LiveConfig config)
    : environment_(std::move(environment)), words_(std::move(words)), config_(config)
{
}

Live::~Live()
{
    stop();
}

Result<> Live::start()
{
    thread_ = std::thread([this] {
        pthread_setname_np(pthread_self(), "live");
        loop();
    });
    return {};
}

void Live::stop()
{
    stopping_ = true;
    poke_.poke();
    stop_.poke();
    if (thread_.joinable())
        thread_.join();
}

Result<std::shared_ptr<http::EventStream>> Live::watch(const Principal& caller,
                                                       std::string_view last_event_id)
{
    auto stream = std::make_shared<http::EventStream>(config_.stream);
    stream->send(kRetry);
    auto watcher = std::make_shared<LiveWatcher>();
    watcher->stream = stream;
    watcher->caller = caller;
    watcher->after_event = event_of(last_event_id);
    TRY(watchers_.with([&](Watchers& watchers) -> Result<> {
        std::erase_if(watchers, [](const auto& held) { return held->stream.expired(); });
        if (watchers.size() >= config_.max_streams)
            return fail(too_many(fmt::format("{} streams are open already, which is as many as this server "
                                             "keeps; close one, or ask GET /v1/events",
                                             config_.max_streams)));
        const auto own = std::ranges::count_if(
            watchers, [&](const auto& held) { return is_same_caller(held->caller, caller); });
        if (static_cast<std::size_t>(own) >= config_.max_of_one_caller)
            return fail(too_many(fmt::format("this session or key has {} streams open already; close one",
                                             config_.max_of_one_caller)));
        const auto of_person = std::ranges::count_if(watchers, [&](const auto& held) {
            return caller.user_id != 0 && held->caller.user_id == caller.user_id;
        });
        if (static_cast<std::size_t>(of_person) >= config_.max_of_one_person)
            return fail(too_many(fmt::format("you have {} streams open already, in all your sessions; close "
                                             "one",
                                             config_.max_of_one_person)));
        watchers.push_back(std::move(watcher));
        return {};
    }));
    poke();
    return stream;
}

// Those whose streams are still read.
Live::Watchers Live::present()
{
    return watchers_.with([](Watchers& watchers) {
        std::erase_if(watchers, [](const auto& held) {
            const auto stream = held->stream.lock();
            return !stream || stream->ended();
        });
        return watchers;
    });
}

Result<Live::Pass> Live::run_once()
{
    const Watchers watchers = present();
    Pass pass;
    pass.watchers = watchers.size();
    if (watchers.empty()) {
        seen_.reset();
        return pass;
    }
    LiveFinds finds;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        finds = TRY(look_around(session, {words_, config_, environment_.clock.now()}, seen_, watchers));
        return {};
    }));
    seen_ = std::move(finds.seen);
    for (const LiveFinds::ForWatcher& found : finds.found)
        tell(found);
    pass.busy = finds.busy;
    pass.more = finds.more;
    return pass;
}

void Live::loop()
{
    std::chrono::milliseconds wait = config_.idle;
    bool watched = false;
    while (!stopping_) {
        // Nobody watches: only a poke, such as the first watcher's, is waited for.
        poke_.wait_for(watched ? wait : std::chrono::hours(1));
        if (stopping_)
            break;
        const Result<Pass> pass = run_once();
        if (!pass)
            log_error("live.look_failed", pass.error());
        watched = !pass || pass->watchers > 0;
        wait = pass && pass->busy ? config_.busy : config_.idle;
        if (pass && pass->more)
            wait = std::chrono::milliseconds(0);
        if (watched)
            stop_.wait_for(config_.rest);
    }
}

} // namespace presstime::control
