// A list in order of age beside a stack per origin; both are short enough to be searched.
#include "platform/http/post_pool.hpp"

#include <algorithm>

namespace presstime::http {

PostPool::Connection PostPool::take(const std::string& origin, TimePoint now)
{
    auto found = by_origin_.find(origin);
    while (found != by_origin_.end() && !found->second.empty()) {
        Connection connection = *found->second.back()->place;
        found->second.pop_back();
        idle_.erase(connection->place);
        if (connection->idle_until > now)
            return connection;
        connection->close();
    }
    return nullptr;
}

void PostPool::put(Connection connection)
{
    if (in_all_ == 0 || per_origin_ == 0) {
        connection->close();
        return;
    }
    auto& same_origin = by_origin_[connection->origin()];
    if (same_origin.size() >= per_origin_)
        drop(*same_origin.front());
    else if (idle_.size() >= in_all_)
        drop(*idle_.front());
    PostConnection& added = *connection;
    added.place = idle_.insert(idle_.end(), std::move(connection));
    by_origin_[added.origin()].push_back(&added);
}

void PostPool::drop(PostConnection& connection)
{
    connection.close();
    remove(connection);
}

void PostPool::remove(PostConnection& connection)
{
    auto same_origin = by_origin_.find(connection.origin());
    std::erase(same_origin->second, &connection);
    if (same_origin->second.empty())
        by_origin_.erase(same_origin);
    idle_.erase(connection.place); // may end its life
}

std::optional<PostPool::TimePoint> PostPool::close_idle(TimePoint now)
{
    std::vector<PostConnection*> over;
    std::optional<TimePoint> next;
    for (const Connection& connection : idle_) {
        if (connection->idle_until <= now)
            over.push_back(connection.get());
        else if (!next || connection->idle_until < *next)
            next = connection->idle_until;
    }
    for (PostConnection* connection : over)
        drop(*connection);
    std::erase_if(by_origin_, [](const auto& entry) { return entry.second.empty(); });
    return next;
}

void PostPool::close_all()
{
    for (const Connection& connection : idle_)
        connection->close();
    by_origin_.clear();
    idle_.clear();
}

} // namespace presstime::http
