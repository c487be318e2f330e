#include "source/duckdb_instance.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "model/sql_place.hpp"
#include "source/csv_readings.hpp"
#include "source/duckdb_bounds.hpp"
#include "source/source_path.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace presstime {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 1000;
constexpr const char* kMaxSpill = "16GB";

// Table functions that only read. The others change the process (enable_logging, enable_profiling), take raw
// statements (query, json_execute_serialized_sql), reach a refused view by a name that is a value
// (query_table) or are for tests of DuckDB itself.
constexpr std::string_view kReadingFunctions =
    "'read_csv','read_csv_auto','read_parquet','parquet_scan','read_json','read_json_auto','read_json_"
    "objects',"
    "'read_json_objects_auto','read_ndjson','read_ndjson_auto','read_ndjson_objects','read_text','read_blob',"
    "'glob','sniff_csv','parquet_metadata','parquet_schema','parquet_file_metadata','parquet_full_metadata',"
    "'parquet_kv_metadata','range','generate_series','unnest','repeat','repeat_row','json_each','json_tree',"
    "'summary','duckdb_tables','duckdb_columns','duckdb_views','duckdb_types','duckdb_schemas',"
    "'duckdb_constraints','duckdb_indexes','duckdb_sequences','duckdb_functions','duckdb_keywords',"
    "'pragma_table_info','icu_calendar_names','pg_timezone_names','test_all_types'";

// Scalar functions and system views that tell of the server's own folders and settings, or go around the
// bounds below.
constexpr std::array<std::string_view, 5> kRefusedScalars = {"current_setting", "write_log", "system.*",
                                                             "list_resize", "array_resize"};
constexpr std::array<std::string_view, 8> kRefusedViews = {
    "duckdb_settings", "pg_settings",         "duckdb_secrets",       "duckdb_databases",
    "duckdb_logs",     "duckdb_log_contexts", "pragma_database_list", "duckdb_temporary_files"};

// The statement's syntax tree as DuckDB's own parser sees it: one row for an error, one per function and
// table name. Functions by their full names, because the database may have macros of the same ones.
constexpr const char* kNamesInStatement = R"(
    WITH tree AS MATERIALIZED (SELECT system.main.json_serialize_sql($1::VARCHAR)::JSON AS document)
    SELECT 'error:' || coalesce(system.main.json_extract_string(document, '$.position'), '') || ':'
        || coalesce(system.main.json_extract_string(document, '$.error_message'), '') FROM tree
    WHERE system.main.json_extract_string(document, '$.error') = 'true'
    UNION ALL
    SELECT DISTINCT key || ':' || system.main.lower(system.main.json_extract_string(value, '$'))
    FROM tree, system.main.json_tree(tree.document)
    WHERE key IN ('function_name', 'table_name') AND system.main.json_extract_string(value, '$') <> ''
    UNION ALL
    SELECT DISTINCT 'function_name:system.*' FROM tree, system.main.json_tree(tree.document)
    WHERE key IN ('schema', 'catalog')
        AND system.main.lower(system.main.json_extract_string(value, '$')) = 'system')";

std::string sql_quoted(const std::string& text, char quote)
{
    std::string out(1, quote);
    for (char c : text) {
        if (c == quote)
            out += quote;
        out += c;
    }
    return out + quote;
}

std::string list_of(const std::vector<std::string>& paths)
{
    std::vector<std::string> literals;
    literals.reserve(paths.size());
    for (const std::string& path : paths)
        literals.push_back(sql_quoted(path, '\''));
    return "[" + join(literals, ", ") + "]";
}

// Of a small file every row decides the types of its columns: a text in the last row is no error then.
bool is_small(const fs::path& file)
{
    constexpr std::uintmax_t kSmallBytes = 8 << 20;
    std::error_code code;
    const std::uintmax_t bytes = fs::file_size(file, code);
    return !code && bytes <= kSmallBytes;
}

bool is_separated_text(const fs::path& file)
{
    const std::string extension = to_lower_ascii(file.extension().native());
    return extension == ".csv" || extension == ".tsv";
}

// The call that reads a data file, or nothing for other kinds of file.
std::string reader_of(const fs::path& file)
{
    std::string extension = to_lower_ascii(file.extension().native());
    std::string path = sql_quoted(file.native(), '\'');
    if (is_separated_text(file))
        return fmt::format("read_csv({}{})", path, is_small(file) ? ", sample_size = -1" : "");
    if (extension == ".parquet")
        return fmt::format("read_parquet({})", path);
    if (extension == ".json")
        return fmt::format("read_json({})", path);
    if (extension == ".ndjson")
        return fmt::format("read_ndjson({})", path);
    return {};
}

