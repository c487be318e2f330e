// Group commit: whatever waits when the writer is free goes into one transaction, each caller's work in a
// savepoint of its own, so a failing one takes nobody with it, and one sync serves them all.
#include "platform/db/sqlite_writer.hpp"

#include "base/fail_point.hpp"
#include "base/log.hpp"

#include <algorithm>
#include <exception>
#include <pthread.h>

namespace presstime::db {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kQueueLimit = 4'096;
constexpr auto kQueuePatience = 10s;
// The log is moved into the file each 4 MiB, without waiting
// for readers; past 64 MiB it is cut, waiting a little.
constexpr int kPassivePages = 1'000;
constexpr int kLargePages = 16'000;
constexpr auto kLargePatience = 200ms;
constexpr auto kIdleBeforeTidy = 1s;

Error closed_error()
{
    return Error::give_up("the state database is closed: the server is stopping");
}

Error sync_error()
{
    return Error::give_up(
        "the disk failed to store the state database; check the disk, then restart the server");
}

} // namespace

SqliteWriter::SqliteWriter(std::unique_ptr<SqliteConnection> connection, const SqliteOptions& options)
    : options_(options), connection_(std::move(connection)), next_checkpoint_pages_(kPassivePages)
{
    thread_ = std::thread([this] {
        pthread_setname_np(pthread_self(), "db-writer");
        loop();
    });
}

SqliteWriter::~SqliteWriter()
{
    close();
}

Result<> SqliteWriter::write(const Work& work)
{
    if (std::this_thread::get_id() == thread_.get_id())
        return fail(Error::give_up("a write within a write is a defect of the server"));
    Job job;
    job.work = &work;
    std::unique_lock lock(mutex_);
    if (!drained_.wait_for(lock, kQueuePatience, [&] { return queue_.size() < kQueueLimit || closing_; }))
        return fail(Error::retry("the state database is busy: too many writes are waiting; try again"));
    if (closing_)
        return fail(closed_error());
    queue_.push_back(&job);
    filled_.notify_one();
    job.ready.wait(lock, [&] { return job.answered; });
    return std::move(job.outcome);
}

void SqliteWriter::close()
{
    {
        std::lock_guard lock(mutex_);
        closing_ = true;
    }
    filled_.notify_all();
    drained_.notify_all();
    if (thread_.joinable())
        thread_.join();
    connection_.reset();
}

WriteCounts SqliteWriter::counts() const
{
    std::lock_guard lock(mutex_);
    return counts_;
}

void SqliteWriter::loop()
{
    while (auto group = take_group()) {
        if (group->empty()) {
            tidy_when_idle();
            continue;
        }
        run_group(*group);
        answer(*group);
        checkpoint_after_commit();
    }
}

std::optional<std::vector<SqliteWriter::Job*>> SqliteWriter::take_group()
{
    auto limit = static_cast<std::size_t>(std::max(1, options_.group_limit));
    std::unique_lock lock(mutex_);
    auto something = [&] { return !queue_.empty() || closing_; };
    if (tidy_)
        filled_.wait(lock, something);
    else if (!filled_.wait_for(lock, kIdleBeforeTidy, something))
        return std::vector<Job*>{};
    if (queue_.empty())
        return std::nullopt;
    if (options_.group_window > 0us && !closing_)
        filled_.wait_for(lock, options_.group_window, [&] { return queue_.size() >= limit || closing_; });
    auto end = queue_.begin() + static_cast<std::ptrdiff_t>(std::min(limit, queue_.size()));
    std::vector<Job*> group(queue_.begin(), end);
    queue_.erase(queue_.begin(), end);
    drained_.notify_all();
    return group;
}

void SqliteWriter::run_group(std::span<Job* const> group)
{
    auto fail_all = [&](const Error& error) {
        for (Job* job : group)
            job->outcome = fail(error);
    };
    if (connection_->sync_failed())
        return fail_all(sync_error());
    if (auto begun = connection_->begin(); !begun)
        return fail_all(begun.error());
    for (Job* job : group) {
        run_one(*job);
        // Some failures (disk full, out of memory) make SQLite
        // undo the whole transaction, neighbours included.
        if (!connection_->in_transaction())
            return fail_all(job->outcome ? Error::retry("the state database undid a write; try again")
                                         : job->outcome.error());
    }
    commit_group(group);
}

void SqliteWriter::run_one(Job& job)
{
    job.outcome = connection_->open_savepoint();
    if (!job.outcome)
        return;
    // What runs here belongs to others; a throw must not take the thread and everybody's writes down.
    try {
        job.outcome = (*job.work)(*connection_);
    } catch (const std::exception& exception) {
        job.outcome = fail(Error::give_up("the work failed unexpectedly; this is a defect of the server")
                               .with_context(exception.what()));
    }
    if (!connection_->in_transaction())
        return;
    auto ended = job.outcome ? connection_->keep_savepoint() : connection_->undo_savepoint();
    if (!ended)
        connection_->rollback();
    if (!ended && job.outcome)
        job.outcome = std::move(ended);
}

void SqliteWriter::commit_group(std::span<Job* const> group)
{
    if (std::ranges::none_of(group, [](const Job* job) { return job->outcome.has_value(); }))
        return connection_->rollback();
    fail_point("db.before_commit");
    auto committed = connection_->commit();
    fail_point("db.after_commit");
    if (!committed) {
        connection_->rollback();
        log_error("db.commit_failed", committed.error());
        for (Job* job : group)
            if (job->outcome)
                job->outcome = committed;
        return;
    }
    std::lock_guard lock(mutex_);
    counts_.works += static_cast<std::int64_t>(group.size());
    ++counts_.commits;
}

void SqliteWriter::answer(std::span<Job* const> group)
{
    tidy_ = false;
    std::lock_guard lock(mutex_);
    for (Job* job : group) {
        job->answered = true;
        job->ready.notify_one(); // under the lock: once released, the caller may end the job's life
    }
}

void SqliteWriter::checkpoint_after_commit()
{
    int pages = connection_->log_pages();
    if (pages < kPassivePages)
        next_checkpoint_pages_ = kPassivePages;
    if (pages < next_checkpoint_pages_ || connection_->sync_failed())
        return;
    auto mode =
        pages < kLargePages ? SqliteConnection::Checkpoint::passive : SqliteConnection::Checkpoint::truncate;
    auto done = connection_->checkpoint(mode, pages < kLargePages ? 0ms : kLargePatience);
    if (!done)
        log_error("db.checkpoint_failed", done.error());
    next_checkpoint_pages_ = connection_->log_pages() + kPassivePages;
}

void SqliteWriter::tidy_when_idle()
{
    tidy_ = true;
    if (connection_->sync_failed())
        return;
    if (auto done = connection_->checkpoint(SqliteConnection::Checkpoint::truncate, 0ms); !done)
        log_error("db.checkpoint_failed", done.error());
    connection_->release_memory();
}

} // namespace presstime::db
