// Refused access on its way into the audit: counted in memory, written by a thread of its own, so that
// refusing costs nothing. The same refusal within a minute is one row with a count; what does not fit is
// counted together.
#pragma once

#include "base/clock.hpp"
#include "base/guarded.hpp"
#include "base/poke.hpp"
#include "base/service.hpp"
#include "platform/db/database.hpp"
#include "store/audit_store.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace presstime::control {

struct RefusalLimits {
    std::chrono::seconds together{60}; // how long identical refusals share a row
    std::chrono::milliseconds write_every{2000};
    std::size_t kinds = 1'000; // kept apart at once
};

class Refusals final : public Service {
public:
    Refusals(db::Database& database, const Clock& clock, RefusalLimits limits = {});
    ~Refusals() override { stop(); }

    std::string_view name() const override { return "refusals"; }
    Result<> start() override;
    void stop() override; // writes what is left

    // `refusal` as it is to be read, without id, time and count. Safe to call from several threads.
    void note(store::AuditRow refusal);
    // Writes what is new since the last time.
    Result<> write();

private:
    struct Counted {
        store::AuditRow row;
        int written = 0; // how many of row.times are in the database
    };
    using Kinds = std::map<std::string, Counted>;

    void loop();

    db::Database& database_;
    const Clock& clock_;
    RefusalLimits limits_;
    Guarded<Kinds> kinds_;
    std::mutex writing_; // one writer at a time
    Poke poke_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace presstime::control
