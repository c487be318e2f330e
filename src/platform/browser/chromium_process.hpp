// The Chromium program as a child of this one: found, started with a debugging pipe and a profile of its own,
// ended with everything it started. What is said over the pipe is pipe_connection's.
#pragma once

#include "base/result.hpp"
#include "platform/browser/unique_fd.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <sys/types.h>

namespace presstime::browser {

// The program to run: `configured`, or Chromium where Debian puts it, or the first of chromium,
// chromium-browser, google-chrome in PATH. `give_up` with what to install or set when there is none.
Result<std::filesystem::path> find_chromium(const std::string& configured);

// Removes the profiles in `folder` whose process is gone.
void sweep_profiles(const std::filesystem::path& folder);

class ChromiumProcess {
public:
    // Must be called on a thread that lives as long as the process: the kernel kills it with that thread.
    // `give_up` when the program cannot be run.
    static Result<ChromiumProcess> start(const std::filesystem::path& program,
                                         const std::filesystem::path& temp_folder);
    ChromiumProcess(ChromiumProcess&& other) noexcept;
    ChromiumProcess& operator=(ChromiumProcess&&) = delete;
    // Kills what is left and removes the profile.
    ~ChromiumProcess();

    pid_t pid() const { return pid_; }
    // Both directions of the debugging pipe, without blocking.
    int channel() const { return channel_.get(); }
    // What it last said on standard error, for the log.
    std::string last_words() const;
    // Waits so long for it to end by itself, then kills it and all it started, and reaps them. Safe to call
    // twice.
    void end(std::chrono::milliseconds patience);

private:
    ChromiumProcess() = default;

    pid_t pid_ = -1;
    std::filesystem::path profile_;
    UniqueFd channel_;
};

} // namespace presstime::browser
