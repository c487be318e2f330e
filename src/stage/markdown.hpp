// The small Markdown of text widgets: headings, paragraphs, bulleted and numbered lists, bold, emphasis, and
// links. Anything else is shown as it is written. Reads text into blocks; draws nothing.
#pragma once

#include "model/drawing.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::stage {

// A run of text of one look within a block.
struct MarkdownSpan {
    std::string text;
    FontWeight weight = FontWeight::regular; // **bold** is semibold, *emphasis* medium
    std::string link;

    bool operator==(const MarkdownSpan&) const = default;
};

enum class MarkdownKind { heading, paragraph, item };

struct MarkdownBlock {
    MarkdownKind kind = MarkdownKind::paragraph;
    int level = 0;      // heading: 1-3; item: how deep, from 0
    std::string marker; // item: "•" or "3."
    std::vector<MarkdownSpan> spans;
};

// At most kMaxMarkdownBytes are read.
inline constexpr std::size_t kMaxMarkdownBytes = 128 * 1024;
std::vector<MarkdownBlock> parse_markdown(std::string_view text);

} // namespace presstime::stage
