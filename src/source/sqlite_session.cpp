#include "source/sqlite_session.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "model/sql_place.hpp"
#include "source/sql_text.hpp"
#include "source/sqlite_cells.hpp"
#include "source/sqlite_functions.hpp"

#include <array>
#include <fmt/format.h>

namespace presstime {
namespace {

namespace fs = std::filesystem;

constexpr int kStepsBetweenLooks = 1024; // some tens of microseconds
constexpr int kMaxCellBytes = 16 << 20;
constexpr int kMaxPatternBytes = 1000; // LIKE takes pattern times text, in one step that nothing interrupts
constexpr int kMaxSqlBytes = 1 << 20;
constexpr int kMaxProgram = 1'000'000;
constexpr std::chrono::milliseconds kMaxBusyWait{5000};
// SQLite's memory in the whole process: a statement can make thousands of cells before it looks at anything.
// The server's own database takes part, with some tens of MB; it fails for a moment rather than all for good.
constexpr std::int64_t kMaxHeapBytes = 1LL << 30;

std::string uri_of(const fs::path& path, const char* parameters)
{
    std::string uri = "file:";
    for (unsigned char byte : path.native()) {
        bool plain = std::isalnum(byte) != 0 || byte == '/' || byte == '-' || byte == '_' || byte == '.';
        uri += plain ? std::string(1, static_cast<char>(byte)) : fmt::format("%{:02X}", byte);
    }
    return uri + parameters;
}

std::string describe_action(int action, const char* detail)
{
    switch (action) {
    case SQLITE_INSERT:
        return "INSERT";
    case SQLITE_UPDATE:
        return "UPDATE";
    case SQLITE_DELETE:
        return "DELETE or DROP";
    case SQLITE_ATTACH:
        return "ATTACH";
    case SQLITE_DETACH:
        return "DETACH";
    case SQLITE_PRAGMA:
        return "PRAGMA";
    case SQLITE_TRANSACTION:
        return "a transaction";
    case SQLITE_FUNCTION:
        return fmt::format("the function {}", detail != nullptr ? detail : "");
    default:
        return "a statement that changes something";
    }
}

// json_patch compares every key with every key, in one step that nothing interrupts. The last two look past
// the rows of a statement into the file.
bool is_refused_function(std::string_view name)
{
    return equals_ignore_case_ascii(name, "load_extension") || equals_ignore_case_ascii(name, "json_patch") ||
           equals_ignore_case_ascii(name, "jsonb_patch") || equals_ignore_case_ascii(name, "sqlite_offset") ||
           equals_ignore_case_ascii(name, "rtreecheck");
}

struct Bind {
    sqlite3_stmt* statement;
    int index;

    int text(const std::string& value) const
    {
        return sqlite3_bind_text64(statement, index, value.data(), value.size(), SQLITE_TRANSIENT,
                                   SQLITE_UTF8);
    }
    int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
    int operator()(bool value) const { return sqlite3_bind_int(statement, index, value ? 1 : 0); }
    int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, index, value); }
    int operator()(double value) const { return sqlite3_bind_double(statement, index, value); }
    int operator()(const std::string& value) const { return text(value); }
    int operator()(LocalDate value) const { return text(format_date(value)); }
    // SQLite's own form, "2026-04-21 13:00:00"; midnight is the date alone, which compares rightly both with
    // stored dates and with stored date-times, in either spelling of those.
    int operator()(Instant value) const
    {
        std::string full = format_rfc3339(value);
        if (full.ends_with("T00:00:00Z"))
            return text(full.substr(0, full.find('T')));
        full.pop_back();
        full[full.find('T')] = ' ';
        return text(full);
    }
};

} // namespace

Result<std::unique_ptr<SqliteSession>> SqliteSession::open(const fs::path& path,
                                                           std::optional<QueryTimer> timer)
{
    static const std::int64_t before_limit = sqlite3_hard_heap_limit64(kMaxHeapBytes);
    (void)before_limit;
    std::unique_ptr<SqliteSession> session(new SqliteSession(std::move(timer)));
    int code = session->connect(path, "?mode=ro");
    std::error_code size_error;
    bool has_log = fs::file_size(path.native() + "-wal", size_error) > 0 && !size_error;
    // A file in WAL mode needs its shared memory beside it; where that cannot be made and no log waits to be
    // read, the file alone is the whole database.
    if ((code == SQLITE_CANTOPEN || code == SQLITE_READONLY) && !has_log)
        code = session->connect(path, "?mode=ro&immutable=1");
    std::string name = path.filename().native();
    if (code == SQLITE_NOTADB)
        return fail(Error::invalid("options.path", fmt::format("\"{}\" is not a SQLite database", name)));
    if (code == SQLITE_CORRUPT)
        return fail(
            Error::invalid("options.path", fmt::format("the SQLite database \"{}\" is damaged", name)));
    if (code != SQLITE_OK)
        return fail(session->error(code));
    TRY(session->lock_down());
    return session;
}

