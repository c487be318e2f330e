// The readable dump of finished pages: what golden tests of the layout compare instead of PDF or PNG bytes.
#include "model/page_list.hpp"

#include <fmt/format.h>

namespace presstime {

std::string to_dump(const PageList& pages)
{
    std::string out =
        fmt::format("title \"{}\" author \"{}\" language {}\n", pages.title, pages.author, pages.language);
    out += fmt::format("rows {} of {}, {}\n", pages.rows_shown, pages.rows_in_result,
                       pages.complete ? "complete" : "cut");
    if (pages.failed_widgets > 0 || pages.empty_widgets > 0) {
        out += fmt::format("widgets failed {}, empty {}\n", pages.failed_widgets, pages.empty_widgets);
    }
    if (!pages.note.empty()) {
        out += "note " + pages.note + "\n";
    }
    for (const OutlineEntry& entry : pages.outline) {
        out += fmt::format("outline \"{}\" page {} at {:.2f}\n", entry.title, entry.page, entry.y);
    }
    for (std::size_t i = 0; i < pages.pages.size(); ++i) {
        const Page& page = pages.pages[i];
        out += fmt::format("page {} {:.2f}x{:.2f}\n", i + 1, page.width, page.height);
        out += to_dump(page.drawing);
    }
    return out;
}

} // namespace presstime
