// What a page may load: its own document, and addresses of the hosts its author named. Decides and fetches;
// answering the browser is page_session's.
#pragma once

#include "platform/browser/page_printer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::browser {

// The address the document itself is shown at; no such host exists (RFC 6761 section 6.4).
inline constexpr std::string_view kPageUrl = "https://report.invalid/";

class PageGuard {
public:
    PageGuard(const std::vector<std::string>& hosts, const ResourceFetcher& fetch)
        : hosts_(hosts), fetch_(fetch)
    {
    }

    // The resource at `url`, or a sentence that says why the page must do without it.
    Result<FetchedResource> load(const std::string& method, const std::string& url, const Deadline& deadline);

private:
    bool is_allowed(std::string_view url) const;

    const std::vector<std::string>& hosts_;
    const ResourceFetcher& fetch_;
    int loads_ = 0;
    std::size_t bytes_ = 0;
};

} // namespace presstime::browser
