// The flags of `render` as values: what is drawn is a report that nobody stored. Shape only; the dashboard is
// not known here.
#pragma once

#include "cli/arguments.hpp"
#include "model/report.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace presstime::cli {

struct RenderWish {
    std::string subject; // file or dashboard id
    std::string output;  // path, or "-" for standard output
    std::string widget;  // of format "svg" alone
    Report report;       // formats (one), paper, orientation, locale, parameters, schedule.timezone ...
    std::optional<std::string> theme;
    std::optional<std::string> theme_file;
    Instant as_of{};
    Period period{};
    std::map<std::string, std::string> connections; // name -> path
};

std::vector<Flag> render_flags();

// Errors are `invalid` with the flag as field. `now` is the --as-of that is not given.
Result<RenderWish> read_render_wish(const Arguments& arguments, Instant now);

} // namespace presstime::cli
