// What the benchmark programs share: ending with a sentence, and this process's time and memory.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <sys/resource.h>
#include <type_traits>

namespace presstime::bench {

template <typename T>
T must(Result<T> result, const char* what)
{
    if (!result) {
        fmt::print(stderr, "{}: {} {}\n", what, result.error().message, result.error().context);
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

// User and system time of all threads of this process so far.
inline double cpu_seconds()
{
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// A line of /proc/self/status in KiB: "VmHWM" is the peak of this process alone, while getrusage's maximum
// would be inherited from the parent across fork.
inline std::int64_t status_kib(const char* name)
{
    std::int64_t value = 0;
    const std::string pattern = fmt::format("{}: %ld", name);
    if (FILE* status = std::fopen("/proc/self/status", "r")) {
        char line[256];
        while (std::fgets(line, sizeof line, status) != nullptr)
            if (std::sscanf(line, pattern.c_str(), &value) == 1) // NOLINT(clang-diagnostic-format-nonliteral)
                break;
        std::fclose(status);
    }
    return value;
}

} // namespace presstime::bench
