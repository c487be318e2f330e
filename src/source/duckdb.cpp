// Source over DuckDB: database files, and CSV, Parquet and JSON files as tables. Rows stream chunk by chunk;
// what a query may not do is decided by DuckdbInstance.
#include "base/guarded.hpp"
#include "base/text.hpp"
#include "model/sql_place.hpp"
#include "source/duckdb_columns.hpp"
#include "source/duckdb_guard.hpp"
#include "source/duckdb_instance.hpp"
#include "source/duckdb_schema.hpp"
#include "source/result_caps.hpp"
#include "source/source.hpp"
#include "source/source_path.hpp"
#include "source/sql_text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime {
namespace {

std::vector<DuckdbColumn> columns_of(const DuckdbApi& api, DuckdbPrepared& prepared)
{
    std::vector<DuckdbColumn> columns;
    for (idx_t at = 0; at < api.prepared_statement_column_count(prepared.get()); ++at) {
        DuckdbLogicalType type(api);
        type.get() = api.prepared_statement_column_logical_type(prepared.get(), at);
        const char* name = api.prepared_statement_column_name(prepared.get(), at);
        columns.push_back(map_duckdb_column(api, name != nullptr ? name : "", type.get()));
        api.free(const_cast<char*>(name));
    }
    return columns;
}

std::vector<DuckdbColumn> columns_of(const DuckdbApi& api, DuckdbResult& result)
{
    std::vector<DuckdbColumn> columns;
    for (idx_t at = 0; at < api.column_count(result.out()); ++at) {
        DuckdbLogicalType type(api);
        type.get() = api.column_logical_type(result.out(), at);
        columns.push_back(map_duckdb_column(api, api.column_name(result.out(), at), type.get()));
    }
    return columns;
}

bool needs_text_cast(const std::vector<DuckdbColumn>& columns)
{
    return std::any_of(columns.begin(), columns.end(),
                       [](const DuckdbColumn& c) { return c.needs_text_cast; });
}

// With a parameter among the selected columns the statement has no columns before its values are known.
bool is_unresolved(const std::vector<DuckdbColumn>& columns)
{
    return std::any_of(columns.begin(), columns.end(),
                       [](const DuckdbColumn& c) { return c.type == DUCKDB_TYPE_INVALID; });
}

// The statement as a relation.
Result<std::string> as_subquery(DuckdbSession& session, const std::string& sql)
{
    return fmt::format("({}\n) AS presstime_rows", TRY(bare_statement(session, sql)));
}

// The statement around `sql` that casts to text what has no column type of ours. Generated names, because
// those of a result need not be unique.
std::string with_text_casts(const std::string& subquery, const std::vector<DuckdbColumn>& columns)
{
    std::vector<std::string> selected;
    std::vector<std::string> names;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        names.push_back(fmt::format("presstime_{}", at));
        selected.push_back(columns[at].needs_text_cast ? fmt::format("CAST({} AS VARCHAR)", names.back())
                                                       : names.back());
    }
    return fmt::format("SELECT {} FROM {}({})", join(selected, ", "), subquery, join(names, ", "));
}

// A mark in what the session prepared as one in `sql`, which it was asked for.
Error in_statement(Error error, const DuckdbSession& session, const std::string& sql)
{
    return session.sql().empty() ? error : moved_into(std::move(error), session.sql(), sql);
}

// One running query. The members free themselves in reverse: rows, statement, connection, instance.
class DuckdbReader final : public BatchReader {
public:
    DuckdbReader(std::shared_ptr<DuckdbInstance> instance, std::unique_ptr<DuckdbSession> session,
                 const QueryLimits& limits)
        : instance_(std::move(instance)),
          session_(std::move(session)),
          prepared_(session_->api()),
          result_(session_->api()),
          chunk_(session_->api()),
          caps_(limits)
    {
    }

    Result<> start(const std::string& sql, const std::vector<Binding>& bindings)
    {
        auto started = run(sql, bindings);
        if (session_->fatal())
            instance_->mark_broken();
        if (!started)
            return fail(instance_->explain(in_statement(std::move(started).error(), *session_, sql)));
        return {};
    }

    const std::vector<Column>& columns() const override { return columns_; }
    Completeness completeness() const override { return caps_.completeness(); }

