#include "base/fail_point.hpp"

#include "base/text.hpp"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>
#include <unistd.h>

namespace presstime {

namespace {

struct Armed {
    std::string name;
    std::int64_t at_passing = 1;
    std::atomic<std::int64_t> passings{0};
};

// Null unless the environment names a point; read once, at the first passing of any point.
Armed* armed_point()
{
    static Armed* armed = []() -> Armed* {
        const char* setting = std::getenv("PRESSTIME_FAIL_POINT");
        if (setting == nullptr || *setting == '\0')
            return nullptr;
        static Armed point;
        std::string_view text = setting;
        std::size_t colon = text.rfind(':');
        point.name = text.substr(0, colon);
        if (colon != std::string_view::npos)
            point.at_passing = parse_int(text.substr(colon + 1)).value_or(1);
        return &point;
    }();
    return armed;
}

} // namespace

void fail_point(std::string_view name)
{
    Armed* armed = armed_point();
    if (armed == nullptr || armed->name != name)
        return;
    if (armed->passings.fetch_add(1) + 1 == armed->at_passing)
        ::kill(::getpid(), SIGKILL);
}

} // namespace presstime
