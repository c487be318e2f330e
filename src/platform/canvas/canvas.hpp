// Plays finished pages onto PDF or PNG, and measures text with the very fonts
// it will be drawn in. It decides nothing about where things stand: that is
// layout's. Fonts are Inter and, by script, Noto; they must be installed.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "model/page_list.hpp"

#include <functional>
#include <string_view>

namespace presstime {

// Where the bytes go; an error stops the drawing and is what write_pdf or write_png returns.
using ByteWriter = std::function<Result<>(std::string_view bytes)>;

// The calling thread's own measure, made on first use and kept for the thread's life with its cache of shaped
// text. Never hand it to another thread. Invalid UTF-8 is measured and drawn as U+FFFD.
TextMeasure& text_measure_of_this_thread();

// Fails with the sentence that says how to mend it when Inter is not installed: for start-up and doctor.
Result<> check_fonts();

// Equal pages and `created_at` give equal bytes. Errors: give_up (deadline passed, a page cairo refuses) or
// what the writer returned.
Result<> write_pdf(const PageList& pages, Instant created_at, const ByteWriter& writer, Deadline deadline);

inline constexpr int kMaxPngSide_px = 32'000; // cairo refuses 32,768

// One page at `scale` pixels a point on white. `too_large` beyond kMaxPngSide_px.
Result<> write_png(const Page& page, double scale, const ByteWriter& writer, Deadline deadline);

} // namespace presstime
