// What a document says beside its pages: title and dates, outline, the names that links lead to, language.
#include "platform/canvas/pdf_document.hpp"

#include "base/text.hpp"
#include "platform/canvas/link.hpp"
#include "platform/canvas/paper.hpp"
#include "platform/canvas/pdf_player.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

namespace presstime::canvas {
namespace {

// "D:20261121114645Z", from "2026-11-21T11:46:45Z".
std::string pdf_date(Instant at)
{
    std::string out = "D:";
    for (const char c : format_rfc3339(std::chrono::floor<std::chrono::seconds>(at))) {
        if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
            out += c;
        }
    }
    return out.substr(0, 16) + "Z";
}

int put_info(PdfFile& file, const PageList& pages, Instant created_at)
{
    const std::string date = pdf_date(created_at);
    std::string info = fmt::format("<< /Creator (Presstime) /Producer (Presstime) /CreationDate ({0}) "
                                   "/ModDate ({0})",
                                   date);
    if (!pages.title.empty()) {
        info += " /Title " + pdf_string(pages.title);
    }
    if (!pages.author.empty()) {
        info += " /Author " + pdf_string(pages.author);
    }
    return file.put(info + " >>");
}

// A place on a page: `y` from its top.
std::string place_on(const PageList& pages, const std::vector<int>& numbers, int page, double y)
{
    const auto index = static_cast<std::size_t>(page) - 1;
    return fmt::format("[{} 0 R /XYZ 0 {:.2f} null]", numbers[index],
                       pages.pages[index].height - std::max(0.0, y));
}

std::string put_outline(PdfFile& file, const PageList& pages, const std::vector<int>& numbers)
{
    std::vector<const OutlineEntry*> entries;
    std::vector<int> items;
    for (const OutlineEntry& entry : pages.outline) {
        if (entry.page >= 1 && entry.page <= static_cast<int>(numbers.size()) && !entry.title.empty()) {
            entries.push_back(&entry);
            items.push_back(file.reserve());
        }
    }
    if (entries.empty()) {
        return {};
    }
    const int root = file.reserve();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        std::string body = fmt::format("<< /Title {} /Parent {} 0 R /Dest {}", pdf_string(entries[i]->title),
                                       root, place_on(pages, numbers, entries[i]->page, entries[i]->y));
        body += i > 0 ? fmt::format(" /Prev {} 0 R", items[i - 1]) : "";
        body += i + 1 < items.size() ? fmt::format(" /Next {} 0 R", items[i + 1]) : "";
        file.put(items[i], body + " >>");
    }
    file.put(root, fmt::format("<< /Type /Outlines /First {} 0 R /Last {} 0 R /Count {} >>", items.front(),
                               items.back(), items.size()));
    return fmt::format(" /Outlines {} 0 R", root);
}

// The pages that links lead to, by name and in the order of the names.
std::string put_names(PdfFile& file, const PageList& pages, const std::vector<int>& numbers)
{
    std::map<std::string, std::string> places;
    for (const Page& page : pages.pages) {
        for (const DrawCommand& command : page.drawing) {
            const auto* text = std::get_if<DrawText>(&command);
            if (text == nullptr || text->link.empty()) {
                continue;
            }
            if (const auto to = linked_page(text->link, static_cast<int>(numbers.size()))) {
                places.emplace(page_name(*to), place_on(pages, numbers, *to, 0));
            }
        }
    }
    if (places.empty()) {
        return {};
    }
    std::string names;
    for (const auto& [name, place] : places) {
        names += fmt::format("({}) {} ", name, place);
    }
    return fmt::format(" /Names << /Dests {} 0 R >>", file.put("<< /Names [" + names + "] >>"));
}

} // namespace

std::string language_tag(std::string_view language)
{
    const bool sound = language.size() <= 35 && std::ranges::all_of(language, [](unsigned char c) {
                           return std::isalnum(c) != 0 || c == '-';
                       });
    return sound ? std::string(language) : std::string();
}

Result<std::optional<PdfDocument>> make_pdf(const PageList& pages, Instant created_at, Deadline deadline)
{
    PdfFile file;
    PdfPlayer player(file, FontContext::of_this_thread(pages.font_family, pages.language), pages);
    for (const Page& page : pages.pages) {
        TRY(check_deadline(deadline));
        if (!player.play(page, pages.paper)) {
            return std::nullopt;
        }
    }
    const int tree = player.finish();
    if (tree == 0) {
        return std::nullopt;
    }
    std::string catalog =
        fmt::format("<< /Type /Catalog /Pages {} 0 R /ViewerPreferences << /DisplayDocTitle true >>", tree);
    catalog += player.structure().put();
    catalog += put_outline(file, pages, player.page_numbers());
    catalog += put_names(file, pages, player.page_numbers());
    if (const std::string language = language_tag(pages.language); !language.empty()) {
        catalog += fmt::format(" /Lang ({})", language);
    }
    const int root = file.put(catalog + " >>");
    const int info = put_info(file, pages, created_at);
    return PdfDocument{file.finish(root, info), {to_text(player.missing_glyphs())}};
}

} // namespace presstime::canvas
