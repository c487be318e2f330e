// Family: read a customer's data. A source is made per connection, kept by the pool, and used by many threads
// at once, each with its own cursor. Every implementation passes source_conformance_test.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "model/connection.hpp"
#include "model/render_input.hpp"
#include "model/source_schema.hpp"
#include "model/value.hpp"
#include "source/secured_query.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace presstime {

struct QueryLimits {
    std::int64_t max_rows = 5'000'000;                 // more rows are cut and stamped
    std::int64_t max_bytes = 2LL << 30;                // of cell data; more is cut and stamped
    std::string row_limit_name = "the server's limit"; // says whose limit cut, in the stamp
};

constexpr std::size_t kMaxSchemaTables = 5'000;
constexpr std::int64_t kMaxSchemaColumns = 50'000;

class Source {
public:
    virtual ~Source() = default;

    // Starts exactly one SELECT with bound typed parameters ($name). The reader streams; it interrupts itself
    // when `deadline` passes or is cancelled (error kind give_up, "took longer than ..."). Refused with
    // `invalid("sql")`: no or several statements, anything but SELECT, an unbound parameter. Bindings the
    // statement does not use are ignored. Errors of the engine are give_up (a missing column, a bad cast) or
    // retry (busy, out of memory); the message never holds a path outside the connection's own folder. Where
    // the engine tells the place, the error is marked with its byte in `sql` (model/sql_place.hpp).
    virtual Result<std::unique_ptr<BatchReader>> query(const std::string& sql,
                                                       const std::vector<Binding>& bindings,
                                                       const QueryLimits& limits, Deadline deadline) = 0;

    // Prepares without running: the result's columns, and the checks of query(). Parameters may be unbound.
    virtual Result<std::vector<Column>> describe(const std::string& sql, const std::vector<Binding>& bindings,
                                                 Deadline deadline) = 0;

    // The statement with the data sets that it means in front of it, for query() and describe(), which get
    // its bindings beside the statement's own. Under `scope.security` a statement that reads anything but the
    // data sets it names is refused: invalid("sql"), or `forbidden` when it reads a data set kept from it;
    // invalid("secureFilters...") when a filter does not fit its data set. Otherwise as query() refuses.
    virtual Result<ComposedQuery> compose(const std::string& sql, const QueryScope& scope,
                                          const std::vector<Binding>& bindings, Deadline deadline) = 0;
    // The columns of a data set's relation. Errors as those of describe(), with the data set's name.
    virtual Result<std::vector<RelationColumn>>
    describe_dataset(const Dataset& dataset, const std::vector<Binding>& bindings, Deadline deadline) = 0;
    // What people may name in a statement: tables, views, and data files as tables; nothing of the engine's
    // own. At most kMaxSchemaTables and kMaxSchemaColumns in all; nothing is counted to tell `rows`.
    virtual Result<SourceSchema> schema(Deadline deadline) = 0;
    virtual const SqlDialect& dialect() const = 0;
};

// What a source may know of the server.
struct SourceContext {
    std::filesystem::path data_folder; // "connections" paths may be relative to it
    std::vector<std::filesystem::path>
        allowed_roots;                    // a connection's path must lie under one (symlinks resolved)
    std::filesystem::path uploads_folder; // holds a folder per workspace, which that one alone may read
    std::filesystem::path temp_folder;    // for spilling
    std::int64_t memory_limit_bytes = 256LL << 20;
    int threads = 2;
};

struct SourcePlugin {
    std::string name;    // "duckdb"
    std::string summary; // one line
    OptionSchema options;
    // Opens or fails with invalid("options.<name>") when the path is missing, outside the allowed roots, or
    // corrupt.
    Result<std::unique_ptr<Source>> (*open)(const OptionValues& options, const SourceContext& context);
};

// Every built-in source (builtin.def), by name.
const std::vector<SourcePlugin>& source_plugins();
// The plug-in, or invalid(field) naming the valid ones.
Result<const SourcePlugin*> find_source_plugin(std::string_view name, std::string_view field);

} // namespace presstime
