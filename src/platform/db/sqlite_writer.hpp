// The one thread that writes: a bounded queue of callers' works, committed in groups, and the checkpoints
// between them. A caller is answered only after the commit that holds its work is on the disk.
#pragma once

#include "platform/db/sqlite_connection.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <thread>

namespace presstime::db {

class SqliteWriter {
public:
    using Work = std::function<Result<>(Session&)>;

    SqliteWriter(std::unique_ptr<SqliteConnection> connection, const SqliteOptions& options);
    ~SqliteWriter();

    Result<> write(const Work& work);
    // Answers what is queued, then ends the thread and closes the connection. Safe to call twice.
    void close();
    WriteCounts counts() const;

private:
    struct Job {
        const Work* work = nullptr;
        Result<> outcome;
        bool answered = false;
        std::condition_variable ready;
    };

    void loop();
    // The next group, or nothing when the thread shall end; empty when it was idle long enough to tidy.
    std::optional<std::vector<Job*>> take_group();
    void run_group(std::span<Job* const> group);
    void run_one(Job& job);
    void commit_group(std::span<Job* const> group);
    void answer(std::span<Job* const> group);
    void checkpoint_after_commit();
    void tidy_when_idle();

    SqliteOptions options_;
    std::unique_ptr<SqliteConnection> connection_; // the thread's alone
    int next_checkpoint_pages_;                    // the thread's alone
    bool tidy_ = true; // the thread's alone: nothing written since the last tidying

    mutable std::mutex mutex_;
    std::condition_variable filled_;
    std::condition_variable drained_;
    std::deque<Job*> queue_;
    WriteCounts counts_;
    bool closing_ = false;
    std::thread thread_;
};

} // namespace presstime::db
