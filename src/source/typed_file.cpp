// By a DuckDB in memory of its own: the statement is fixed, and the locked instances that people's queries
// run on may not write.
#include "source/typed_file.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "source/duckdb_session.hpp"
#include "source/sql_dialect.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace presstime {
namespace {

namespace fs = std::filesystem;

// What a thousand columns of texts side by side take.
constexpr std::int64_t kLeastMemory = 1LL << 30;

std::string_view sql_type(ColumnType type)
{
    switch (type) {
    case ColumnType::boolean:
        return "BOOLEAN";
    case ColumnType::integer:
        return "BIGINT";
    case ColumnType::real:
    case ColumnType::decimal:
        return "DOUBLE";
    case ColumnType::date:
        return "DATE";
    case ColumnType::timestamp:
        return "TIMESTAMP";
    case ColumnType::text:
        break;
    }
    return "VARCHAR";
}

// Read under names that need no quotes; the columns' own appear once, quoted.
std::string copy_statement(const TypedRows& rows)
{
    // A group is held in memory, each of its columns in pieces of 2,048 rows.
    const std::size_t rows_a_group = std::clamp<std::size_t>(2'000'000 / rows.columns.size(), 2'048, 122'880);
    std::vector<std::string> types;
    std::vector<std::string> names;
    for (std::size_t at = 0; at < rows.columns.size(); ++at) {
        types.push_back(fmt::format("'c{}': '{}'", at, sql_type(rows.columns[at].type)));
        names.push_back(fmt::format("c{} AS {}", at, quote_identifier(rows.columns[at].name)));
    }
    return fmt::format(
        "COPY (SELECT {} FROM read_csv({}, columns = {{{}}}, auto_detect = false, header = false, "
        "delim = ',', quote = '\"', escape = '\"', new_line = '\\n', nullstr = '', "
        "allow_quoted_nulls = false, max_line_size = 16777216, buffer_size = 16777217, "
        "parallel = false)) TO {} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {})",
        join(names, ", "), quote_text(rows.text.native()), join(types, ", "),
        quote_text(rows.parquet.native()), rows_a_group);
}

// A folder that is gone with what is left in it.
class SpillFolder {
public:
    explicit SpillFolder(const fs::path& folder) : path_(folder / ("typed-" + make_random_text(16))) {}
    ~SpillFolder()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    SpillFolder(const SpillFolder&) = delete;
    SpillFolder& operator=(const SpillFolder&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

Result<DuckdbDatabase> open_memory(const DuckdbApi& api, const SourceContext& context, const fs::path& spill)
{
    DuckdbConfig config(api);
    api.create_config(config.out());
    const std::map<std::string, std::string> options = {
        {"threads", "1"}, // one row group at a time in memory
        {"memory_limit", fmt::format("{}B", std::max(context.memory_limit_bytes, kLeastMemory))},
        {"temp_directory", spill.native()},
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
    };
    for (const auto& [name, value] : options)
        if (api.set_config(config.get(), name.c_str(), value.c_str()) == DuckDBError)
            return fail(Error::give_up(fmt::format("this DuckDB library does not know the option {}", name)));
    DuckdbDatabase database(api);
    char* reason = nullptr;
    if (api.open_ext(nullptr, database.out(), config.get(), &reason) == DuckDBError) {
        Error error = duckdb_error(reason, {});
        api.free(reason);
        return fail(std::move(error));
    }
    return database;
}

} // namespace

Result<> write_typed_file(const TypedRows& rows, const SourceContext& context, Deadline deadline)
{
    const DuckdbApi* api = TRY(duckdb_api());
    const SpillFolder spill(context.temp_folder);
    DuckdbDatabase database = TRY(open_memory(*api, context, spill.path()));
    DuckdbConnection connection(*api);
    if (api->connect(database.get(), connection.out()) == DuckDBError)
        return fail(Error::retry("DuckDB gives no connection"));
    DuckdbSession session(*api, std::move(connection), rows.text.parent_path(), QueryTimer(deadline));
    return session.run(copy_statement(rows));
}

} // namespace presstime
