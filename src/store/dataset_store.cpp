// The document is the truth; the columns beside it are what must be unique and what connections ask for.
#include "store/dataset_store.hpp"

#include "base/text.hpp"
#include "codec/security_json.hpp"
#include "model/secure_filter.hpp"
#include "store/query.hpp"

#include <boost/json.hpp>

namespace presstime::store {
namespace {

#define PRESSTIME_DATASET_COLUMNS "workspace_id, document, version, created_at, updated_at"

constexpr db::Statement kInsert{"datasets.insert", R"sql(
    INSERT INTO datasets (workspace_id, id, lower_name, connection, document, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, 1, $6, $6)
)sql"};
constexpr db::Statement kUpdate{"datasets.update", R"sql(
    UPDATE datasets
    SET lower_name = $4, connection = $5, document = $6, updated_at = $7, version = version + 1
    WHERE workspace_id = $1 AND id = $2 AND version = $3
)sql"};
constexpr db::Statement kDelete{"datasets.delete", R"sql(
    DELETE FROM datasets
    WHERE workspace_id = $1 AND id = $2
)sql"};
constexpr db::Statement kGet{"datasets.get", "SELECT " PRESSTIME_DATASET_COLUMNS R"sql(
    FROM datasets
    WHERE workspace_id = $1 AND id = $2
)sql"};
constexpr db::Statement kGetByName{"datasets.get_by_name", "SELECT " PRESSTIME_DATASET_COLUMNS R"sql(
    FROM datasets
    WHERE workspace_id = $1 AND lower_name = $2
)sql"};
constexpr db::Statement kList{"datasets.list", "SELECT " PRESSTIME_DATASET_COLUMNS R"sql(
    FROM datasets
    WHERE workspace_id = $1
    ORDER BY lower_name
)sql"};

Result<DatasetRecord> read_dataset(const db::Row& row)
{
    RowReader reader(row);
    DatasetRecord record;
    record.workspace_id = reader.integer();
    boost::system::error_code failed;
    const boost::json::value document = boost::json::parse(reader.text(), failed);
    auto dataset = codec::dataset_from_json(document, "");
    if (failed || !dataset)
        return fail(Error::give_up("a stored data set cannot be read")
                        .with_context(failed ? failed.message() : dataset.error().message));
    record.dataset = std::move(*dataset);
    record.version = reader.integer();
    record.created_at = reader.instant();
    record.updated_at = reader.instant();
    return record;
}

std::string document_of(const Dataset& dataset)
{
    return boost::json::serialize(codec::dataset_to_json(dataset));
}

Error taken(Error error, const Dataset& dataset)
{
    if (error.kind == ErrorKind::conflict)
        error.message =
            fmt::format("there is a data set with the id {} or the name {} already; choose another",
                        dataset.id, dataset.name);
    return error;
}

Error missing(const std::string& id)
{
    return Error::not_found(fmt::format("data set {} does not exist", id));
}

} // namespace

Result<> insert_dataset(db::Session& session, DatasetRecord& record, Instant now)
{
    using db::param;
    const Dataset& dataset = record.dataset;
    auto inserted = session.execute(kInsert, {param(record.workspace_id), param(dataset.id),
                                              param(to_lower_ascii(dataset.name)), param(dataset.connection),
                                              param(document_of(dataset)), param(now)});
    if (!inserted)
        return fail(taken(std::move(inserted).error(), dataset));
    record.version = 1;
    record.created_at = now;
    record.updated_at = now;
    return {};
}

Result<> update_dataset(db::Session& session, DatasetRecord& record, Instant now)
{
    using db::param;
    const Dataset& dataset = record.dataset;
    auto changed = changes_row(session, kUpdate,
                               {param(record.workspace_id), param(dataset.id), param(record.version),
                                param(to_lower_ascii(dataset.name)), param(dataset.connection),
                                param(document_of(dataset)), param(now)});
    if (!changed)
        return fail(taken(std::move(changed).error(), dataset));
    if (!*changed) {
        const DatasetRecord stored = TRY(get_dataset(session, record.workspace_id, dataset.id));
        return fail(
            Error::conflict(fmt::format("data set {} was changed meanwhile: version {} is stored, the "
                                        "change is for version {}; read it again",
                                        dataset.name, stored.version, record.version)));
    }
    ++record.version;
    record.updated_at = now;
    return {};
}

Result<> delete_dataset(db::Session& session, std::int64_t workspace_id, const std::string& id)
{
    if (!TRY(changes_row(session, kDelete, {db::param(workspace_id), db::param(id)})))
        return fail(missing(id));
    return {};
}

Result<DatasetRecord> get_dataset(db::Session& session, std::int64_t workspace_id,
                                  const std::string& id_or_name)
{
    auto record =
        TRY(query_first(session, kGet, {db::param(workspace_id), db::param(id_or_name)}, read_dataset));
    if (!record)
        record =
            TRY(query_first(session, kGetByName,
                            {db::param(workspace_id), db::param(to_lower_ascii(id_or_name))}, read_dataset));
    if (!record)
        return fail(missing(id_or_name));
    return std::move(*record);
}

Result<std::vector<DatasetRecord>> list_datasets(db::Session& session, std::int64_t workspace_id)
{
    return query_all(session, kList, {db::param(workspace_id)}, read_dataset);
}

Result<std::vector<Dataset>> datasets_in_reach(db::Session& session, std::int64_t workspace_id,
                                               const std::vector<Dataset>& own)
{
    std::vector<Dataset> all;
    for (DatasetRecord& record : TRY(list_datasets(session, workspace_id))) {
        for (const Dataset& dataset : own)
            if (is_called(record.dataset, dataset.name))
                return fail(Error::invalid(
                    "datasets",
                    fmt::format("datasets: {} is a data set of the workspace; name the dashboard's "
                                "own another way",
                                dataset.name)));
        all.push_back(std::move(record.dataset));
    }
    all.insert(all.end(), own.begin(), own.end());
    return all;
}

} // namespace presstime::store
