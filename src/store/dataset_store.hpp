// Data sets of a workspace. Those that a dashboard brings along stand in its document and not here.
#pragma once

#include "model/dataset.hpp"
#include "platform/db/database.hpp"

#include <string>
#include <vector>

namespace presstime::store {

struct DatasetRecord {
    std::int64_t workspace_id = 1;
    Dataset dataset;
    std::int64_t version = 1;
    Instant created_at{};
    Instant updated_at{};
};

// conflict: id or name taken.
Result<> insert_dataset(db::Session& session, DatasetRecord& record, Instant now);
// conflict: version or name.
Result<> update_dataset(db::Session& session, DatasetRecord& record, Instant now);
Result<> delete_dataset(db::Session& session, std::int64_t workspace_id, const std::string& id);
// By its id or, in any case, its name.
Result<DatasetRecord> get_dataset(db::Session& session, std::int64_t workspace_id,
                                  const std::string& id_or_name);
Result<std::vector<DatasetRecord>> list_datasets(db::Session& session, std::int64_t workspace_id); // by name

// Those of the workspace and, behind them, a dashboard's `own`: all that its queries can name.
// invalid("datasets") when one of its own goes by a name or id of the workspace's, whose place it would take.
Result<std::vector<Dataset>> datasets_in_reach(db::Session& session, std::int64_t workspace_id,
                                               const std::vector<Dataset>& own);

} // namespace presstime::store
