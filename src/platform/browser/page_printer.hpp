// A user's HTML as PDF or PNG: the narrow interface behind which the browser stands. It knows no report; what
// the page may load from the network is fetched by the given function, since the browser itself has none.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace presstime::browser {

enum class PrintFormat { pdf, png };

inline constexpr int kPictureWidth_px = 1'200;
inline constexpr int kMaxPictureSide_px = 32'000;

struct PrintJob {
    std::string html; // a whole document, UTF-8, at most kMaxHtmlBytes
    // "cdn.example.com" (ports 80 and 443) or "cdn.example.com:8443"; all others are refused.
    std::vector<std::string> hosts;
    PrintFormat format = PrintFormat::pdf;
    double paper_width_in = 8.27; // of a PDF, unless the page's own @page says otherwise
    double paper_height_in = 11.69;
    int scale = 1;        // of a picture: 1,200 CSS pixels become so many times more
    std::string locale;   // of the page's own scripts, BCP 47; empty = en-US
    std::string timezone; // of the page's own scripts, IANA; empty = UTC
};

inline constexpr std::size_t kMaxHtmlBytes = 64UL << 20;

struct PrintedPage {
    std::string bytes;
    // What went wrong without stopping the page, one sentence each: exceptions of its scripts, requests that
    // were refused or failed, a picture cut at kMaxPictureSide_px. Bounded.
    std::vector<std::string> problems;
};

class PagePrinter {
public:
    virtual ~PagePrinter() = default;
    // Safe from several threads. `give_up`: Chromium is not there (says how to mend it), the page shows
    // nothing, takes too long or too much memory; `retry`: the browser itself ended or is too busy.
    virtual Result<PrintedPage> print(const PrintJob& job, const Deadline& deadline) = 0;
};

struct FetchedResource {
    int status = 0;
    std::string content_type;
    std::string bytes;
};
// GETs one address for a page, without following redirects. Called with an http or https URL of an allowed
// host; whoever gives the function guards private addresses and bounds the answer.
using ResourceFetcher =
    std::function<Result<FetchedResource>(const std::string& url, const Deadline& deadline)>;

} // namespace presstime::browser
