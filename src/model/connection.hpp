// A customer's data source as it is stored: which source plug-in, with which options.
#pragma once

#include "model/option_schema.hpp"

#include <cstdint>
#include <string>

namespace presstime {

struct Connection {
    std::int64_t id = 0;
    std::int64_t workspace_id = 0;
    std::string name; // unique in the workspace; what queries say
    std::string kind; // name of the source plug-in: "duckdb", "sqlite"
    OptionValues options;
};

} // namespace presstime
