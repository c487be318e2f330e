// 1,000,000 rows of 8 columns from a DuckDB file to a workbook through Source and the XLSX renderer, beside
// the streaming writer of npm's exceljs, which makes its rows itself and reads no database. Each measurement
// is a process of its own; the two take turns.
#include "base/text.hpp"
#include "bench.hpp"
#include "orders.hpp"

#include <fmt/format.h>

using namespace presstime;
using bench::Sample;
namespace fs = std::filesystem;

namespace {

// "query": rows from DuckDB as they come; "stored": from a result that was stored before, as a second format
// of a run has them, with no database open, which is what the peer does.
Sample measure(const std::string& variant, const fs::path& folder)
{
    Sample sample;
    if (variant == "make") {
        bench::make_orders(folder);
        bench::export_orders(folder, {"csv", 1, bench::By::stored_result}, sample);
    } else {
        bench::export_orders(
            folder, {"xlsx", 1, variant == "query" ? bench::By::query : bench::By::earlier_result}, sample);
    }
    sample.peak_kib = bench::status_kib("VmHWM");
    return sample;
}

} // namespace

int main(int count, char** arguments)
{
    const std::string first = count == 3 ? arguments[1] : "";
    if (first == "make" || first == "query" || first == "stored") {
        const Sample sample = measure(first, arguments[2]);
        fmt::print("{} {} {}\n", sample.seconds, sample.cpu_seconds, sample.peak_kib);
        return 0;
    }
    if (count != 3) {
        fmt::print(stderr, "usage: bench_xlsx_export ROUNDS EXCELJS_SCRIPT (see bench/xlsx_export.sh)\n");
        return 2;
    }
    const auto rounds = parse_int(arguments[1]).value_or(3);
    const std::string peer = fmt::format("node '{}'", arguments[2]);
    const bench::ScratchFolder folder;
    bench::measure_apart(bench::this_program(), "make", folder.path());
    std::vector<Sample> query, stored, theirs;
    for (int round = 0; round < rounds; ++round) {
        query.push_back(bench::measure_apart(bench::this_program(), "query", folder.path()));
        stored.push_back(bench::measure_apart(bench::this_program(), "stored", folder.path()));
        theirs.push_back(bench::measure_apart(peer, "exceljs", folder.path()));
    }
    fmt::print("{:<32} {:>9} {:>9} {:>9} {:>11} {:>11}\n", "1,000,000 x 8 to XLSX", "seconds", "cpu s",
               "peak MB", "vs exceljs", "memory");
    for (const auto& [label, samples] :
         {std::pair("presstime, from DuckDB", &query), std::pair("presstime, from a stored result", &stored),
          std::pair("exceljs, streaming, no database", &theirs)})
        fmt::print("{:<32} {:>9.2f} {:>9.2f} {:>9.0f} {:>10.2f}x {:>9}{:.1f}\n", label,
                   bench::median_seconds(*samples), bench::median_cpu(*samples),
                   bench::median_peak_mib(*samples),
                   bench::median_seconds(theirs) / bench::median_seconds(*samples), "1/",
                   bench::median_peak_mib(theirs) / bench::median_peak_mib(*samples));
    fmt::print("files {} and {}; medians of {} interleaved rounds\n",
               format_bytes(fs::file_size(folder.path() / "ours.xlsx")),
               format_bytes(fs::file_size(folder.path() / "exceljs.xlsx")), rounds);
    return 0;
}