    Result<bool> next(Batch& batch) override
    {
        if (batch.columns.size() != columns_.size() || !same_types(batch))
            reset(batch);
        if (chunk_.get() == nullptr || caps_.reached()) {
            reset(batch);
            return false;
        }
        TRY(read_chunk(session_->api(), chunk_.get(), plan_, batch));
        caps_.admit(batch);
        if (caps_.reached())
            return batch.rows > 0;
        auto fetched = session_->fetch(result_);
        if (session_->fatal())
            instance_->mark_broken();
        chunk_ = TRY(std::move(fetched));
        return batch.rows > 0;
    }

private:
    Result<> run(const std::string& sql, const std::vector<Binding>& bindings)
    {
        TRY(check_sql_text(sql));
        TRY(instance_->check(*session_, sql));
        prepared_ = TRY(session_->prepare(sql));
        std::vector<DuckdbColumn> named = columns_of(session_->api(), prepared_);
        if (is_unresolved(named)) {
            TRY(execute(bindings));
            named = columns_of(session_->api(), result_);
        }
        if (needs_text_cast(named)) {
            result_ = DuckdbResult(session_->api());
            std::string subquery = TRY(as_subquery(*session_, sql));
            prepared_ = TRY(session_->prepare(with_text_casts(subquery, named)));
        }
        if (result_.get().internal_data == nullptr)
            TRY(execute(bindings));
        plan_ = columns_of(session_->api(), result_);
        // The casts go by generated names.
        for (std::size_t at = 0; at < plan_.size() && at < named.size(); ++at)
            plan_[at].column.name = named[at].column.name;
        chunk_ = TRY(session_->fetch(result_));
        if (chunk_.get() != nullptr)
            fit_wide_integers(session_->api(), chunk_.get(), plan_);
        for (const DuckdbColumn& column : plan_)
            columns_.push_back(column.column);
        return {};
    }

    Result<> execute(const std::vector<Binding>& bindings)
    {
        TRY(session_->bind(prepared_, bindings));
        result_ = TRY(session_->start(prepared_));
        return {};
    }

    bool same_types(const Batch& batch) const
    {
        return std::equal(
            columns_.begin(), columns_.end(), batch.columns.begin(),
            [](const auto& a, const auto& b) { return a.type == b.type && a.scale == b.scale; });
    }

    void reset(Batch& batch) const
    {
        batch.rows = 0;
        batch.columns.clear();
        for (const Column& column : columns_)
            batch.columns.push_back(make_column_data(column));
    }

    std::shared_ptr<DuckdbInstance> instance_;
    std::unique_ptr<DuckdbSession> session_;
    DuckdbPrepared prepared_;
    DuckdbResult result_;
    DuckdbChunk chunk_; // the next rows, fetched already
    std::vector<DuckdbColumn> plan_;
    std::vector<Column> columns_;
    ResultCaps caps_;
};

class DuckdbSource final : public Source {
public:
    DuckdbSource(DuckdbSettings settings, std::shared_ptr<DuckdbInstance> instance)
        : settings_(std::move(settings)), instance_(std::move(instance))
    {
    }

    Result<std::unique_ptr<BatchReader>> query(const std::string& sql, const std::vector<Binding>& bindings,
                                               const QueryLimits& limits, Deadline deadline) override
    {
        QueryTimer timer(deadline);
        auto instance = TRY(current());
        auto session = TRY(instance->session(timer));
        auto reader = std::make_unique<DuckdbReader>(instance, std::move(session), limits);
        TRY(reader->start(sql, bindings));
        return std::unique_ptr<BatchReader>(std::move(reader));
    }

    Result<std::vector<Column>> describe(const std::string& sql, const std::vector<Binding>& bindings,
                                         Deadline deadline) override
    {
        auto instance = TRY(current());
        std::unique_ptr<DuckdbSession> session = TRY(instance->session(QueryTimer(deadline)));
        auto described = describe_on(*instance, *session, sql, bindings);
        if (!described)
            return fail(instance->explain(in_statement(std::move(described).error(), *session, sql)));
        std::vector<Column> columns;
        for (const DuckdbColumn& column : *described)
            columns.push_back(column.column);
        return columns;
    }

    Result<ComposedQuery> compose(const std::string& sql, const QueryScope& scope,
                                  const std::vector<Binding>& bindings, Deadline deadline) override
    {
        auto instance = TRY(current());
        std::unique_ptr<DuckdbSession> session = TRY(instance->session(QueryTimer(deadline)));
        TRY(check_sql_text(sql));
        TRY(instance->check(*session, sql));
        std::vector<Relation> relations;
        for (const MeantDataset& meant : datasets_meant(sql, scope))
            relations.push_back(TRY(describe_relation(*instance, *session, meant, bindings)));
        const std::string statement = TRY(bare_statement(*session, sql));
        if (scope.security)
            TRY(guard_statement(*session, statement, relations, scope));
        return compose_query(statement, relations, duckdb_dialect());
    }

