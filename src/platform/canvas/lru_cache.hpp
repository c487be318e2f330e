// A map of bounded weight that forgets what was used least recently. Not for sharing between threads.
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
    // The weights of all values together, in what unit the caller likes; the newest value always stays.
    explicit LruCache(std::size_t capacity) : capacity_(capacity) {}

    // The value, now the most recently used; null when it is not there. Valid until the next insert().
    Value* find(const Key& key)
    {
        const auto found = index_.find(key);
        if (found == index_.end()) {
            return nullptr;
        }
        order_.splice(order_.begin(), order_, found->second);
        return &found->second->value;
    }

    Value& insert(Key key, Value value, std::size_t weight = 1)
    {
        while (!order_.empty() && weight_ + weight > capacity_) {
            weight_ -= order_.back().weight;
            index_.erase(order_.back().key);
            order_.pop_back();
        }
        weight_ += weight;
        order_.push_front({key, std::move(value), weight});
        index_.insert_or_assign(std::move(key), order_.begin());
        return order_.front().value;
    }

    std::size_t size() const { return index_.size(); }

private:
    struct Entry {
        Key key;
        Value value;
        std::size_t weight = 1;
    };
    using Order = std::list<Entry>;
    std::size_t capacity_;
    std::size_t weight_ = 0;
    Order order_;
    std::unordered_map<Key, typename Order::iterator, Hash> index_;
};

} // namespace presstime
