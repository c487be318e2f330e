// How much memory a process and its descendants hold of their own, read from /proc. Nothing is killed here.
#pragma once

#include <cstdint>
#include <sys/types.h>
#include <vector>

namespace presstime::browser {

struct ProcessMemory {
    pid_t pid = 0;
    std::int64_t bytes = 0; // anonymous and shared memory, without mapped files
};

// The process itself first, then its descendants (at most 1,000); those that end meanwhile are left out.
std::vector<ProcessMemory> memory_of_tree(pid_t root);

} // namespace presstime::browser
