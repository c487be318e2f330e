// A data set: a named relation of a connection that queries read as if it were a table. Secure filters apply
// to data sets, never to what lies under them.
#pragma once

#include <string>

namespace presstime {

struct Dataset {
    std::string id;         // "ds_..." of a workspace's data set; empty for one that a dashboard brings along
    std::string name;       // a plain SQL identifier; case does not matter
    std::string connection; // name
    std::string table;      // a table or view of the connection, "schema.table" too; or
    std::string sql;        // one SELECT
};

} // namespace presstime
