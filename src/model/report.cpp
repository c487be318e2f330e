// Whose rows a report shows.
#include "model/report.hpp"

#include <fmt/format.h>

namespace presstime {

Result<std::optional<SecurityContext>> security_of(const Report& report)
{
    if (report.run_as == RunAs::viewer && !report.data_access)
        return fail(
            Error::give_up(fmt::format("report {} shows the rows of a viewer (run_as) and has no filters of "
                                       "one; give it data_access, or run_as owner",
                                       report.id)));
    return report.data_access;
}

} // namespace presstime
