// What the pages ask first: what server this is, and how far its workspace has come.
#pragma once

#include "control/environment.hpp"
#include "model/principal.hpp"
#include "store/store.hpp"

#include <functional>
#include <string>
#include <vector>

namespace presstime::control {

struct ServerFacts {
    std::string version;
    std::string tzdata;
    std::vector<std::string> sources; // kinds of connections
    std::vector<std::string> formats;
    std::string public_url;
};

struct AboutAnswer {
    ServerFacts facts;
    Instant started_at{};
    bool outbox = false; // mail is written to a folder, not sent
    store::Workspace workspace;
    bool first_start = false; // neither a connection nor a dashboard
    bool sample = false;      // the sample dashboard is there
};

class About {
public:
    // `writes_outbox` says how it is at that moment.
    About(Environment environment, ServerFacts facts, std::function<bool()> writes_outbox)
        : environment_(std::move(environment)),
          facts_(std::move(facts)),
          writes_outbox_(std::move(writes_outbox)),
          started_at_(environment_.clock.now())
    {
    }

    // For everybody who may read anything.
    Result<AboutAnswer> read(const Principal& principal);

private:
    Environment environment_;
    ServerFacts facts_;
    std::function<bool()> writes_outbox_;
    Instant started_at_;
};

} // namespace presstime::control
