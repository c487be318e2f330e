// What sends events, put together for compose.cpp: the fan-out, the courier and the engine below it.
#pragma once

#include "app/settings.hpp"
#include "base/clock.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/db/database.hpp"
#include "platform/http/post_engine.hpp"
#include "run/event_courier.hpp"
#include "run/fanout.hpp"

#include <memory>
#include <string>

namespace presstime {

class EventParts {
public:
    // All references must outlive it. `node` names this process.
    EventParts(db::Database& database, const SecretBox& secrets, const http::EgressPolicy& egress,
               const Clock& clock, const Settings& settings, const std::string& node,
               const std::string& public_url);

    // Opens the engine and takes over what dead processes held: before anybody may poke.
    Result<> open();
    // Starts both loops.
    Result<> start();
    void stop();
    void poke();

private:
    db::Database& database_;
    const SecretBox& secrets_;
    const http::EgressPolicy& egress_;
    const Clock& clock_;
    http::EngineConfig engine_config_;
    run::EventCourierConfig courier_config_;
    std::unique_ptr<http::PostEngine> engine_;
    std::unique_ptr<run::EventCourier> courier_;
    run::Fanout fanout_;
};

} // namespace presstime
