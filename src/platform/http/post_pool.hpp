// Which connections of an I/O thread stand idle, by the origin they lead to. The newest of an origin is taken
// first, the oldest of all is closed first. Not safe from several threads.
#pragma once

#include "platform/http/post_connection.hpp"

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace presstime::http {

class PostPool {
public:
    using Connection = std::shared_ptr<PostConnection>;
    using TimePoint = std::chrono::steady_clock::time_point;

    PostPool(std::size_t per_origin, std::size_t in_all) : per_origin_(per_origin), in_all_(in_all) {}

    // Null when none stands idle.
    Connection take(const std::string& origin, TimePoint now);
    // Keeps it until its `idle_until`; closes another, or this one, where there are too many.
    void put(Connection connection);
    // For one that was lost while idle.
    void drop(PostConnection& connection);
    // Closes what has been idle for long enough; when the next one will have been, if any is left.
    std::optional<TimePoint> close_idle(TimePoint now);
    void close_all();
    std::size_t size() const { return idle_.size(); }

private:
    void remove(PostConnection& connection);

    std::size_t per_origin_;
    std::size_t in_all_;
    std::list<Connection> idle_; // the oldest first
    std::unordered_map<std::string, std::vector<PostConnection*>> by_origin_;
};

} // namespace presstime::http
