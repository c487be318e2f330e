// A heap of the streams' next spots.
#include "control/run_merge.hpp"

#include <algorithm>
#include <limits>

namespace presstime::control {

using store::RunPlace;
using store::RunSpot;

void RunMerge::add(const store::RunStream& stream, const RunPlace& place)
{
    parts_.push_back({stream, place, {}, 0, false});
    push({place, parts_.size() - 1, false});
}

void RunMerge::add(const store::RunStream& stream, const RunPlace& place, Instant newest)
{
    parts_.push_back({stream, place, {}, 0, false});
    push({{newest, std::numeric_limits<std::int64_t>::max()}, parts_.size() - 1, false});
}

Result<std::optional<RunSpot>> RunMerge::next()
{
    while (!heads_.empty()) {
        std::ranges::pop_heap(heads_, {}, &Head::place);
        const Head head = heads_.back();
        heads_.pop_back();
        if (!head.is_read) {
            TRY(read_on(head.part));
            continue;
        }
        Part& part = parts_[head.part];
        const RunSpot spot = part.spots[part.next++];
        if (part.next < part.spots.size())
            push({part.spots[part.next].place, head.part, true});
        else if (!part.ended)
            push({part.place, head.part, false});
        return std::optional(spot);
    }
    return std::optional<RunSpot>{};
}

void RunMerge::push(Head head)
{
    heads_.push_back(head);
    std::ranges::push_heap(heads_, {}, &Head::place);
}

Result<> RunMerge::read_on(std::size_t index)
{
    Part& part = parts_[index];
    part.spots = TRY(store::list_runs(session_, question_, part.stream, part.place, batch_));
    part.next = 0;
    part.ended = part.spots.size() < static_cast<std::size_t>(batch_);
    if (part.spots.empty())
        return {};
    part.place = part.spots.back().place;
    push({part.spots.front().place, index, true});
    return {};
}

} // namespace presstime::control