// What a table of a file selects: its rows as the reader has them, or typed better where all of them were
// seen.
std::string select_of(DuckdbSession& setup, const fs::path& file, const std::string& reader)
{
    if (is_separated_text(file) && is_small(file))
        if (auto typed = csv_select(setup, sql_quoted(file.native(), '\''), reader))
            return std::move(*typed);
    return "SELECT * FROM " + reader;
}

// "14:syntax error at or near ...": the parser counts the place in characters.
Error parser_error(std::string_view told, std::string_view sql)
{
    const std::size_t colon = told.find(':');
    const std::string message(told.substr(colon + 1));
    if (message.starts_with("Only SELECT"))
        return Error::invalid("sql", "a query is exactly one SELECT; this is another kind of statement");
    const Error error = Error::invalid("sql", message);
    const auto characters = parse_int(told.substr(0, colon));
    if (!characters)
        return error;
    std::size_t byte = 0;
    for (std::int64_t passed = 0; byte < sql.size(); ++byte)
        if ((static_cast<unsigned char>(sql[byte]) & 0xC0) != 0x80 && passed++ == *characters)
            break;
    return with_sql_byte(error, byte);
}

Error unusable(const fs::path& path, std::string_view reason)
{
    return Error::invalid("options.path", fmt::format("\"{}\" cannot be read as DuckDB data: {}",
                                                      path.filename().native(), reason));
}

} // namespace

DuckdbInstance::DuckdbInstance(const DuckdbApi& api, const DuckdbSettings& settings)
    : api_(api), settings_(settings), signature_(file_signature(settings.path)), database_(api)
{
}

DuckdbInstance::~DuckdbInstance()
{
    database_ = DuckdbDatabase(api_);
    std::error_code code;
    if (!temp_folder_.empty())
        fs::remove_all(temp_folder_, code);
}

Result<std::shared_ptr<DuckdbInstance>> DuckdbInstance::open(const DuckdbSettings& settings)
{
    const DuckdbApi* api = TRY(duckdb_api());
    std::shared_ptr<DuckdbInstance> instance(new DuckdbInstance(*api, settings));
    bool is_folder = fs::is_directory(settings.path);
    instance->is_database_ = !is_folder && reader_of(settings.path).empty();
    instance->folder_ = is_folder ? settings.path : settings.path.parent_path();
    instance->temp_folder_ = settings.temp_folder / ("duckdb-" + make_random_text(16));
    std::error_code code;
    fs::create_directories(instance->temp_folder_, code);
    if (code)
        return fail(
            Error::retry("the folder for temporary files cannot be used").with_context(code.message()));
    TRY(instance->open_database());
    TRY(instance->lock_down());
    return instance;
}

Result<> DuckdbInstance::open_database()
{
    DuckdbConfig config(api_);
    api_.create_config(config.out());
    const std::map<std::string, std::string> options = {
        {"access_mode", is_database_ ? "READ_ONLY" : "AUTOMATIC"},
        {"threads", std::to_string(settings_.threads)},
        {"memory_limit", fmt::format("{}B", settings_.memory_limit_bytes)},
        {"temp_directory", temp_folder_.native()},
        {"max_temp_directory_size", kMaxSpill},
        {"extension_directory", (temp_folder_ / "extensions").native()},
        {"secret_directory", (temp_folder_ / "secrets").native()},
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
        {"allow_community_extensions", "false"},
        {"allow_persistent_secrets", "false"},
    };
    for (const auto& [name, value] : options) {
        if (api_.set_config(config.get(), name.c_str(), value.c_str()) == DuckDBError)
            return fail(Error::give_up(fmt::format("this DuckDB library does not know the option {}", name)));
    }
    char* reason = nullptr;
    const char* path = is_database_ ? settings_.path.c_str() : nullptr;
    if (api_.open_ext(path, database_.out(), config.get(), &reason) == DuckDBError) {
        Error error = duckdb_error(reason, {folder_, {}});
        api_.free(reason);
        return fail(error.kind == ErrorKind::retry ? error : unusable(settings_.path, error.message));
    }
    return {};
}

