// The state database on SQLite: one writer, a few readers opened when first needed, each read one snapshot.
#include "platform/db/sqlite_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace presstime::db {
namespace {

using namespace std::chrono_literals;

// Older ones may corrupt a write-ahead log that two connections write and checkpoint at once.
constexpr int kOldestSqlite = 3'051'003;
constexpr auto kReaderPatience = 10s;

// Connections for reading; a thread holds one for the length of a read.
class ReaderPool {
public:
    ReaderPool(std::filesystem::path file, int limit) : file_(std::move(file)), limit_(std::max(1, limit)) {}

    Result<std::unique_ptr<SqliteConnection>> take()
    {
        std::unique_lock lock(mutex_);
        auto can_take = [&] { return closed_ || !idle_.empty() || taken_ < limit_; };
        if (!returned_.wait_for(lock, kReaderPatience, can_take))
            return fail(Error::retry("the state database is busy: all readers are taken; try again"));
        if (closed_)
            return fail(Error::give_up("the state database is closed: the server is stopping"));
        ++taken_;
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
        lock.unlock();
        auto opened = SqliteConnection::open(file_, SqliteRole::reader);
        if (!opened)
            give_back(nullptr);
        return opened;
    }

    // Nothing is given back when the connection is not fit to be used again.
    void give_back(std::unique_ptr<SqliteConnection> connection)
    {
        {
            std::lock_guard lock(mutex_);
            --taken_;
            if (connection != nullptr && !closed_)
                idle_.push_back(std::move(connection));
        }
        returned_.notify_all();
    }

    // Closes what is idle and waits a bounded time for reads under way.
    void close()
    {
        std::unique_lock lock(mutex_);
        closed_ = true;
        returned_.notify_all();
        returned_.wait_for(lock, kReaderPatience, [&] { return taken_ == 0; });
        idle_.clear();
    }

private:
    std::filesystem::path file_;
    int limit_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<SqliteConnection>> idle_;
    int taken_ = 0;
    bool closed_ = false;
};

Result<> read_snapshot(SqliteConnection& connection, const std::function<Result<>(Session&)>& work)
{
    TRY(connection.begin());
    Result<> outcome;
    try {
        outcome = work(connection);
    } catch (const std::exception& exception) {
        outcome = fail(Error::give_up("the work failed unexpectedly; this is a defect of the server")
                           .with_context(exception.what()));
    }
    connection.rollback();
    return outcome;
}

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(std::unique_ptr<SqliteConnection> writer, const SqliteOptions& options)
        : writer_(std::move(writer), options), readers_(options.file, options.readers)
    {
    }
    ~SqliteDatabase() override { close(); }

    Dialect dialect() const override { return Dialect::sqlite; }
    Result<> write(const std::function<Result<>(Session&)>& work) override { return writer_.write(work); }
    Result<> read(const std::function<Result<>(Session&)>& work) override
    {
        auto connection = TRY(readers_.take());
        auto outcome = read_snapshot(*connection, work);
        readers_.give_back(connection->in_transaction() ? nullptr : std::move(connection));
        return outcome;
    }
    // Readers first: the last connection to close folds the log into the file.
    void close() override
    {
        readers_.close();
        writer_.close();
    }
    WriteCounts write_counts() const override { return writer_.counts(); }

private:
    SqliteWriter writer_;
    ReaderPool readers_;
};

} // namespace

Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options)
{
    if (sqlite3_libversion_number() < kOldestSqlite)
        return fail(Error::give_up(fmt::format(
            "SQLite {} can corrupt the state database; build with 3.51.3 or newer", sqlite3_libversion())));
    auto writer = TRY(SqliteConnection::open(options.file, SqliteRole::writer));
    return std::make_unique<SqliteDatabase>(std::move(writer), options);
}

} // namespace presstime::db
