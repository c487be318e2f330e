#include "platform/workbook/sheet_rows.hpp"

#include "base/text.hpp"
#include "platform/workbook/rich_text.hpp"
#include "platform/workbook/xml_part.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime {
namespace {

// "AB12" -> 27; nothing when it is no such place.
std::optional<std::uint32_t> column_of(std::string_view place)
{
    std::uint32_t column = 0;
    std::size_t letters = 0;
    for (; letters < place.size() && letters < 4; ++letters) {
        const char c = place[letters];
        if (c >= 'A' && c <= 'Z')
            column = column * 26 + static_cast<std::uint32_t>(c - 'A' + 1);
        else if (c >= 'a' && c <= 'z')
            column = column * 26 + static_cast<std::uint32_t>(c - 'a' + 1);
        else
            break;
    }
    return letters == 0 ? std::nullopt : std::optional(column - 1);
}

class SheetRows final : public XmlListener {
public:
    SheetRows(const CellSource& source, const WorkbookLimits& limits, CellBudget& budget,
              const Workbook::TakeRow& take)
        : source_(source), limits_(limits), budget_(budget), take_(take)
    {
    }

    void start(std::string_view name, const XmlAttributes& attributes) override
    {
        if (name == "sheetData")
            in_data_ = true;
        if (!in_data_)
            return;
        if (name == "row")
            begin_row(attributes);
        else if (name == "c")
            begin_cell(attributes);
        else if (name == "v" && in_cell_)
            in_value_ = true;
        else if (name == "is" && in_cell_)
            in_inline_ = true;
        else if (in_inline_)
            inline_.start(name, attributes);
    }

    void text(std::string_view bytes) override
    {
        if (in_value_)
            value_ += bytes;
        else if (in_inline_)
            inline_.text(bytes);
        if (value_.size() > limits_.cell_bytes || inline_.size() > limits_.cell_bytes)
            refuse(Error::too_large("file", fmt::format("row {} holds a text of more than {}", row_,
                                                        format_bytes(limits_.cell_bytes))));
    }

    void end(std::string_view name) override
    {
        if (name == "sheetData")
            in_data_ = false;
        else if (name == "v")
            in_value_ = false;
        else if (name == "is")
            in_inline_ = false;
        else if (in_inline_)
            inline_.end(name);
        else if (name == "c" && in_cell_)
            end_cell();
        else if (name == "row" && in_data_)
            end_row();
    }

private:
    void begin_row(const XmlAttributes& attributes)
    {
        const auto number = parse_int(attributes.get("r"));
        const std::int64_t row = std::max(number.value_or(0), std::int64_t{row_} + 1);
        if (row > kMostSheetRows)
            refuse(Error::too_large("file", fmt::format("a sheet has more than {} rows; split it",
                                                        format_count(kMostSheetRows))));
        row_ = static_cast<std::uint32_t>(row);
        next_column_ = 0;
        cells_.clear();
    }

    void begin_cell(const XmlAttributes& attributes)
    {
        column_ = column_of(attributes.get("r")).value_or(next_column_);
        if (column_ >= kMostSheetColumns)
            refuse(Error::too_large("file", fmt::format("row {} has more than {} columns", row_,
                                                        format_count(kMostSheetColumns))));
        next_column_ = column_ + 1;
        type_ = attributes.get("t");
        style_ = attributes.get("s");
        value_.clear();
        inline_ = {};
        in_cell_ = true;
    }

    void end_cell()
    {
        in_cell_ = false;
        if (type_ == "inlineStr" && value_.empty())
            value_ = inline_.take();
        Result<std::optional<SheetCell>> cell = value_of({type_, style_, value_}, source_);
        if (!cell)
            return refuse(std::move(cell).error());
        if (!*cell)
            return;
        if (++budget_.taken > budget_.most)
            return refuse(
                Error::too_large("file", fmt::format("the workbook has more than {} filled cells; "
                                                     "split it, or save its sheets as CSV",
                                                     format_count(static_cast<std::int64_t>(budget_.most)))));
        (*cell)->column = column_;
        in_order_ = in_order_ && (cells_.empty() || cells_.back().column < column_);
        cells_.push_back(std::move(**cell));
    }

    void end_row()
    {
        if (!in_order_) {
            std::ranges::stable_sort(cells_, {}, &SheetCell::column);
            // Of two in one place the first stands.
            const auto twice = std::ranges::unique(cells_, {}, &SheetCell::column);
            cells_.erase(twice.begin(), twice.end());
            in_order_ = true;
        }
        if (cells_.empty() || refusal())
            return;
        if (auto taken = take_(row_, cells_); !taken)
            refuse(std::move(taken).error());
        cells_.clear();
    }

    const CellSource& source_;
    const WorkbookLimits& limits_;
    CellBudget& budget_;
    const Workbook::TakeRow& take_;
    std::vector<SheetCell> cells_;
    std::string type_;
    std::string style_;
    std::string value_;
    RichText inline_;
    std::uint32_t row_ = 0;
    std::uint32_t column_ = 0;
    std::uint32_t next_column_ = 0;
    bool in_data_ = false;
    bool in_cell_ = false;
    bool in_value_ = false;
    bool in_inline_ = false;
    bool in_order_ = true;
};

} // namespace

Result<> read_sheet_rows(ZipParts& parts, const std::string& part, const CellSource& source,
                         const WorkbookLimits& limits, CellBudget& budget, const Workbook::TakeRow& take)
{
    SheetRows rows(source, limits, budget, take);
    return read_xml(parts, part, rows);
}

std::string column_letters(std::uint32_t column)
{
    std::string letters;
    for (std::uint64_t left = std::uint64_t{column} + 1; left > 0; left = (left - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
    return letters;
}

} // namespace presstime
