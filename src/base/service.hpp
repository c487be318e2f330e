// A loop with an owner: start() spawns its named thread(s), stop() asks and joins. What one pass does is a
// run_once() of the concrete service, so that tests drive it without threads.
#pragma once

#include "base/result.hpp"

#include <string_view>

namespace presstime {

class Service {
public:
    virtual ~Service() = default;
    virtual std::string_view name() const = 0;
    virtual Result<> start() = 0;
    // Stops taking new work, finishes or hands back what is held, joins. Safe to call twice.
    virtual void stop() = 0;
};

} // namespace presstime
