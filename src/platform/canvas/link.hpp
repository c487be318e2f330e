// The attribute text of a PDF link, in the quoting that cairo's tags parse.
#pragma once

#include <string>
#include <string_view>

namespace presstime::canvas {

// "uri='https://...'" for http, https and mailto; empty for anything else, which is then no link.
std::string link_attributes(std::string_view url);

} // namespace presstime::canvas
