// The ledger for people and the API: what went out, to whom, and what each try saw.
#pragma once

#include "control/environment.hpp"
#include "model/delivery.hpp"
#include "model/principal.hpp"

#include <string>
#include <vector>

namespace presstime::control {

struct DeliveryRecord {
    Delivery delivery;
    std::vector<Attempt> attempts;
};

struct DeliveryQuestion {
    std::string channel;     // "" = any
    std::string state;       // "" = any
    std::int64_t run_id = 0; // 0 = any
};

class Deliveries {
public:
    explicit Deliveries(Environment environment) : environment_(std::move(environment)) {}

    // Newest first.
    Result<Page<DeliveryRecord>> list(const Principal& principal, const DeliveryQuestion& question,
                                      const PageRequest& page);
    Result<DeliveryRecord> get(const Principal& principal, std::int64_t id);

private:
    Environment environment_;
};

} // namespace presstime::control
