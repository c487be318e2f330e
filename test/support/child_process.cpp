// posix_spawn with a pipe; the end of a child is awaited through a pidfd, so that waiting has a deadline.
#include "support/child_process.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

extern char** environ;

namespace presstime::test {

namespace {

std::unexpected<Error> failed(std::string_view what, int number)
{
    return fail(Error::give_up(fmt::format("{}: {}", what, std::strerror(number))));
}

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& added)
{
    std::vector<std::string> result;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        std::string text(*entry);
        if (!added.contains(text.substr(0, text.find('='))))
            result.push_back(std::move(text));
    }
    for (const auto& [name, value] : added)
        result.push_back(name + "=" + value);
    return result;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

// Waits until the descriptor can be read; false at the deadline.
bool wait_readable(int descriptor, const Deadline& deadline)
{
    for (;;) {
        auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline.remaining()).count();
        pollfd entry{descriptor, POLLIN, 0};
        int ready = poll(&entry, 1, static_cast<int>(std::min<long>(left, 60'000)));
        if (ready > 0)
            return true;
        if (ready == 0 && deadline.expired())
            return false;
        if (ready < 0 && errno != EINTR)
            return false;
    }
}

} // namespace

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& arguments,
                                         const std::map<std::string, std::string>& environment)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return failed("pipe", errno);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::vector<std::string> words = arguments;
    std::vector<std::string> variables = merged_environment(environment);
    pid_t pid = -1;
    int code = posix_spawnp(&pid, words.front().c_str(), &actions, nullptr, pointers_to(words).data(),
                            pointers_to(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (code != 0) {
        close(ends[0]);
        return failed(words.front(), code);
    }
    return ChildProcess(pid, ends[0]);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      output_(std::exchange(other.output_, -1)),
      unread_(std::move(other.unread_))
{
}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept
{
    std::swap(pid_, other.pid_);
    std::swap(output_, other.output_);
    std::swap(unread_, other.unread_);
    return *this;
}

ChildProcess::~ChildProcess()
{
    stop();
    if (output_ >= 0)
        close(output_);
}

Result<std::string> ChildProcess::read_line(const Deadline& deadline)
{
    for (;;) {
        if (std::size_t end = unread_.find('\n'); end != std::string::npos) {
            std::string line = unread_.substr(0, end);
            unread_.erase(0, end + 1);
            return line;
        }
        if (!wait_readable(output_, deadline))
            return fail(Error::retry("the child wrote no line in time"));
        char buffer[4096];
        ssize_t got = read(output_, buffer, sizeof buffer);
        if (got == 0)
            return fail(Error::give_up("the child closed its output"));
        if (got < 0 && errno != EINTR)
            return failed("read", errno);
        if (got > 0)
            unread_.append(buffer, static_cast<std::size_t>(got));
    }
}

void ChildProcess::send_signal(int signal) const
{
    if (pid_ > 0)
        kill(pid_, signal);
}

Result<int> ChildProcess::wait(const Deadline& deadline)
{
    if (pid_ <= 0)
        return fail(Error::not_found("the child has already ended"));
    auto watch = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
    if (watch < 0)
        return failed("pidfd_open", errno);
    bool ended = wait_readable(watch, deadline);
    close(watch);
    if (!ended)
        return fail(Error::retry("the child did not end in time"));
    int status = 0;
    if (waitpid(pid_, &status, 0) < 0)
        return failed("waitpid", errno);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void ChildProcess::stop()
{
    if (pid_ <= 0)
        return;
    send_signal(SIGTERM);
    if (wait(Deadline::after(std::chrono::seconds(10))))
        return;
    send_signal(SIGKILL);
    static_cast<void>(wait(Deadline::after(std::chrono::seconds(10))));
}

} // namespace presstime::test
