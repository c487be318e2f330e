// Blocks by their first characters, then spans within each. What is not understood stays as it was written.
#include "stage/markdown.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cctype>

namespace presstime::stage {
namespace {

void add_text(std::vector<MarkdownSpan>& spans, std::string_view text, FontWeight weight,
              std::string_view link = {})
{
    if (text.empty()) {
        return;
    }
    if (!spans.empty() && spans.back().weight == weight && spans.back().link == link) {
        spans.back().text += text;
        return;
    }
    spans.push_back({std::string(text), weight, std::string(link)});
}

// "**" or "*" that opens or closes a stress at `at`: its length, or 0 for a star that is only a star. It
// opens before a letter when its like follows, and closes behind one.
std::size_t stress_length(std::string_view text, std::size_t at, FontWeight weight)
{
    const std::string_view rest = text.substr(at);
    const std::string_view marker = rest.substr(0, rest.starts_with("**") ? 2 : 1);
    if (!rest.starts_with('*')) {
        return 0;
    }
    const FontWeight means = marker.size() == 2 ? FontWeight::semibold : FontWeight::medium;
    if (weight == means) {
        return marker.size();
    }
    const bool before_word = rest.size() > marker.size() && rest[marker.size()] != ' ';
    const bool closes = rest.find(marker, marker.size() + 1) != std::string_view::npos;
    return weight == FontWeight::regular && before_word && closes ? marker.size() : 0;
}

// "[text](url)" at the start of `text`: its length, or 0. Longer than any link is not one, so that brackets
// that never close cost little.
std::size_t link_length(std::string_view text)
{
    constexpr std::size_t kMaxLinkBytes = 4096;
    if (!text.starts_with('[')) {
        return 0;
    }
    text = text.substr(0, kMaxLinkBytes);
    const std::size_t close = text.find("](");
    const std::size_t end = close == std::string_view::npos ? close : text.find(')', close);
    return end == std::string_view::npos ? 0 : end + 1;
}

std::vector<MarkdownSpan> parse_spans(std::string_view text)
{
    std::vector<MarkdownSpan> spans;
    FontWeight weight = FontWeight::regular;
    std::size_t plain = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::string_view rest = text.substr(at);
        if (const std::size_t stress = stress_length(text, at, weight); stress > 0) {
            add_text(spans, text.substr(plain, at - plain), weight);
            const FontWeight means = stress == 2 ? FontWeight::semibold : FontWeight::medium;
            weight = weight == means ? FontWeight::regular : means;
            at += stress;
            plain = at;
        } else if (const std::size_t link = link_length(rest); link > 0) {
            add_text(spans, text.substr(plain, at - plain), weight);
            const std::size_t middle = rest.find("](");
            add_text(spans, rest.substr(1, middle - 1), weight, rest.substr(middle + 2, link - middle - 3));
            at += link;
            plain = at;
        } else {
            ++at;
        }
    }
    add_text(spans, text.substr(plain), weight);
    return spans;
}

// "- ", "* " or "12. " at the start: the marker's length without the space, or 0.
std::size_t marker_length(std::string_view line)
{
    if (line.starts_with("- ") || line.starts_with("* ")) {
        return 1;
    }
    std::size_t digits = 0;
    while (digits < line.size() && digits < 4 &&
           std::isdigit(static_cast<unsigned char>(line[digits])) != 0) {
        ++digits;
    }
    return digits > 0 && line.substr(digits).starts_with(". ") ? digits + 1 : 0;
}

int heading_level(std::string_view line)
{
    const std::size_t hashes = std::min(line.find_first_not_of('#'), line.size());
    return hashes >= 1 && hashes <= 6 && line.substr(hashes).starts_with(' ')
               ? static_cast<int>(std::min<std::size_t>(hashes, 3))
               : 0;
}

class BlockReader {
public:
    std::vector<MarkdownBlock> read(std::string_view text)
    {
        for (const std::string_view line : split(text, '\n')) {
            read_line(line);
        }
        close();
        return std::move(blocks_);
    }

private:
    void read_line(std::string_view line)
    {
        const std::string_view bare = trim(line);
        const std::size_t indent = line.find_first_not_of(" \t");
        if (bare.empty()) {
            close();
        } else if (const int level = heading_level(bare); level > 0) {
            close();
            blocks_.push_back(
                {MarkdownKind::heading, level, "", parse_spans(trim(bare.substr(bare.find(' '))))});
        } else if (const std::size_t marker = marker_length(bare); marker > 0) {
            close();
            open_ = MarkdownBlock{MarkdownKind::item,
                                  indent >= 2 ? 1 : 0,
                                  marker == 1 ? "•" : std::string(bare.substr(0, marker)),
                                  {}};
            gathered_ = trim(bare.substr(marker));
        } else {
            gathered_ += (gathered_.empty() ? "" : " ") + std::string(bare);
        }
    }

    void close()
    {
        if (!gathered_.empty()) {
            open_.spans = parse_spans(gathered_);
            blocks_.push_back(std::move(open_));
        }
        open_ = {};
        gathered_.clear();
    }

    std::vector<MarkdownBlock> blocks_;
    MarkdownBlock open_;
    std::string gathered_;
};

} // namespace

std::vector<MarkdownBlock> parse_markdown(std::string_view text)
{
    return BlockReader().read(repair_utf8(clip_utf8(text, kMaxMarkdownBytes)));
}

} // namespace presstime::stage
