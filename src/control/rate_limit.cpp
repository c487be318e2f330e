// Each name holds the instant at which its allowance is whole again (the generic cell rate algorithm).
#include "control/rate_limit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

constexpr std::size_t kMaxNames = 10'000;

} // namespace

Result<> RateLimit::take(const std::string& name, std::string_view doing, Instant now)
{
    return whole_again_.with([&](std::map<std::string, Instant>& table) -> Result<> {
        if (table.size() >= kMaxNames)
            std::erase_if(table, [&](const auto& entry) { return entry.second <= now; });
        const auto known = table.find(name);
        const Instant from = known == table.end() ? now : std::max(known->second, now);
        if (known == table.end() && table.size() >= kMaxNames)
            return fail(Error{ErrorKind::too_many,
                              fmt::format("{} is asked for too often by too many; wait a minute", doing),
                              {},
                              {}});
        if (from + step_ > now + step_ * count_) {
            const auto wait = std::chrono::ceil<std::chrono::seconds>(from + step_ - (now + step_ * count_));
            return fail(Error{
                ErrorKind::too_many,
                fmt::format("{} may be done {} times in a row; wait {} seconds", doing, count_, wait.count()),
                {},
                {}});
        }
        table[name] = from + step_;
        return {};
    });
}

} // namespace presstime::control
