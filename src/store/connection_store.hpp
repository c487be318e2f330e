// Connections to customers' data sources, by name within a workspace.
#pragma once

#include "model/connection.hpp"
#include "platform/db/database.hpp"

#include <vector>

namespace presstime::store {

struct ConnectionRecord {
    Connection connection;
    std::int64_t version = 1;
    Instant created_at{};
    Instant updated_at{};
};

Result<> insert_connection(db::Session& session, ConnectionRecord& record,
                           Instant now); // conflict: name taken
Result<> update_connection(db::Session& session, ConnectionRecord& record, Instant now); // conflict: version
Result<> delete_connection(db::Session& session, std::int64_t workspace_id, const std::string& name);
Result<ConnectionRecord> get_connection(db::Session& session, std::int64_t workspace_id,
                                        const std::string& name);
Result<std::vector<ConnectionRecord>> list_connections(db::Session& session, std::int64_t workspace_id);
// "dash_sales: revenue_by_month" for each query that reads it, "data set orders" for each that lies in it.
Result<std::vector<std::string>> connection_users(db::Session& session, std::int64_t workspace_id,
                                                  const std::string& name);

} // namespace presstime::store
