// Data sets of the workspace for people and the API. Saving one reads its columns once; what names it keeps
// it.
#pragma once

#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "model/principal.hpp"
#include "store/dataset_store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct SavedDataset {
    store::DatasetRecord record;
    std::vector<Column> columns;
    bool created = false;
};

class Datasets {
public:
    // `inspector` must outlive this.
    Datasets(Environment environment, QueryInspector& inspector);

    // An `id` is made when the document has none.
    Result<SavedDataset> create(const Principal& principal, std::string_view json);
    // Creates or replaces, by id or name; unchanged when it says the same already. A name never changes: it
    // is what queries and tokens say.
    Result<SavedDataset> put(const Principal& principal, const std::string& id, std::string_view json,
                             ExpectedVersion expected);
    // Replaces the named members; table and sql take each other's place.
    Result<SavedDataset> patch(const Principal& principal, const std::string& id, std::string_view json,
                               ExpectedVersion expected);
    // conflict naming the queries and reports that use it.
    Result<> remove(const Principal& principal, const std::string& id);
    // With its columns.
    Result<SavedDataset> get(const Principal& principal, const std::string& id);
    Result<std::vector<store::DatasetRecord>> list(const Principal& principal);

private:
    Result<SavedDataset> insert(const Principal& principal, Dataset dataset);
    Result<SavedDataset> replace(const Principal& principal, const store::DatasetRecord& current,
                                 Dataset dataset);
    Result<std::vector<Column>> columns_of(std::int64_t workspace_id, const Dataset& dataset);

    Environment environment_;
    QueryInspector& inspector_;
};

} // namespace presstime::control
