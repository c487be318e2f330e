// Descendants are found through /proc/PID/task/TID/children, so that the cost grows with the browser's own
// processes and not with the machine's.
#include "platform/browser/process_memory.hpp"

#include "base/text.hpp"

#include <dirent.h>
#include <fmt/format.h>

#include <fstream>
#include <memory>
#include <string>

namespace presstime::browser {
namespace {

constexpr std::size_t kMostProcesses = 1'000;

struct DirectoryCloser {
    void operator()(DIR* directory) const { closedir(directory); }
};

void add_children(pid_t pid, std::vector<ProcessMemory>& found)
{
    const std::string tasks = fmt::format("/proc/{}/task", pid);
    const std::unique_ptr<DIR, DirectoryCloser> directory(opendir(tasks.c_str()));
    if (!directory)
        return;
    while (const dirent* entry = readdir(directory.get())) {
        if (!parse_int(entry->d_name))
            continue;
        std::ifstream children(fmt::format("{}/{}/children", tasks, entry->d_name));
        for (pid_t child = 0; found.size() < kMostProcesses && children >> child;)
            found.push_back({child, 0});
    }
}

std::int64_t memory_of(pid_t pid)
{
    std::ifstream status(fmt::format("/proc/{}/status", pid));
    std::int64_t kibibytes = 0;
    for (std::string key; status >> key;) {
        std::int64_t value = 0;
        if ((key == "RssAnon:" || key == "RssShmem:") && status >> value)
            kibibytes += value;
        std::string rest;
        std::getline(status, rest);
    }
    return kibibytes * 1024;
}

} // namespace

std::vector<ProcessMemory> memory_of_tree(pid_t root)
{
    std::vector<ProcessMemory> found{{root, 0}};
    for (std::size_t at = 0; at < found.size(); ++at) {
        found[at].bytes = memory_of(found[at].pid);
        add_children(found[at].pid, found);
    }
    return found;
}

} // namespace presstime::browser
