// 1,000,000 rows of 8 columns from a DuckDB file to a CSV file: through Source and the CSV renderer (and once
// more by way of a stored result, as a run does it), beside DuckDB's own COPY of the same library. Each
// measurement is a process of its own; variants are interleaved round by round.
#include "base/text.hpp"
#include "bench.hpp"
#include "orders.hpp"

#include <fmt/format.h>
#include <map>

using namespace presstime;
using bench::Sample;
namespace fs = std::filesystem;

namespace {

Sample measure(const std::string& variant, const fs::path& folder)
{
    Sample sample;
    const int threads = variant.ends_with('1') ? 1 : 2;
    if (variant == "make")
        bench::make_orders(folder);
    else if (variant.starts_with("copy"))
        bench::run_statement(
            folder, threads,
            fmt::format("COPY (SELECT * FROM orders) TO '{}' (HEADER)", (folder / "copy.csv").string()),
            sample);
    else
        bench::export_orders(
            folder,
            {"csv", threads, variant.starts_with("stored") ? bench::By::stored_result : bench::By::query},
            sample);
    sample.peak_kib = bench::status_kib("VmHWM");
    return sample;
}

void print_table(const std::map<std::string, std::vector<Sample>>& results)
{
    fmt::print("{:<28} {:>9} {:>9} {:>9} {:>14} {:>14}\n", "1,000,000 x 8 to CSV", "seconds", "cpu s",
               "peak MB", "vs COPY 1 thr", "vs COPY 2 thr");
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"copy1", "DuckDB COPY, 1 thread"},      {"copy2", "DuckDB COPY, 2 threads"},
        {"ours1", "presstime, 1 thread"},        {"ours2", "presstime, 2 threads"},
        {"stored2", "presstime, result stored"},
    };
    for (const auto& [variant, label] : rows) {
        const std::vector<Sample>& samples = results.at(variant);
        const double seconds = bench::median_seconds(samples);
        fmt::print("{:<28} {:>9.3f} {:>9.3f} {:>9.0f} {:>13.2f}x {:>13.2f}x\n", label, seconds,
                   bench::median_cpu(samples), bench::median_peak_mib(samples),
                   bench::median_seconds(results.at("copy1")) / seconds,
                   bench::median_seconds(results.at("copy2")) / seconds);
    }
}

} // namespace

int main(int count, char** arguments)
{
    if (count == 3) {
        const Sample sample = measure(arguments[1], arguments[2]);
        fmt::print("{} {} {}\n", sample.seconds, sample.cpu_seconds, sample.peak_kib);
        return 0;
    }
    const auto rounds = count == 2 ? parse_int(arguments[1]).value_or(5) : 5;
    const bench::ScratchFolder folder;
    bench::measure_apart(bench::this_program(), "make", folder.path());
    std::map<std::string, std::vector<Sample>> results;
    for (int round = 0; round < rounds; ++round)
        for (const char* variant : {"ours1", "copy1", "ours2", "copy2", "stored2"})
            results[variant].push_back(bench::measure_apart(bench::this_program(), variant, folder.path()));
    print_table(results);
    fmt::print("file: {} by presstime, {} by COPY; medians of {} interleaved rounds\n",
               format_bytes(fs::file_size(folder.path() / "ours.csv")),
               format_bytes(fs::file_size(folder.path() / "copy.csv")), rounds);
    return 0;
}
