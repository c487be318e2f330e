// The engine takes as many posts as the courier may have under way.
#include "app/event_parts.hpp"

namespace presstime {
namespace {

// Runs write events too, and nobody pokes for them: an idle look costs some microseconds.
constexpr std::chrono::milliseconds kFanoutPoll{200};

http::EngineConfig engine_config(const Settings& settings)
{
    http::EngineConfig config;
    config.max_in_flight = static_cast<std::size_t>(settings.webhook_in_flight);
    config.kept_per_endpoint = static_cast<std::size_t>(settings.webhook_in_flight_per_endpoint);
    config.ca_file = settings.webhook_ca_file;
    return config;
}

run::EventCourierConfig courier_config(const Settings& settings, const std::string& node,
                                       const std::string& public_url)
{
    run::EventCourierConfig config;
    config.worker_id = node + ":events";
    config.public_url = public_url;
    config.drain = std::chrono::seconds(settings.drain_s);
    config.in_flight = static_cast<int>(settings.webhook_in_flight);
    config.in_flight_per_webhook = static_cast<int>(settings.webhook_in_flight_per_endpoint);
    config.rate_per_minute = static_cast<int>(settings.webhook_rate_per_minute);
    config.try_timeout = std::chrono::seconds(settings.event_timeout_s);
    return config;
}

} // namespace

EventParts::EventParts(db::Database& database, const SecretBox& secrets, const http::EgressPolicy& egress,
                       const Clock& clock, const Settings& settings, const std::string& node,
                       const std::string& public_url)
    : database_(database),
      secrets_(secrets),
      egress_(egress),
      clock_(clock),
      engine_config_(engine_config(settings)),
      courier_config_(courier_config(settings, node, public_url)),
      fanout_(database, clock,
              [this] {
                  if (courier_)
                      courier_->poke();
              },
              {.poll = kFanoutPoll})
{
}

Result<> EventParts::open()
{
    engine_ = TRY(http::make_post_engine(egress_, engine_config_));
    courier_ = std::make_unique<run::EventCourier>(database_, *engine_, secrets_, clock_, courier_config_);
    TRY(courier_->adopt_orphans());
    return {};
}

Result<> EventParts::start()
{
    TRY(courier_->start());
    return fanout_.start();
}

void EventParts::stop()
{
    fanout_.stop();
    if (courier_)
        courier_->stop();
}

void EventParts::poke()
{
    fanout_.poke();
    if (courier_)
        courier_->poke();
}

} // namespace presstime
