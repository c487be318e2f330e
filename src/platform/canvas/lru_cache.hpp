// A bounded map that forgets what was used least recently. Not for sharing between threads.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <unordered_map>
#include <utility>

namespace presstime {

template <typename Key, typename Value, typename Hash = std::hash<Key>>
class LruCache {
public:
    explicit LruCache(std::size_t capacity) : capacity_(capacity) {}

    // The value, now the most recently used; null when it is not there. Valid until the next insert().
    Value* find(const Key& key)
    {
        const auto found = index_.find(key);
        if (found == index_.end()) {
            return nullptr;
        }
        order_.splice(order_.begin(), order_, found->second);
        return &found->second->second;
    }

    Value& insert(Key key, Value value)
    {
        if (index_.size() >= capacity_ && !order_.empty()) {
            index_.erase(order_.back().first);
            order_.pop_back();
        }
        order_.emplace_front(key, std::move(value));
        index_.insert_or_assign(std::move(key), order_.begin());
        return order_.front().second;
    }

    std::size_t size() const { return index_.size(); }

private:
    using Order = std::list<std::pair<Key, Value>>;
    std::size_t capacity_;
    Order order_;
    std::unordered_map<Key, typename Order::iterator, Hash> index_;
};

} // namespace presstime
