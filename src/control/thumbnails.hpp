// Small pictures of dashboards for lists: real renders, two at once, kept for an hour.
#pragma once

#include "base/guarded.hpp"
#include "control/drawings.hpp"
#include "control/environment.hpp"
#include "control/pictures.hpp"

#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <string>

namespace presstime::control {

struct Thumbnail {
    std::string png;
    std::string tag; // equal for equal bytes; for ETag
};

struct ThumbnailConfig {
    int at_once = 2;
    int waiting = 2; // callers; more are too_many, for each of them holds a thread
    std::chrono::seconds patience{10};
    std::chrono::minutes life{60};
    std::size_t most_bytes = 16U << 20; // of all that is kept
};

class Thumbnails {
public:
    // `drawings` must outlive this.
    Thumbnails(Environment environment, Drawings& drawings, ThumbnailConfig config = {})
        : environment_(std::move(environment)), drawings_(drawings), config_(config)
    {
    }

    // `theme` "light", "dark" or empty, which is the dashboard's. A draft has another picture than the
    // version it was published as once it was changed. Safe to call from several threads.
    Result<Thumbnail> get(const Principal& principal, const std::string& dashboard, DashboardState state,
                          const std::string& theme);

private:
    struct Kept {
        std::string key;
        Thumbnail picture;
        Instant drawn_at{};
    };
    // Newest use first.
    struct Cache {
        std::list<Kept> kept;
        std::map<std::string, std::list<Kept>::iterator> places;
        std::size_t bytes = 0;
    };
    class Turn;

    std::optional<Thumbnail> find(const std::string& key);
    void keep(const std::string& key, const Thumbnail& picture);

    Environment environment_;
    Drawings& drawings_;
    ThumbnailConfig config_;
    Guarded<Cache> cache_;
    std::mutex mutex_;
    std::condition_variable turn_ended_;
    int drawing_ = 0;
    int waiting_ = 0;
};

} // namespace presstime::control
