// The catalogue of events for receivers: a JSON Schema (2020-12) for each type, and an example of each. The
// schemas speak of the format standard, `{"type","timestamp","data"}`.
#pragma once

#include "model/event.hpp"

#include <string>
#include <string_view>

namespace presstime::codec {

// The schema as JSON text; `type` is one of event_types(). It is open: members may be added later. The tests
// close it, so that none is added without being named here.
std::string event_schema(std::string_view type);

// An event as it could have been, the same at every call; `type` is one of event_types().
Event example_event(std::string_view type);

} // namespace presstime::codec
