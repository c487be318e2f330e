// The table of 1,000,000 orders that the export benchmarks write out, and one export of it by Presstime in a
// process of its own, so that its peak memory is its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace presstime::bench {

struct Sample {
    double seconds = 0;
    double cpu_seconds = 0;
    std::int64_t peak_kib = 0;
};

// Makes orders.duckdb in the folder.
void make_orders(const std::filesystem::path& folder);

// Runs one statement on it, with DuckDB's own threads.
void run_statement(const std::filesystem::path& folder, int threads, const std::string& sql, Sample& sample);

// From the query; the same by way of a stored result; or from the result that an export before has stored,
// which opens no database.
enum class By { query, stored_result, earlier_result };
struct Export {
    std::string format = "csv";
    int threads = 1;
    By by = By::query;
};
// Writes ours.<format> into the folder through Source and renderer.
void export_orders(const std::filesystem::path& folder, const Export& what, Sample& sample);

// Runs `command` with the variant's name and the folder behind it; it prints seconds, CPU seconds, peak KiB.
Sample measure_apart(const std::string& command, const std::string& variant,
                     const std::filesystem::path& folder);
// This same program.
std::string this_program();

// A folder of temporary files, gone at the end unless KEEP is set.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

double median(std::vector<double> values);
double median_seconds(const std::vector<Sample>& samples);
double median_cpu(const std::vector<Sample>& samples);
double median_peak_mib(const std::vector<Sample>& samples);

} // namespace presstime::bench
