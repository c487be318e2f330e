// Every type of event there is, in one table: what it is about, which families of filters it belongs to, and
// what it says. A type once published keeps its name and meaning.
#pragma once

#include "model/access.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

struct EventType {
    std::string_view name;
    ResourceKind resource; // what Read is asked for
    std::string_view summary;
};

std::span<const EventType> event_types();
// nullptr when there is none of that name, spelled exactly.
const EventType* find_event_type(std::string_view name);

// The families that filters may name, each a group of types. Types to come belong to them by their prefix.
inline constexpr std::array<std::string_view, 5> kEventFamilies{"reports", "categories", "connections",
                                                                "tasks", "alerts"};
bool is_in_family(std::string_view family, std::string_view type);
// Those of kEventFamilies that hold the type, in that order.
std::vector<std::string> families_of(std::string_view type);

} // namespace presstime