    Result<std::vector<RelationColumn>>
    describe_dataset(const Dataset& dataset, const std::vector<Binding>& bindings, Deadline deadline) override
    {
        auto instance = TRY(current());
        std::unique_ptr<DuckdbSession> session = TRY(instance->session(QueryTimer(deadline)));
        return TRY(describe_relation(*instance, *session, {dataset, nullptr}, bindings)).columns;
    }

    Result<SourceSchema> schema(Deadline deadline) override
    {
        const QueryLimits limits{.max_rows = kMaxSchemaColumns};
        const auto rows = TRY(query(kDuckdbSchemaQuery, {}, limits, std::move(deadline)));
        SourceSchema schema = TRY(read_duckdb_schema(*rows));
        TRY(current())->add_files(schema);
        return schema;
    }

    const SqlDialect& dialect() const override { return duckdb_dialect(); }

private:
    static Result<Relation> describe_relation(const DuckdbInstance& instance, DuckdbSession& session,
                                              const MeantDataset& meant, const std::vector<Binding>& bindings)
    {
        const std::string sql = relation_sql(meant.dataset);
        auto columns = describe_on(instance, session, sql, bindings);
        if (!columns)
            return fail(of_dataset(instance.explain(std::move(columns).error()), meant.dataset));
        Relation relation{meant.dataset.name, TRY(bare_statement(session, sql)), {}, meant.rows};
        for (const DuckdbColumn& column : *columns)
            relation.columns.push_back({column.column.name, column.column.type});
        return relation;
    }

    static Result<std::vector<DuckdbColumn>> describe_on(const DuckdbInstance& instance,
                                                         DuckdbSession& session, const std::string& sql,
                                                         const std::vector<Binding>& bindings)
    {
        TRY(check_sql_text(sql));
        TRY(instance.check(session, sql));
        DuckdbPrepared prepared = TRY(session.prepare(sql));
        std::vector<DuckdbColumn> columns = columns_of(session.api(), prepared);
        if (!is_unresolved(columns))
            return columns;
        // No rows are asked for, so nothing is computed; a value that is missing is NULL here.
        std::string subquery = TRY(as_subquery(session, sql));
        prepared = TRY(session.prepare("SELECT * FROM " + subquery + " LIMIT 0"));
        TRY(session.bind_known(prepared, bindings));
        DuckdbResult result = TRY(session.start(prepared));
        return columns_of(session.api(), result);
    }

    // The open instance, or a new one when its files have changed. Queries under way keep theirs.
    Result<std::shared_ptr<DuckdbInstance>> current()
    {
        TRY(check_source_path(settings_.path));
        std::string signature = file_signature(settings_.path);
        return instance_.with([&](auto& instance) -> Result<std::shared_ptr<DuckdbInstance>> {
            if (instance->signature() != signature || instance->broken()) {
                auto opened = DuckdbInstance::open(settings_);
                if (!opened && opened.error().kind == ErrorKind::invalid)
                    return fail(Error::give_up(opened.error().message));
                instance = TRY(std::move(opened));
            }
            return instance;
        });
    }

    DuckdbSettings settings_;
    Guarded<std::shared_ptr<DuckdbInstance>> instance_;
};

OptionSchema duckdb_options()
{
    return {
        {.name = "path",
         .required = true,
         .help = "a .duckdb file, a .csv, .parquet, .json or .ndjson file, or a folder of such files"},
        {.name = "memory_limit_mb",
         .type = OptionType::integer,
         .help = "memory for all queries of the connection, in MB; more is spilled to disk",
         .minimum = 32,
         .maximum = 1 << 20},
        {.name = "threads",
         .type = OptionType::integer,
         .help = "threads for all queries of the connection",
         .minimum = 1,
         .maximum = 256},
    };
}

Result<std::unique_ptr<Source>> open_duckdb(const OptionValues& values, const SourceContext& context)
{
    OptionValues options = TRY(validate_options(duckdb_options(), values, "options"));
    DuckdbSettings settings;
    settings.path = TRY(resolve_source_path(options["path"], context));
    settings.temp_folder = context.temp_folder;
    settings.memory_limit_bytes = context.memory_limit_bytes;
    if (auto megabytes = parse_int(options["memory_limit_mb"]))
        settings.memory_limit_bytes = *megabytes << 20;
    settings.threads = static_cast<int>(parse_int(options["threads"]).value_or(context.threads));
    auto instance = TRY(DuckdbInstance::open(settings));
    return std::make_unique<DuckdbSource>(std::move(settings), std::move(instance));
}

} // namespace

const SourcePlugin& duckdb_source()
{
    static const SourcePlugin plugin = {
        .name = "duckdb",
        .summary = "DuckDB databases, and folders of CSV, Parquet and JSON files as tables",
        .options = duckdb_options(),
        .open = open_duckdb,
    };
    return plugin;
}

} // namespace presstime
