// A whole PDF file written without cairo, which plays every page twice and packs slowly.
// What it cannot draw is said, and cairo draws the document then.
#pragma once

#include "platform/canvas/canvas.hpp"

#include <optional>

namespace presstime::canvas {

struct PdfDocument {
    std::string bytes;
    DrawReport report;
};

// Equal pages and `created_at` give equal bytes. Nothing when the pages have something that only cairo draws
// (see PdfPlayer). Errors: give_up when the deadline has passed.
Result<std::optional<PdfDocument>> make_pdf(const PageList& pages, Instant created_at, Deadline deadline);

// Letters, digits and hyphens (BCP 47); empty when it is none.
std::string language_tag(std::string_view language);

} // namespace presstime::canvas