Result<std::unique_ptr<SqliteSession>> SqliteSession::open_for_check(const std::optional<fs::path>& file,
                                                                     const std::vector<Relation>& relations,
                                                                     QueryTimer timer)
{
    std::unique_ptr<SqliteSession> session;
    if (file) {
        session = TRY(open(*file, timer));
        sqlite3_set_authorizer(session->database_.get(), nullptr, nullptr);
        if (int code = session->make_views(relations, "temp"); code != SQLITE_OK)
            return fail(session->error(code));
    } else {
        session.reset(new SqliteSession(timer));
        sqlite3* opened = nullptr;
        int code = sqlite3_open(":memory:", &opened);
        session->database_.reset(opened);
        // Under a name that no statement can say: main.orders is nothing here, though it is something there.
        const std::string schema = make_random_text(20);
        if (code == SQLITE_OK)
            code = sqlite3_exec(opened, fmt::format("ATTACH ':memory:' AS \"{}\"", schema).c_str(), nullptr,
                                nullptr, nullptr);
        if (code == SQLITE_OK)
            code = session->make_views(relations, schema);
        if (code != SQLITE_OK)
            return fail(session->error(code));
        // Tables without a schema, of which the customer's file may hold one of the same name.
        sqlite3_drop_modules(opened, nullptr);
        session->readable_.emplace();
        for (const Relation& relation : relations)
            session->readable_->insert(to_lower_ascii(relation.name));
    }
    TRY(session->lock_down());
    return session;
}

int SqliteSession::make_views(const std::vector<Relation>& relations, const std::string& schema)
{
    std::string script = "PRAGMA query_only = OFF; PRAGMA temp_store = MEMORY;";
    for (const Relation& relation : relations) {
        std::vector<std::string> columns;
        for (const RelationColumn& column : relation.columns)
            columns.push_back("NULL AS " + quote_identifier(column.name));
        script += fmt::format("CREATE VIEW {}.{} AS SELECT {};", quote_identifier(schema),
                              quote_identifier(relation.name), join(columns, ", "));
    }
    script += "PRAGMA query_only = ON";
    return sqlite3_exec(database_.get(), script.c_str(), nullptr, nullptr, nullptr) & 0xFF;
}

// Opens, and reads the schema: only that shows what the file is.
int SqliteSession::connect(const fs::path& path, const char* parameters)
{
    constexpr int kFlags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
    sqlite3* opened = nullptr;
    int code = sqlite3_open_v2(uri_of(path, parameters).c_str(), &opened, kFlags, nullptr);
    database_.reset(opened);
    if (code != SQLITE_OK)
        return code & 0xFF;
    auto wait = timer_ ? std::chrono::duration_cast<std::chrono::milliseconds>(timer_->deadline().remaining())
                       : kMaxBusyWait;
    sqlite3_busy_timeout(opened, static_cast<int>(std::min(wait, kMaxBusyWait).count()));
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return sqlite3_exec(opened,
                        "PRAGMA cell_size_check = ON; PRAGMA query_only = ON; PRAGMA mmap_size = 0;"
                        "SELECT count(*) FROM sqlite_schema",
                        nullptr, nullptr, nullptr) &
           0xFF;
}

Result<> SqliteSession::lock_down()
{
    sqlite3* database = database_.get();
    const std::array<std::pair<int, int>, 6> limits = {{{SQLITE_LIMIT_LENGTH, kMaxCellBytes},
                                                        {SQLITE_LIMIT_SQL_LENGTH, kMaxSqlBytes},
                                                        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, kMaxPatternBytes},
                                                        {SQLITE_LIMIT_VDBE_OP, kMaxProgram},
                                                        {SQLITE_LIMIT_ATTACHED, 0},
                                                        {SQLITE_LIMIT_WORKER_THREADS, 0}}};
    for (auto [limit, value] : limits)
        sqlite3_limit(database, limit, value);
    sqlite3_set_authorizer(database, &SqliteSession::authorize, this);
    if (timer_) {
        sqlite3_progress_handler(database, kStepsBetweenLooks, &SqliteSession::look_at_timer, this);
        watch_.emplace(*timer_, [] {}); // the handler looks itself; the watchdog measures memory
    }
    return add_bounded_functions(database) ? Result<>() : fail(error(SQLITE_NOMEM));
}

// A WITH table has no name here, but where it is only counted: then its name comes with an empty column, as
// that of a table would. Of those only SQLite's own are not made by the statement itself.
bool SqliteSession::may_read(const char* table, const char* column) const
{
    const std::string name = to_lower_ascii(table);
    if (!readable_ || readable_->contains(name))
        return true;
    return *column == '\0' && !name.starts_with("sqlite_") && !name.starts_with("pragma_");
}