Result<> DuckdbInstance::lock_down()
{
    std::unique_ptr<DuckdbSession> setup = TRY(session(std::nullopt));
    bool is_folder = folder_ == settings_.path;
    std::vector<fs::path> files;
    if (is_folder)
        files = files_within(folder_, kMaxFiles);
    else if (!is_database_)
        files = {settings_.path.filename()};
    TRY(make_views(*setup, files));
    if (!is_database_ && !is_folder && !unreadable_.empty())
        return fail(unusable(settings_.path, unreadable_.begin()->second));

    // A relative name is searched for in the server's working folder first: allow only those it does not
    // hold.
    std::vector<std::string> paths;
    for (const fs::path& file : files) {
        std::error_code code;
        if (!fs::exists(file, code))
            paths.push_back(file.native());
    }
    if (!is_folder && !is_database_)
        paths.push_back(settings_.path.native());
    TRY(setup->run("SET GLOBAL TimeZone = 'UTC'"));
    TRY(setup->run("SET GLOBAL file_search_path = " + sql_quoted(folder_.native(), '\'')));
    TRY(setup->run("SET allowed_paths = " + list_of(paths)));
    TRY(setup->run("SET allowed_directories = " +
                   (is_folder ? list_of({folder_.native()}) : std::string("[]"))));
    std::vector<std::string> refused = TRY(setup->texts(
        fmt::format("SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE function_type = "
                    "'table' AND internal AND lower(function_name) NOT IN ({})",
                    kReadingFunctions),
        std::nullopt));
    refused_functions_.insert(refused.begin(), refused.end());
    refused_functions_.insert(kRefusedScalars.begin(), kRefusedScalars.end());
    TRY(setup->run("SET enable_external_access = false"));
    return setup->run("SET lock_configuration = true");
}

Result<> DuckdbInstance::make_views(DuckdbSession& setup, const std::vector<fs::path>& files)
{
    std::set<std::string> taken;
    for (const fs::path& file : files) {
        std::string reader = reader_of(folder_ / file);
        std::string name = file.stem().native();
        if (file.has_parent_path() || reader.empty() || !is_valid_utf8(file.native()) ||
            !taken.insert(to_lower_ascii(name)).second)
            continue;
        if (file.native().find_first_of("*?[") != std::string::npos) {
            unreadable_[name] = "its name holds *, ? or [; rename it";
            continue;
        }
        const std::string view = fmt::format("CREATE VIEW {} AS ", sql_quoted(name, '"'));
        Result<> made = setup.run(view + select_of(setup, folder_ / file, reader));
        if (!made)
            made = setup.run(view + "SELECT * FROM " + reader);
        if (!made)
            unreadable_[name] = made.error().message;
    }
    return {};
}

Result<std::unique_ptr<DuckdbSession>> DuckdbInstance::session(std::optional<QueryTimer> timer)
{
    DuckdbConnection connection(api_);
    if (api_.connect(database_.get(), connection.out()) == DuckDBError)
        return fail(Error::retry("DuckDB gives no further connection"));
    bool for_people = timer.has_value();
    auto made = std::make_unique<DuckdbSession>(api_, std::move(connection), folder_, std::move(timer));
    if (for_people)
        TRY(made->run(bounded_functions()));
    return made;
}

Result<> DuckdbInstance::check(DuckdbSession& session, const std::string& sql) const
{
    for (const std::string& row : TRY(session.texts(kNamesInStatement, sql))) {
        std::string_view text = row;
        std::string name(text.substr(text.find(':') + 1));
        if (text.starts_with("error:"))
            return fail(parser_error(name, sql));
        bool refused =
            text.starts_with("function_name:")
                ? refused_functions_.contains(name)
                : std::find(kRefusedViews.begin(), kRefusedViews.end(), name) != kRefusedViews.end();
        if (refused)
            return fail(Error::invalid("sql", fmt::format("{} is not available in queries", name)));
    }
    return {};
}

void DuckdbInstance::add_files(SourceSchema& schema) const
{
    if (is_database_)
        return;
    for (SchemaTable& table : schema.tables)
        table.kind = SchemaKind::file;
    for (const auto& [name, reason] : unreadable_)
        schema.tables.push_back({.name = name, .kind = SchemaKind::file, .problem = reason});
    std::ranges::sort(schema.tables, {}, [](const SchemaTable& table) {
        return std::pair<std::string_view, std::string_view>(table.schema, table.name);
    });
}

Error DuckdbInstance::explain(Error error) const
{
    for (const auto& [table, reason] : unreadable_) {
        if (error.message.find(fmt::format("Table with name {} does not exist", table)) != std::string::npos)
            error.message = fmt::format("the file of the table \"{}\" cannot be read: {}", table, reason);
    }
    return error;
}

} // namespace presstime
