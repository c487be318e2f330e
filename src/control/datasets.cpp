// Every way to save ends in insert() or replace(), after the source has said which columns the data set has.
#include "control/datasets.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "codec/json_reader.hpp"
#include "codec/security_json.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/dataset_users.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::control {
namespace json = boost::json;
namespace {

Result<Dataset> read_dataset(std::string_view text)
{
    return codec::dataset_from_json(TRY(codec::parse_json(text)), "");
}

bool says_the_same(const Dataset& a, const Dataset& b)
{
    return codec::dataset_to_json(a) == codec::dataset_to_json(b);
}

// Ids and names are one set: tokens say either.
Result<> check_free(db::Session& session, std::int64_t workspace_id, const Dataset& dataset)
{
    for (const store::DatasetRecord& other : TRY(store::list_datasets(session, workspace_id)))
        if (is_called(other.dataset, dataset.name) || is_called(other.dataset, dataset.id) ||
            is_called(dataset, other.dataset.id))
            return fail(
                Error::conflict(fmt::format("there is a data set {} with the id {} already; PUT replaces it",
                                            other.dataset.name, other.dataset.id)));
    const std::vector<std::string> rivals = TRY(dashboards_bringing(session, workspace_id, dataset));
    if (!rivals.empty())
        return fail(Error::conflict(fmt::format("{} brings a data set {} of its own along; rename that first",
                                                join(rivals, ", "), dataset.name)));
    return {};
}

Result<> audit(db::Session& session, const Principal& principal, std::string_view action,
               const Dataset& dataset, Instant now)
{
    return record_change(
        session, principal,
        {.type = action, .resource = "data set " + dataset.name, .detail = "id " + dataset.id}, now);
}

} // namespace

Datasets::Datasets(Environment environment, QueryInspector& inspector)
    : environment_(std::move(environment)), inspector_(inspector)
{
}

Result<std::vector<Column>> Datasets::columns_of(std::int64_t workspace_id, const Dataset& dataset)
{
    auto columns = inspector_.describe_dataset(workspace_id, dataset);
    if (columns || columns.error().kind == ErrorKind::retry)
        return columns;
    if (columns.error().kind == ErrorKind::not_found)
        return fail(Error::invalid(
            "connection", fmt::format("connection names one that does not exist: {}", dataset.connection)));
    return fail(Error::invalid(dataset.sql.empty() ? "table" : "sql", columns.error().message));
}

Result<SavedDataset> Datasets::insert(const Principal& principal, Dataset dataset)
{
    if (dataset.id.empty())
        dataset.id = "ds_" + make_random_text(12);
    SavedDataset saved{
        {principal.workspace_id, dataset}, TRY(columns_of(principal.workspace_id, dataset)), true};
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        saved.record = {principal.workspace_id, dataset};
        TRY(check_free(session, principal.workspace_id, dataset));
        TRY(store::insert_dataset(session, saved.record, now));
        return audit(session, principal, "dataset.created", dataset, now);
    }));
    return saved;
}

Result<SavedDataset> Datasets::replace(const Principal& principal, const store::DatasetRecord& current,
                                       Dataset dataset)
{
    if (dataset.name != current.dataset.name)
        return fail(Error::invalid(
            "name", "name is what queries and tokens say and cannot change; make a new data set"));
    if (!dataset.id.empty() && dataset.id != current.dataset.id)
        return fail(Error::invalid("id", "id cannot change; make a new data set"));
    dataset.id = current.dataset.id;
    SavedDataset saved{current, TRY(columns_of(principal.workspace_id, dataset))};
    if (says_the_same(current.dataset, dataset))
        return saved;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        saved.record = current;
        saved.record.dataset = dataset;
        TRY(store::update_dataset(session, saved.record, now));
        return audit(session, principal, "dataset.updated", dataset, now);
    }));
    return saved;
}

Result<SavedDataset> Datasets::create(const Principal& principal, std::string_view text)
{
    TRY(require(principal, Action::manage, ResourceKind::dataset));
    return insert(principal, TRY(read_dataset(text)));
}

Result<SavedDataset> Datasets::put(const Principal& principal, const std::string& id, std::string_view text,
                                   ExpectedVersion expected)
{
    TRY(require(principal, Action::manage, ResourceKind::dataset));
    Dataset dataset = TRY(read_dataset(text));
    Result<store::DatasetRecord> current = fail(Error::not_found(""));
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        current = store::get_dataset(session, principal.workspace_id, id);
        return {};
    }));
    if (current) {
        TRY(check_version(expected, current->version, "data set " + id));
        return replace(principal, *current, std::move(dataset));
    }
    if (current.error().kind != ErrorKind::not_found)
        return fail(current.error());
    TRY(check_version(expected, 0, "data set " + id));
    if (!is_called(dataset, id))
        return fail(Error::invalid(
            "name", fmt::format("name is {} in the document and {} in the address", dataset.name, id)));
    return insert(principal, std::move(dataset));
}

Result<SavedDataset> Datasets::patch(const Principal& principal, const std::string& id, std::string_view text,
                                     ExpectedVersion expected)
{
    TRY(require(principal, Action::manage, ResourceKind::dataset));
    const json::value change = TRY(codec::parse_json(text));
    if (!change.is_object())
        return fail(Error::malformed("the document must be a JSON object"));
    store::DatasetRecord current;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        current = TRY(store::get_dataset(session, principal.workspace_id, id));
        return {};
    }));
    TRY(check_version(expected, current.version, "data set " + id));
    json::object merged = codec::dataset_to_json(current.dataset);
    for (std::string_view key : {"table", "sql"})
        if (change.get_object().contains(key))
            merged.erase(key == "table" ? "sql" : "table");
    for (const auto& member : change.get_object())
        merged[member.key()] = member.value();
    return replace(principal, current, TRY(codec::dataset_from_json(merged, "")));
}

Result<> Datasets::remove(const Principal& principal, const std::string& id)
{
    TRY(require(principal, Action::manage, ResourceKind::dataset));
    return environment_.database.write([&](db::Session& session) -> Result<> {
        const Dataset dataset = TRY(store::get_dataset(session, principal.workspace_id, id)).dataset;
        const std::vector<std::string> users = TRY(dataset_users(session, principal.workspace_id, dataset));
        if (!users.empty())
            return fail(Error::conflict(fmt::format("data set {} is used by {}; change those first",
                                                    dataset.name, join(users, ", "))));
        TRY(store::delete_dataset(session, principal.workspace_id, dataset.id));
        return audit(session, principal, "dataset.deleted", dataset, environment_.clock.now());
    });
}

Result<SavedDataset> Datasets::get(const Principal& principal, const std::string& id)
{
    TRY(require(principal, Action::read, ResourceKind::dataset));
    SavedDataset found;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        found.record = TRY(store::get_dataset(session, principal.workspace_id, id));
        return {};
    }));
    // A source that cannot be read now is no reason to hide the document.
    found.columns = inspector_.describe_dataset(principal.workspace_id, found.record.dataset)
                        .value_or(std::vector<Column>{});
    return found;
}

Result<std::vector<store::DatasetRecord>> Datasets::list(const Principal& principal)
{
    TRY(require(principal, Action::read, ResourceKind::dataset));
    std::vector<store::DatasetRecord> records;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        records = TRY(store::list_datasets(session, principal.workspace_id));
        return {};
    }));
    return records;
}

} // namespace presstime::control
