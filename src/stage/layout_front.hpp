// The pages before the widgets: a cover, and the contents with the page of each titled widget. Made when the
// widgets are set, for only then their pages are known.
#pragma once

#include "stage/layout_sheet.hpp"

#include <vector>

namespace presstime::stage {

// Whether there will be any, so that the pages after it begin without a title of their own.
bool has_front_matter(const RenderInput& input);

// `body` are the entries of the widgets' pages, counted from 1 without the front matter.
FrontMatter set_front_matter(const LayoutContext& context, const std::vector<Notice>& notices,
                             const std::vector<OutlineEntry>& body);

} // namespace presstime::stage
