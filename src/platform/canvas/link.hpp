// The attribute text of a PDF link, in the quoting that cairo's tags parse.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace presstime::canvas {

// The page that "#3" leads to, in a document of so many; nothing for another link.
std::optional<int> linked_page(std::string_view link, int page_count);

// Links go to pages by name: by number, cairo loses those to pages that come later.
std::string page_name(int page);

// Percent-encoded where it needs to be; empty for anything but http, https and mailto.
std::string safe_url(std::string_view url);
// A safe URL as a string of a PDF.
std::string pdf_url(std::string_view url);

// "uri='https://...'" for http, https and mailto, "dest='page 3'" for "#3"; empty for anything else, which is
// then no link.
std::string link_attributes(std::string_view link, int page_count);

} // namespace presstime::canvas
