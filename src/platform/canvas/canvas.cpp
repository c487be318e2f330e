// PDF by cairo. Every date is the caller's and nothing random enters, so equal pages give equal bytes.
#include "platform/canvas/canvas.hpp"

#include "base/text.hpp"
#include "platform/canvas/byte_stream.hpp"
#include "platform/canvas/font_context.hpp"
#include "platform/canvas/link.hpp"
#include "platform/canvas/paper.hpp"
#include "platform/canvas/pdf_document.hpp"
#include "platform/canvas/pdf_finish.hpp"
#include "platform/canvas/player.hpp"

#include <cairo-pdf.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace presstime {
namespace {

using canvas::ByteStream;
using canvas::CairoHandle;
using canvas::check_deadline;
using canvas::check_status;
using canvas::FontContext;
using canvas::kWhite;
using canvas::paint_paper;
using canvas::Player;
using canvas::SurfaceHandle;

// What cairo takes as UTF-8 text: valid, of characters alone, without a NUL.
std::string metadata_text(std::string_view text)
{
    std::string valid = repair_utf8(clip_utf8(text, 2000));
    std::erase(valid, '\0');
    replace_noncharacters(valid);
    return valid;
}

void set_metadata(cairo_surface_t* surface, const PageList& pages, Instant created_at)
{
    // cairo reads whole seconds alone.
    const std::string date = format_rfc3339(std::chrono::floor<std::chrono::seconds>(created_at));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, metadata_text(pages.title).c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, metadata_text(pages.author).c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Presstime");
}

void add_outline(cairo_surface_t* surface, const PageList& pages)
{
    const int page_count = static_cast<int>(pages.pages.size());
    for (const OutlineEntry& entry : pages.outline) {
        if (entry.page < 1 || entry.page > page_count || entry.title.empty()) {
            continue;
        }
        const std::string target = fmt::format("page={} pos=[0 {:.2f}]", entry.page, std::max(0.0, entry.y));
        cairo_pdf_surface_add_outline(surface, CAIRO_PDF_OUTLINE_ROOT, metadata_text(entry.title).c_str(),
                                      target.c_str(), cairo_pdf_outline_flags_t{});
    }
}

std::set<int> linked_pages(const PageList& pages)
{
    std::set<int> linked;
    for (const Page& page : pages.pages) {
        for (const DrawCommand& command : page.drawing) {
            const auto* text = std::get_if<DrawText>(&command);
            if (text != nullptr && !text->link.empty()) {
                if (const auto to = canvas::linked_page(text->link, static_cast<int>(pages.pages.size()))) {
                    linked.insert(*to);
                }
            }
        }
    }
    return linked;
}

void name_page(cairo_t* cairo, int page)
{
    cairo_tag_begin(cairo, CAIRO_TAG_DEST, fmt::format("name='{}'", canvas::page_name(page)).c_str());
    cairo_tag_end(cairo, CAIRO_TAG_DEST);
}

} // namespace

TextMeasure& text_measure_of_this_thread(std::string_view family)
{
    return FontContext::of_this_thread(family);
}

PictureStyle picture_style(const PageList& pages, double scale)
{
    return {pages.font_family, pages.language, pages.paper, scale};
}

Result<DrawReport> write_pdf(const PageList& pages, Instant created_at, const ByteWriter& writer,
                             Deadline deadline)
{
    if (pages.pages.empty()) {
        return fail(Error::give_up("there is no page to draw"));
    }
    if (const std::optional<canvas::PdfDocument> made = TRY(canvas::make_pdf(pages, created_at, deadline))) {
        TRY(writer(made->bytes));
        return made->report;
    }
    std::string file; // held whole for finish_pdf: 8 KB a page
    const ByteWriter hold = [&file](std::string_view bytes) -> Result<> {
        file.append(bytes);
        return {};
    };
    ByteStream stream(hold);
    const Page& first = pages.pages.front();
    const SurfaceHandle surface(
        cairo_pdf_surface_create_for_stream(&ByteStream::write, &stream, first.width, first.height));
    TRY(check_status(cairo_surface_status(surface.get()), "The PDF"));
    set_metadata(surface.get(), pages, created_at);
    add_outline(surface.get(), pages);
    const CairoHandle cairo(cairo_create(surface.get()));
    FontContext& fonts = FontContext::of_this_thread(pages.font_family, pages.language);
    Player player(cairo.get(), fonts, canvas::Medium::document);
    player.set_document(static_cast<int>(pages.pages.size()), canvas::table_tags_of(pages));
    const std::set<int> linked = linked_pages(pages);
    int number = 0;
    for (const Page& page : pages.pages) {
        TRY(check_deadline(deadline));
        cairo_pdf_surface_set_size(surface.get(), page.width, page.height);
        if (linked.contains(++number)) {
            name_page(cairo.get(), number);
        }
        if (!(pages.paper == kWhite)) {
            paint_paper(cairo.get(), pages.paper);
        }
        TRY(player.play(page.drawing));
        cairo_show_page(cairo.get());
    }
    cairo_surface_finish(surface.get());
    TRY(check_status(cairo_surface_status(surface.get()), "The PDF"));
    TRY(canvas::finish_pdf(file, {canvas::language_tag(pages.language), player.figures()}, writer));
    return DrawReport{canvas::to_text(player.missing_glyphs())};
}

} // namespace presstime
