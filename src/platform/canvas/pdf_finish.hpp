// The last pass over cairo's PDF: adds what cairo 1.16 cannot say (the language, the words of figures) and
// packs the small objects into compressed object streams (ISO 32000-1, 7.5.7), for a tagged table has
// thousands.
#pragma once

#include "platform/canvas/canvas.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::canvas {

struct PdfExtras {
    std::string language;             // BCP 47, letters, digits and hyphens; empty = none
    std::vector<std::string> figures; // what each Figure element shows, in the order of the document
};

// Equal input gives equal bytes. A file that is not laid out as cairo does passes unchanged; errors are the
// writer's.
Result<> finish_pdf(std::string_view pdf, const PdfExtras& extras, const ByteWriter& writer);

} // namespace presstime::canvas
