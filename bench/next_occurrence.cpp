// Prints, per schedule of a list (name, zone, cron by tabs), the nanoseconds one next() takes: the chain of
// occurrences from 2026 on, started again when it reaches 2036; the best of five rounds.
#include "base/text.hpp"
#include "calendar/occurrences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <limits>

namespace {

using namespace presstime;

constexpr int kCallsPerRound = 1'000'000;
constexpr int kRounds = 5;

double measure_ns(const Recurrence& recurrence)
{
    const Instant start = parse_rfc3339("2026-01-01T00:00:00Z").value();
    const Instant end = parse_rfc3339("2036-01-01T00:00:00Z").value();
    double best = std::numeric_limits<double>::max();
    for (int round = 0; round < kRounds; ++round) {
        Instant instant = start;
        auto begin = std::chrono::steady_clock::now();
        for (int call = 0; call < kCallsPerRound; ++call) {
            instant = recurrence.next(instant).value_or(start);
            if (instant >= end)
                instant = start;
        }
        std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - begin;
        best = std::min(best, elapsed.count() / kCallsPerRound);
    }
    return best;
}

} // namespace

int main(int count, char** arguments)
{
    std::ifstream list(count == 2 ? arguments[1] : "");
    if (!list) {
        std::fputs("usage: bench_next_occurrence SCHEDULES.tsv\n", stderr);
        return 2;
    }
    for (std::string line; std::getline(list, line);) {
        auto columns = presstime::split(line, '\t');
        if (columns.size() != 3)
            continue;
        Schedule schedule;
        schedule.kind = ScheduleKind::cron;
        schedule.timezone = columns[1];
        schedule.cron = columns[2];
        auto recurrence = Recurrence::compile(schedule);
        if (!recurrence) {
            fmt::print(stderr, "{}: {}\n", columns[0], recurrence.error().message);
            return 1;
        }
        fmt::print("{}\t{:.1f}\n", columns[0], measure_ns(*recurrence));
    }
    return 0;
}
