// The audit for admins: who changed what, and who was refused what.
#pragma once

#include "control/environment.hpp"
#include "control/refusals.hpp"
#include "model/principal.hpp"

#include <optional>
#include <string>

namespace presstime::control {

struct AuditQuestion {
    std::string actor; // "" = any; the others likewise
    std::string action;
    std::string resource;
    std::optional<Instant> since; // half-open
    std::optional<Instant> until;
};

class Audits {
public:
    // `refusals` must outlive this.
    Audits(Environment environment, Refusals& refusals)
        : environment_(std::move(environment)), refusals_(refusals)
    {
    }

    // Newest first; refusals up to this moment are in it.
    Result<Page<store::AuditRow>> list(const Principal& principal, const AuditQuestion& question,
                                       const PageRequest& page);

private:
    Environment environment_;
    Refusals& refusals_;
};

} // namespace presstime::control
