// A child process of a test: started with a pipe on its standard output, stopped when the object goes. Every
// wait is for a signal (a line, an exit) and ends at a deadline.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"

#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace presstime::test {

class ChildProcess {
public:
    // Looks the program up in PATH; `environment` is added to the test's own. Standard error is shared.
    static Result<ChildProcess> start(const std::vector<std::string>& arguments,
                                      const std::map<std::string, std::string>& environment = {});
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ~ChildProcess();

    pid_t pid() const { return pid_; }
    // The next line of standard output, without its newline.
    Result<std::string> read_line(const Deadline& deadline);
    void send_signal(int signal) const;
    // Waits for the end; the exit code, or 128 + signal.
    Result<int> wait(const Deadline& deadline);
    // SIGTERM, and SIGKILL if that has no effect within 10 seconds. Safe to call twice.
    void stop();

private:
    ChildProcess(pid_t pid, int output) : pid_(pid), output_(output) {}

    pid_t pid_ = -1;
    int output_ = -1;
    std::string unread_;
};

} // namespace presstime::test
