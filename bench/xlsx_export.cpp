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

int main(int count, char** arguments)
{
    if (count == 3 && std::string_view(arguments[1]) == "ours") {
        Sample sample;
        bench::export_orders(arguments[2], {"xlsx", 1, bench::By::query}, sample);
        fmt::print("{} {} {}\n", sample.seconds, sample.cpu_seconds, bench::status_kib("VmHWM"));
        return 0;
    }
    if (count != 3) {
        fmt::print(stderr, "usage: bench_xlsx_export ROUNDS EXCELJS_SCRIPT (see bench/xlsx_export.sh)\n");
        return 2;
    }
    const auto rounds = parse_int(arguments[1]).value_or(3);
    const std::string peer = fmt::format("node '{}'", arguments[2]);
    const bench::ScratchFolder folder;
    bench::make_orders(folder.path());
    std::vector<Sample> ours, theirs;
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(bench::measure_apart(bench::this_program(), "ours", folder.path()));
        theirs.push_back(bench::measure_apart(peer, "exceljs", folder.path()));
    }
    fmt::print("{:<28} {:>9} {:>9} {:>9}\n", "1,000,000 x 8 to XLSX", "seconds", "cpu s", "peak MB");
    for (const auto& [label, samples] :
         {std::pair("presstime", &ours), std::pair("exceljs, streaming", &theirs)})
        fmt::print("{:<28} {:>9.2f} {:>9.2f} {:>9.0f}\n", label, bench::median_seconds(*samples),
                   bench::median_cpu(*samples), bench::median_peak_mib(*samples));
    fmt::print(
        "ratio: {:.2f}x in time, 1/{:.1f} in memory; files {} and {}; medians of {} interleaved rounds\n",
        bench::median_seconds(theirs) / bench::median_seconds(ours),
        bench::median_peak_mib(theirs) / bench::median_peak_mib(ours),
        format_bytes(fs::file_size(folder.path() / "ours.xlsx")),
        format_bytes(fs::file_size(folder.path() / "exceljs.xlsx")), rounds);
    return 0;
}
