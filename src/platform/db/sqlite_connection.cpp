// Opening, transactions and checkpoints of one SQLite connection. Running statements is in
// sqlite_statement.cpp. Settings follow SQLite's documentation of WAL mode: FULL syncs every commit, so what
// is acknowledged survives power loss; nobody but the writer checkpoints, and only where it chooses to.
#include "platform/db/sqlite_connection.hpp"

#include "base/log.hpp"
#include "platform/db/sqlite_error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace presstime::db {
namespace {

constexpr int kBusyTimeoutMs = 5'000;

constexpr Statement kBeginWrite{"transaction.begin_write", "BEGIN IMMEDIATE"};
constexpr Statement kBeginRead{"transaction.begin_read", "BEGIN DEFERRED"};
constexpr Statement kCommit{"transaction.commit", "COMMIT"};
constexpr Statement kRollback{"transaction.rollback", "ROLLBACK"};
constexpr Statement kSavepoint{"transaction.savepoint", "SAVEPOINT work"};
constexpr Statement kRelease{"transaction.release", "RELEASE work"};
constexpr Statement kRollbackTo{"transaction.rollback_to", "ROLLBACK TO work"};

// Cache sizes are in KiB when negative; they are ceilings, filled only as pages are read.
constexpr std::string_view kWriterSettings = R"sql(
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = 16777216;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
    PRAGMA trusted_schema = OFF;
    PRAGMA cache_size = -8192;
)sql";
constexpr std::string_view kReaderSettings = R"sql(
    PRAGMA query_only = ON;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
    PRAGMA trusted_schema = OFF;
    PRAGMA cache_size = -1024;
)sql";
constexpr Statement kUseLog{"open.use_log", "PRAGMA journal_mode = WAL"};

// The file holds secrets of connections: it is made readable by its owner alone; the log inherits its mode.
Result<> make_private_file(const std::filesystem::path& file)
{
    int descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return fail(
            Error::give_up(fmt::format("{} cannot be opened: {}", file.string(), std::strerror(errno))));
    ::close(descriptor);
    return {};
}

} // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::filesystem::path& file,
                                                                 SqliteRole role)
{
    if (role == SqliteRole::writer)
        TRY(make_private_file(file));
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(file, role));
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int code = sqlite3_open_v2(file.c_str(), &connection->handle_, flags, nullptr);
    if (code != SQLITE_OK)
        return fail(connection->error_of(code, "open"));
    sqlite3_busy_timeout(connection->handle_, kBusyTimeoutMs);
    TRY(connection->configure());
    return connection;
}

SqliteConnection::~SqliteConnection()
{
    for (auto& [statement, prepared] : cache_)
        sqlite3_finalize(prepared.handle);
    sqlite3_close_v2(handle_);
}

Result<> SqliteConnection::configure()
{
    if (role_ == SqliteRole::reader)
        return execute_script(kReaderSettings);
    std::string mode;
    TRY(query(kUseLog, {}, [&](const Row& row) -> Result<> {
        mode = row.text(0);
        return {};
    }));
    if (mode != "wal")
        return fail(Error::give_up(fmt::format(
            "{} does not support SQLite's write-ahead log; the data folder must be on a local disk",
            file_.string())));
    TRY(execute_script(kWriterSettings));
    sqlite3_wal_hook(
        handle_,
        [](void* self, sqlite3*, const char*, int pages) {
            static_cast<SqliteConnection*>(self)->log_pages_ = pages;
            return SQLITE_OK;
        },
        this);
    return {};
}

Result<> SqliteConnection::begin()
{
    TRY(execute(role_ == SqliteRole::writer ? kBeginWrite : kBeginRead, {}));
    return {};
}

Result<> SqliteConnection::commit()
{
    TRY(execute(kCommit, {}));
    return {};
}

void SqliteConnection::rollback()
{
    if (!in_transaction())
        return;
    if (auto undone = execute(kRollback, {}); !undone)
        log_error("db.rollback_failed", undone.error());
}

Result<> SqliteConnection::open_savepoint()
{
    TRY(execute(kSavepoint, {}));
    return {};
}

Result<> SqliteConnection::keep_savepoint()
{
    TRY(execute(kRelease, {}));
    return {};
}

Result<> SqliteConnection::undo_savepoint()
{
    TRY(execute(kRollbackTo, {}));
    return keep_savepoint();
}

bool SqliteConnection::in_transaction() const
{
    return sqlite3_get_autocommit(handle_) == 0;
}

Result<> SqliteConnection::checkpoint(Checkpoint mode, std::chrono::milliseconds patience)
{
    sqlite3_busy_timeout(handle_, static_cast<int>(patience.count()));
    int native = mode == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
    int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, native, nullptr, nullptr);
    sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
    if (code == SQLITE_OK && mode == Checkpoint::truncate)
        log_pages_ = 0;
    // Busy means that a reader still needs the log: the next checkpoint takes what this one left.
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
        return fail(error_of(code, "checkpoint"));
    return {};
}

void SqliteConnection::release_memory()
{
    sqlite3_db_release_memory(handle_);
}

Error SqliteConnection::error_of(int code, std::string_view what)
{
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
        sync_failed_ = true;
    const char* words = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
    return to_error({.code = code, .detail = fmt::format("{}: {}", what, words), .file = file_});
}

} // namespace presstime::db
