// One channel's queue and threads inside the courier. All
// fields but `config` are guarded by the courier's mutex.
#pragma once

#include "run/courier.hpp"

#include <map>
#include <string>

namespace presstime::run {

constexpr int kLaneBatch = 64;     // claimed deliveries a lane holds at most
constexpr int kWaitingPerSlot = 8; // of one endpoint, per slot it may use at once

// The host a delivery goes to: what a cap is counted by.
// Mail shares one server, so its lane has one endpoint.
inline std::string endpoint_of(const Delivery& delivery)
{
    if (delivery.channel != "webhook")
        return {};
    const std::size_t scheme = delivery.recipient.find("://");
    const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
    return delivery.recipient.substr(begin, delivery.recipient.find_first_of("/?#", begin) - begin);
}

struct Courier::Lane {
    explicit Lane(CourierLane lane_config) : config(std::move(lane_config)) {}

    CourierLane config;
    std::deque<Delivery> waiting;
    int sending = 0;
    std::map<std::string, int> held_by_endpoint;
    std::map<std::string, int> sending_by_endpoint;
    std::vector<std::thread> threads;

    // The first waiting delivery whose endpoint has a free slot.
    std::deque<Delivery>::iterator next_free()
    {
        for (auto each = waiting.begin(); each != waiting.end(); ++each) {
            const auto used = sending_by_endpoint.find(endpoint_of(*each));
            if (config.channel != "webhook" || used == sending_by_endpoint.end() ||
                used->second < config.per_endpoint)
                return each;
        }
        return waiting.end();
    }

    static void leave(std::map<std::string, int>& counts, const std::string& endpoint)
    {
        auto found = counts.find(endpoint);
        if (found != counts.end() && --found->second <= 0)
            counts.erase(found);
    }
};

} // namespace presstime::run
