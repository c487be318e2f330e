// Source over SQLite files. Every query has a connection of its own, so a file that was replaced is seen by
// the next one. Instants bind as SQLite writes them itself (see SqliteSession).
#include "model/option_schema.hpp"
#include "source/result_caps.hpp"
#include "source/source.hpp"
#include "source/source_path.hpp"
#include "source/sqlite_cells.hpp"
#include "source/sqlite_compose.hpp"
#include "source/sqlite_schema.hpp"
#include "source/sqlite_session.hpp"

namespace presstime {
namespace {

constexpr std::size_t kBatchRows = 2048;
constexpr std::size_t kBatchBytes = 4 << 20;
constexpr int kMaxRowBytes = 64 << 20;

// The cells of a row are made one by one as they are read: a thousand zeroblob()s cost nothing until then.
Result<> check_row_size(sqlite3_stmt* statement)
{
    std::int64_t bytes = 0;
    for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        int type = sqlite3_column_type(statement, column);
        bytes += type == SQLITE_TEXT || type == SQLITE_BLOB ? sqlite3_column_bytes(statement, column) : 0;
    }
    if (bytes > kMaxRowBytes)
        return fail(Error::give_up("a row holds more than 64 MiB; select fewer or shorter columns"));
    return {};
}

SqliteCell read_cell(sqlite3_stmt* statement, int column)
{
    SqliteCell cell;
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        cell.storage = SqliteStorage::integer;
        cell.integer = sqlite3_column_int64(statement, column);
        break;
    case SQLITE_FLOAT:
        cell.storage = SqliteStorage::real;
        cell.real = sqlite3_column_double(statement, column);
        break;
    case SQLITE_TEXT: {
        cell.storage = SqliteStorage::text;
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
        cell.bytes = {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
        break;
    }
    case SQLITE_BLOB: {
        cell.storage = SqliteStorage::blob;
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
        cell.bytes = {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
        break;
    }
    default:
        break;
    }
    return cell;
}

std::string declared_type(sqlite3_stmt* statement, int column)
{
    const char* declared = sqlite3_column_decltype(statement, column);
    return declared != nullptr ? declared : "";
}

std::string column_name(sqlite3_stmt* statement, int column)
{
    const char* name = sqlite3_column_name(statement, column);
    return name != nullptr ? name : "";
}

struct OwnedCell {
    SqliteCell cell;
    std::string bytes;

    explicit OwnedCell(const SqliteCell& seen) : cell(seen), bytes(seen.bytes) {}
    SqliteCell view() const
    {
        SqliteCell copy = cell;
        copy.bytes = bytes;
        return copy;
    }
};

class SqliteReader final : public BatchReader {
public:
    SqliteReader(std::unique_ptr<SqliteSession> session, const QueryLimits& limits, const QueryTimer& timer)
        : session_(std::move(session)), timer_(timer), caps_(limits)
    {
    }

    // Reads the first rows and decides the columns' types by them.
    Result<> start()
    {
        sqlite3_stmt* statement = session_->statement();
        auto count = static_cast<std::size_t>(sqlite3_column_count(statement));
        std::vector<SqliteSightings> seen(count);
        std::size_t bytes = 0;
        std::size_t rows = 0;
        for (; rows < kBatchRows && bytes < kBatchBytes; ++rows) {
            at_end_ = !TRY(session_->step());
            if (at_end_)
                break;
            TRY(check_row_size(statement));
            for (std::size_t column = 0; column < count; ++column) {
                first_rows_.emplace_back(read_cell(statement, static_cast<int>(column)));
                seen[column].note(first_rows_.back().view());
                bytes += first_rows_.back().bytes.size() + sizeof(OwnedCell);
            }
        }
        for (std::size_t column = 0; column < count; ++column) {
            auto at = static_cast<int>(column);
            columns_.push_back(
                {column_name(statement, at), decide_sqlite_type(declared_type(statement, at), seen[column])});
        }
        return {};
    }

    const std::vector<Column>& columns() const override { return columns_; }
    Completeness completeness() const override { return caps_.completeness(); }

    Result<bool> next(Batch& batch) override
    {
        batch.rows = 0;
        batch.columns.clear();
        for (const Column& column : columns_)
            batch.columns.push_back(make_column_data(column));
        if (caps_.reached())
            return false;
        if (timer_.over())
            return fail(timer_.error());
        if (!first_rows_.empty())
            TRY(take_first_rows(batch));
        else if (!at_end_)
            TRY(read_rows(batch));
        caps_.admit(batch);
        return batch.rows > 0;
    }

private:
    Result<> take_first_rows(Batch& batch)
    {
        for (std::size_t at = 0; at < first_rows_.size(); ++at) {
            std::size_t column = at % columns_.size();
            TRY(append_sqlite_cell(first_rows_[at].view(), columns_[column], batch.columns[column]));
        }
        batch.rows = first_rows_.size() / columns_.size();
        first_rows_ = {};
        return {};
    }

    Result<> read_rows(Batch& batch)
    {
        std::size_t bytes = 0;
        while (batch.rows < kBatchRows && bytes < kBatchBytes) {
            at_end_ = !TRY(session_->step());
            if (at_end_)
                return {};
            TRY(check_row_size(session_->statement()));
            for (std::size_t column = 0; column < columns_.size(); ++column) {
                SqliteCell cell = read_cell(session_->statement(), static_cast<int>(column));
                TRY(append_sqlite_cell(cell, columns_[column], batch.columns[column]));
                bytes += cell.bytes.size() + sizeof(std::int64_t);
            }
            ++batch.rows;
        }
        return {};
    }

    std::unique_ptr<SqliteSession> session_;
    QueryTimer timer_;
    std::vector<Column> columns_;
    std::vector<OwnedCell> first_rows_;
    ResultCaps caps_;
    bool at_end_ = false;
};

class SqliteSource final : public Source {
public:
    explicit SqliteSource(std::filesystem::path path) : path_(std::move(path)) {}

    Result<std::unique_ptr<BatchReader>> query(const std::string& sql, const std::vector<Binding>& bindings,
                                               const QueryLimits& limits, Deadline deadline) override
    {
        QueryTimer timer(deadline);
        auto session = TRY(open(timer));
        TRY(session->prepare(sql));
        TRY(session->bind(bindings));
        auto reader = std::make_unique<SqliteReader>(std::move(session), limits, timer);
        TRY(reader->start());
        return std::unique_ptr<BatchReader>(std::move(reader));
    }

    Result<std::vector<Column>> describe(const std::string& sql, const std::vector<Binding>&,
                                         Deadline deadline) override
    {
        auto session = TRY(open(QueryTimer(deadline)));
        TRY(session->prepare(sql));
        std::vector<Column> columns;
        for (const RelationColumn& column : session->columns())
            columns.push_back({column.name, column.type.value_or(decide_sqlite_type("", {}))});
        return columns;
    }

    Result<ComposedQuery> compose(const std::string& sql, const QueryScope& scope,
                                  const std::vector<Binding>&, Deadline deadline) override
    {
        QueryTimer timer(deadline);
        return compose_on_sqlite(*TRY(open(timer)), path_, {sql, scope, timer});
    }

    Result<std::vector<RelationColumn>> describe_dataset(const Dataset& dataset, const std::vector<Binding>&,
                                                         Deadline deadline) override
    {
        return TRY(describe_relation(*TRY(open(QueryTimer(deadline))), {dataset, nullptr})).columns;
    }

    Result<SourceSchema> schema(Deadline deadline) override
    {
        return read_sqlite_schema(*TRY(open(QueryTimer(deadline))));
    }

    const SqlDialect& dialect() const override { return sqlite_dialect(); }

private:
    // A file damaged or replaced since the source was opened is no fault of the query's options.
    Result<std::unique_ptr<SqliteSession>> open(QueryTimer timer)
    {
        TRY(check_source_path(path_));
        auto session = SqliteSession::open(path_, std::move(timer));
        if (!session && session.error().kind == ErrorKind::invalid)
            return fail(Error::give_up(session.error().message));
        return session;
    }

    std::filesystem::path path_;
};

OptionSchema sqlite_options()
{
    return {{.name = "path", .required = true, .help = "a SQLite database file"}};
}

Result<std::unique_ptr<Source>> open_sqlite(const OptionValues& values, const SourceContext& context)
{
    OptionValues options = TRY(validate_options(sqlite_options(), values, "options"));
    std::filesystem::path path = TRY(resolve_source_path(options["path"], context));
    if (!std::filesystem::is_regular_file(path))
        return fail(Error::invalid("options.path", "a SQLite connection needs a file, not a folder"));
    TRY(SqliteSession::open(path, std::nullopt));
    return std::make_unique<SqliteSource>(std::move(path));
}

} // namespace

const SourcePlugin& sqlite_source()
{
    static const SourcePlugin plugin = {
        .name = "sqlite",
        .summary = "SQLite database files",
        .options = sqlite_options(),
        .open = open_sqlite,
    };
    return plugin;
}

} // namespace presstime
