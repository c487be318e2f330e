// What the server keeps on disk, for how long, and how much room is left.
#pragma once

#include "control/environment.hpp"
#include "model/principal.hpp"
#include "store/server_facts.hpp"

#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

namespace presstime::control {

struct Retention {
    int results_days = 0;
    int artifacts_days = 0;
    int runs_days = 0;
    int events_days = 0;
    int audit_days = 0;
};

struct DiskFigures {
    std::int64_t state_bytes = 0; // the state database with its log
    store::StoredSums stored;
    std::int64_t outbox_bytes = 0;
    std::int64_t uploads_bytes = 0;
    std::int64_t free_bytes = 0;  // of the file system that holds the data folder
    std::int64_t quota_bytes = 0; // of results and artifacts together
    Retention retain;
    store::OldestKept oldest;
};

struct DiskPlaces {
    std::filesystem::path data_folder;
    std::filesystem::path outbox;
    std::filesystem::path uploads;
    std::int64_t quota_bytes = 0;
    Retention retain;
    std::int64_t least_free_bytes = std::int64_t{1} << 30; // with less, somebody should look
};

class DiskUse {
public:
    DiskUse(Environment environment, DiskPlaces places)
        : environment_(std::move(environment)), places_(std::move(places))
    {
    }

    // At most ten seconds old; folders are walked up to 100,000 files. For those who administer the server.
    Result<DiskFigures> read(const Principal& principal);

    // One sentence when room runs out: the quota is nearly used, or little is free. Nothing while there is
    // enough, and for others than those who administer the server. Quick: nothing is walked.
    Result<std::optional<std::string>> shortage(db::Session& session, const Principal& principal) const;

private:
    Result<DiskFigures> measure();

    Environment environment_;
    const DiskPlaces places_;
    std::mutex measuring_; // one at a time; the others wait for its figures
    std::optional<DiskFigures> last_;
    std::chrono::steady_clock::time_point measured_at_;
};

} // namespace presstime::control
