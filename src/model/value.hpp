// A single typed value: what a parameter is bound to and what a cell holds.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace presstime {

// monostate is SQL NULL.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, LocalDate, Instant>;

// A parameter as a query sees it; `name` without the '$'.
struct Binding {
    std::string name;
    Value value;
};

} // namespace presstime
