// Which structure elements (PDF 1.7, 14.8.4) tags become. Cells and rows cost a PDF 7 us and a hundred bytes
// each before packing, half as much again as drawing them: beyond kMaxTaggedCells the tables are tagged as
// wholes.
#pragma once

#include "model/page_list.hpp"

#include <algorithm>
#include <array>

namespace presstime::canvas {

inline constexpr int kMaxTaggedCells = 5'000;

enum class TableTags { cells, whole };

// Null of what becomes no element.
inline const char* element_name(const BeginTag& tag, TableTags tables)
{
    static constexpr std::array kHeadings = {"H1", "H2", "H3", "H4", "H5", "H6"};
    const bool cells = tables == TableTags::cells;
    switch (tag.tag) {
    case Tag::heading:
        return kHeadings[static_cast<std::size_t>(std::clamp(tag.level, 1, 6) - 1)];
    case Tag::paragraph:
        return "P";
    case Tag::table:
        return "Table";
    case Tag::table_row:
        return cells ? "TR" : nullptr;
    case Tag::table_header:
        return cells ? "TH" : nullptr;
    case Tag::table_cell:
        return cells ? "TD" : nullptr;
    case Tag::figure:
        return "Figure";
    case Tag::artifact:
        break;
    }
    return nullptr;
}

inline TableTags table_tags_of(const PageList& pages)
{
    int cells = 0;
    for (const Page& page : pages.pages) {
        for (const DrawCommand& command : page.drawing) {
            const auto* tag = std::get_if<BeginTag>(&command);
            const bool cell =
                tag != nullptr && (tag->tag == Tag::table_cell || tag->tag == Tag::table_header);
            if (cell && ++cells > kMaxTaggedCells) {
                return TableTags::whole;
            }
        }
    }
    return TableTags::cells;
}

} // namespace presstime::canvas