int SqliteSession::authorize(void* self, int action, const char* first, const char* second, const char*,
                             const char*)
{
    auto& session = *static_cast<SqliteSession*>(self);
    bool reads = action == SQLITE_SELECT || action == SQLITE_RECURSIVE ||
                 (action == SQLITE_READ && session.may_read(first, second));
    bool calls = action == SQLITE_FUNCTION && !is_refused_function(second);
    if (reads || calls)
        return SQLITE_OK;
    session.refused_ =
        action == SQLITE_READ ? fmt::format("reading {}", first) : describe_action(action, second);
    return SQLITE_DENY;
}

int SqliteSession::look_at_timer(void* self)
{
    return static_cast<SqliteSession*>(self)->timer_->over() ? 1 : 0;
}

Error SqliteSession::error(int code)
{
    if (timer_ && timer_->over())
        return timer_->error();
    std::string message =
        database_ != nullptr ? sqlite3_errmsg(database_.get()) : std::string(sqlite3_errstr(code));
    message = repair_utf8(clip_utf8(message, 600));
    switch (code & 0xFF) {
    case SQLITE_AUTH:
        return Error::invalid("sql", fmt::format("a query is exactly one SELECT; {} is not allowed",
                                                 refused_.empty() ? message : refused_));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Error::retry("the SQLite database is busy: another program writes to it");
    case SQLITE_NOMEM:
        return Error::retry("there is not enough memory for the query");
    case SQLITE_CANTOPEN:
        return Error::retry("the SQLite database cannot be opened; check that it can be read");
    case SQLITE_CORRUPT:
        return Error::give_up("the SQLite database is damaged");
    default:
        break;
    }
    for (const char* sign : {"syntax error", "incomplete input", "unrecognized token"}) {
        if (message.find(sign) != std::string::npos)
            return Error::invalid("sql", message);
    }
    return Error::give_up(message);
}

Result<SqliteSession::StatementHandle> SqliteSession::prepare_next(const char* sql, const char*& rest)
{
    StatementHandle statement;
    while (statement == nullptr && *rest != '\0') {
        sqlite3_stmt* made = nullptr;
        const char* begin = rest;
        int code = sqlite3_prepare_v2(database_.get(), begin, -1, &made, &rest);
        if (code != SQLITE_OK) {
            const int offset = sqlite3_error_offset(database_.get());
            Error refused = error(code);
            return fail(offset < 0 ? refused
                                   : with_sql_byte(std::move(refused), static_cast<std::size_t>(begin - sql) +
                                                                           static_cast<std::size_t>(offset)));
        }
        statement.reset(made);
    }
    return statement;
}

Result<> SqliteSession::prepare(const std::string& sql)
{
    TRY(check_sql_text(sql));
    const char* rest = sql.c_str();
    statement_ = TRY(prepare_next(sql.c_str(), rest));
    if (statement_ == nullptr)
        return fail(Error::invalid("sql", "a query is exactly one SELECT; this is no statement at all"));
    auto second = prepare_next(sql.c_str(), rest);
    if (!second || *second != nullptr)
        return fail(Error::invalid("sql", "a query is exactly one SELECT; this is more than one statement"));
    bool is_select = sqlite3_stmt_readonly(statement_.get()) != 0 &&
                     sqlite3_stmt_isexplain(statement_.get()) == 0 &&
                     sqlite3_column_count(statement_.get()) > 0;
    if (!is_select)
        return fail(
            Error::invalid("sql", "a query is exactly one SELECT; this is another kind of statement"));
    return {};
}

std::string SqliteSession::statement_text() const
{
    std::string_view text = trim(sqlite3_sql(statement_.get()));
    if (text.ends_with(';'))
        text.remove_suffix(1);
    return std::string(text);
}

std::vector<RelationColumn> SqliteSession::columns() const
{
    std::vector<RelationColumn> columns;
    for (int at = 0; at < sqlite3_column_count(statement_.get()); ++at) {
        const char* name = sqlite3_column_name(statement_.get(), at);
        const char* declared = sqlite3_column_decltype(statement_.get(), at);
        RelationColumn& column = columns.emplace_back(RelationColumn{name != nullptr ? name : "", {}});
        if (declared != nullptr)
            column.type = decide_sqlite_type(declared, {});
    }
    return columns;
}

Result<> SqliteSession::bind(const std::vector<Binding>& bindings)
{
    sqlite3_stmt* statement = statement_.get();
    for (int index = 1; index <= sqlite3_bind_parameter_count(statement); ++index) {
        const char* name = sqlite3_bind_parameter_name(statement, index);
        if (name == nullptr)
            return fail(Error::invalid("sql", "a parameter has no name; write $name instead of ?"));
        const Binding* binding = TRY(find_binding(bindings, std::string_view(name).substr(1)));
        if (int code = std::visit(Bind{statement, index}, binding->value); code != SQLITE_OK)
            return fail(error(code));
    }
    return {};
}

Result<bool> SqliteSession::step()
{
    int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return fail(error(code));
}

} // namespace presstime
