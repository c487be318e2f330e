// The table of what each SQLite result code means for a caller. Messages name the file or folder and the
// mend; the statement, which may show a schema but no values, goes to the log's context.
#include "platform/db/sqlite_error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace presstime::db {
namespace {

Error constraint_error(int code)
{
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return Error::conflict("a record with the same key is there already");
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return Error::conflict("the record names one that is not there, or is still in use by another");
    default:
        return Error::give_up("a record breaks a rule of the state database; this is a defect of the server");
    }
}

Error io_error(int code, const std::string& folder)
{
    switch (code) {
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
        return Error::give_up(fmt::format(
            "the disk of {} failed to store what was written; check the disk, then restart the server",
            folder));
    case SQLITE_IOERR_NOMEM:
        return Error::retry("the state database ran out of memory");
    default:
        return Error::retry(fmt::format("the state database cannot be read or written: input/output error; "
                                        "check the disk and free space in {}",
                                        folder));
    }
}

Error error_for(int code, const std::string& file, const std::string& folder)
{
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return constraint_error(code);
    case SQLITE_IOERR:
        return io_error(code, folder);
    case SQLITE_FULL:
        return Error::retry(
            fmt::format("the state database cannot be written: disk full; free space in {}", folder));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Error::retry(fmt::format("the state database {} is held by another process; try again", file));
    case SQLITE_NOMEM:
        return Error::retry("the state database ran out of memory");
    case SQLITE_INTERRUPT:
        return Error::retry("the work on the state database was interrupted");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return Error::give_up(
            fmt::format("{} is damaged or not a state database; restore it from a backup", file));
    case SQLITE_CANTOPEN:
        return Error::give_up(
            fmt::format("{} cannot be opened; check that {} exists and may be written", file, folder));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return Error::give_up(fmt::format("{} may not be written; check its owner and permissions", file));
    default:
        return Error::give_up("the state database refused a statement; this is a defect of the server");
    }
}

} // namespace

Error to_error(const SqliteFailure& failure)
{
    return error_for(failure.code, failure.file.string(), failure.file.parent_path().string())
        .with_context(fmt::format("{} [sqlite {}]", failure.detail, failure.code));
}

} // namespace presstime::db
