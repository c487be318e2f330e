// Words. A glyph says what it means through its font; a cluster that no single glyph says carries its text
// itself (PDF 1.7, 14.9.4).
#include "platform/canvas/pdf_player.hpp"

#include "platform/canvas/drawable.hpp"
#include "platform/canvas/link.hpp"
#include "platform/canvas/text_clip.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace presstime::canvas {
namespace {

// Glyphs on one baseline, written as one array of strings and shifts.
class GlyphArray {
public:
    GlyphArray(PdfContent& content, double size) : content_(content), size_(size) {}

    // Opens the array with the pen at 0.
    void start(Point at, double angle)
    {
        const double c = std::cos(angle), s = std::sin(angle);
        content_.number(c, 4);
        content_.number(-s, 4);
        content_.number(-s, 4);
        content_.number(-c, 4);
        content_.number(at.x);
        content_.number(at.y);
        content_.put("Tm\n[(");
        pen_ = 0;
    }

    void add(unsigned long glyph, double x, int advance)
    {
        const auto shift = std::llround((pen_ - x) / size_ * 1000);
        if (shift != 0) {
            content_.put(")");
            content_.number(static_cast<double>(shift), 0);
            content_.put("(");
            pen_ -= static_cast<double>(shift) * size_ / 1000;
        }
        add_byte(static_cast<char>(glyph >> 8 & 255));
        add_byte(static_cast<char>(glyph & 255));
        pen_ += advance * size_ / 1000;
    }

    void end() { content_.put(")]TJ\n"); }

private:
    void add_byte(char byte)
    {
        switch (byte) {
        case '(':
        case ')':
        case '\\':
            content_.put("\\");
            break;
        case '\r': // would be read as a line feed
            content_.put("\\r");
            return;
        default:
            break;
        }
        content_.put({&byte, 1});
    }

    PdfContent& content_;
    double size_;
    double pen_ = 0;
};

bool is_plain(const cairo_matrix_t& matrix)
{
    return matrix.xy == 0 && matrix.yx == 0 && matrix.xx == matrix.yy && matrix.xx > 0;
}

} // namespace

void PdfPlayer::operator()(const DrawText& command)
{
    if (!is_drawable_text(command)) {
        return;
    }
    const std::string text = clipped_text(command, context_);
    const ShapedText& shaped = context_.shape(text, command.style);
    missing_.insert(shaped.missing.begin(), shaped.missing.end());
    const double shift = command.align == TextAlign::right    ? shaped.width
                         : command.align == TextAlign::center ? shaped.width / 2
                                                              : 0;
    const double angle = command.angle * std::numbers::pi / 180;
    const Point at{command.at.x - shift * std::cos(angle), command.at.y + shift * std::sin(angle)};
    begin_text();
    content_.fill_color(command.style.color);
    for (const GlyphRun& run : shaped.runs) {
        sound_ = sound_ && show(run, at, angle);
    }
    if (!command.link.empty()) {
        const double size = command.style.size;
        add_link(command.link, {at.x, at.y - 0.95 * size, shaped.width, 1.2 * size});
    }
}

bool PdfPlayer::show(const GlyphRun& run, Point at, double angle)
{
    if (run.glyphs.empty()) {
        return true;
    }
    PdfFont* font = run.pictures || !is_plain(run.font_matrix) ? nullptr : fonts_.find(run.face);
    if (font == nullptr) {
        return false;
    }
    content_.font(font->number(), run.font_matrix.xx);
    show_glyphs(run, *font, at, angle);
    return true;
}

void PdfPlayer::show_glyphs(const GlyphRun& run, PdfFont& font, Point at, double angle)
{
    const bool backward = run.cluster_flags == CAIRO_TEXT_CLUSTER_FLAG_BACKWARD;
    const std::size_t count = run.clusters.size();
    std::size_t byte = backward ? run.text.size() : 0, next = 0;
    GlyphArray array(content_, run.font_matrix.xx);
    bool open = false;
    Point origin;
    const auto place = [&](const cairo_glyph_t& glyph) {
        if (open && glyph.y == origin.y) {
            return;
        }
        if (open) {
            array.end();
        }
        open = true;
        origin = {glyph.x, glyph.y};
        array.start({at.x + glyph.x * std::cos(angle) + glyph.y * std::sin(angle),
                     at.y - glyph.x * std::sin(angle) + glyph.y * std::cos(angle)},
                    angle);
    };
    for (std::size_t i = 0; i < count; ++i) { // as they stand on the page, from the left
        const cairo_text_cluster_t& cluster = run.clusters[backward ? count - 1 - i : i];
        const auto bytes = static_cast<std::size_t>(cluster.num_bytes);
        byte -= backward ? bytes : 0;
        const std::string_view text = std::string_view(run.text).substr(byte, bytes);
        byte += backward ? 0 : bytes;
        const bool says_itself = cluster.num_glyphs == 1 && font.means(run.glyphs[next].index, text);
        if (!says_itself && cluster.num_glyphs > 0) {
            if (open) {
                array.end();
                open = false;
            }
            content_.put("/Span << /ActualText " + pdf_string(text) + " >> BDC\n");
        }
        for (int part = 0; part < cluster.num_glyphs; ++part, ++next) {
            const cairo_glyph_t& glyph = run.glyphs[next];
            place(glyph);
            array.add(glyph.index, glyph.x - origin.x, font.advance(glyph.index));
        }
        if (!says_itself && cluster.num_glyphs > 0) {
            array.end();
            open = false;
            content_.put("EMC\n");
        }
    }
    if (open) {
        array.end();
    }
}

void PdfPlayer::add_link(const std::string& link, const Box& box)
{
    std::string target;
    if (const std::optional<int> page = linked_page(link, page_count_)) {
        target = fmt::format("/Dest ({})", page_name(*page));
    } else if (const std::string url = safe_url(link); !url.empty()) {
        target = fmt::format("/A << /Type /Action /S /URI /URI {} >>", pdf_url(url));
    } else {
        return;
    }
    annotations_ += fmt::format(
        "{} 0 R ", file_.put(fmt::format("<< /Type /Annot /Subtype /Link /Rect [{:.2f} {:.2f} {:.2f} {:.2f}] "
                                         "/Border [0 0 0] /F 4 {} >>",
                                         box.x, page_height_ - box.bottom(), box.right(),
                                         page_height_ - box.y, target)));
}

} // namespace presstime::canvas
