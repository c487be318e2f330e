#include "platform/workbook/sheet_table.hpp"

#include "base/text.hpp"
#include "platform/workbook/sheet_survey.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <set>

namespace presstime {
namespace {

constexpr std::size_t kMostNamed = 3; // in one remark
constexpr std::size_t kFlushBytes = 1 << 20;
constexpr std::size_t kMostRowBytes = 16'000'000;

struct ChosenColumn {
    std::uint32_t place = 0; // in the sheet
    ColumnType type = ColumnType::text;
};

struct Plan {
    std::vector<Column> columns;
    std::vector<ChosenColumn> places;
    std::uint32_t header_row = 0;
    std::vector<std::string> remarks;
};

// "A, B, C and 4 more"
std::string some_of(const std::vector<std::string>& names)
{
    const std::vector<std::string> first(
        names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kMostNamed)));
    return names.size() <= kMostNamed
               ? join(first, ", ")
               : fmt::format("{} and {} more", join(first, ", "), names.size() - kMostNamed);
}

class Namer {
public:
    // `name`, or with a number behind it when another column has it.
    std::string unique(const std::string& name)
    {
        std::string tried = name;
        int& last = last_[to_lower_ascii(name)];
        for (last = std::max(last, 1); !taken_.insert(to_lower_ascii(tried)).second;)
            tried = fmt::format("{}_{}", name, ++last);
        return tried;
    }

private:
    std::set<std::string> taken_;
    std::map<std::string, int> last_; // the number last given, by name
};

Plan plan_of(const SheetSurvey& survey)
{
    Plan plan;
    plan.header_row = survey.header_row();
    std::vector<std::string> unnamed;
    std::vector<std::string> renamed;
    std::vector<std::string> mixed;
    Namer namer;
    for (std::uint32_t at = 0; at < survey.columns().size(); ++at) {
        const SurveyedColumn& column = survey.columns()[at];
        if (column.header.empty() && !column.holds_any)
            continue;
        const std::string wanted = column.header.empty() ? "Column " + column_letters(at) : column.header;
        const std::string name = namer.unique(wanted);
        const ColumnType type = column_type_of(column.kinds);
        if (column.header.empty())
            unnamed.push_back(name);
        else if (name != wanted)
            renamed.push_back(name);
        if (is_mixed(column.kinds))
            mixed.push_back(name);
        plan.columns.push_back({name, type});
        plan.places.push_back({at, type});
    }
    auto& remarks = plan.remarks;
    if (plan.header_row == 0)
        remarks.emplace_back("no row of names was found, so columns are called by their letters");
    else if (plan.header_row != survey.first_row())
        remarks.push_back(
            fmt::format("row {} is the header; what stands above it is left out", plan.header_row));
    if (!unnamed.empty() && plan.header_row != 0)
        remarks.push_back(fmt::format("columns without a name are called {}", some_of(unnamed)));
    if (!renamed.empty())
        remarks.push_back(fmt::format("names that stood twice became {}", some_of(renamed)));
    if (!mixed.empty())
        remarks.push_back(fmt::format("values of different kinds, kept as text: {}", some_of(mixed)));
    if (survey.errors() > 0)
        remarks.push_back(
            fmt::format("cells with an error such as #N/A are empty: {}", format_count(survey.errors())));
    return plan;
}

class RowsFile {
public:
    RowsFile(const SheetTableWish& wish, const Plan& plan)
        : wish_(wish), plan_(plan), file_(wish.rows_file, std::ios::binary)
    {
    }

    Result<> take(std::uint32_t number, std::span<const SheetCell> cells)
    {
        if (number <= plan_.header_row)
            return {};
        const std::size_t begin = buffer_.size();
        auto cell = cells.begin();
        for (std::size_t at = 0; at < plan_.places.size(); ++at) {
            if (at > 0)
                buffer_ += ',';
            while (cell != cells.end() && cell->column < plan_.places[at].place)
                ++cell;
            if (cell != cells.end() && cell->column == plan_.places[at].place &&
                cell->kind != CellKind::error)
                add(*cell, plan_.places[at].type);
        }
        buffer_ += '\n';
        if (buffer_.size() - begin > kMostRowBytes)
            return fail(Error::too_large(
                "file", fmt::format("row {} takes more than {}", number, format_bytes(kMostRowBytes))));
        return buffer_.size() < kFlushBytes ? Result<>() : flush();
    }

    Result<> finish()
    {
        TRY(flush());
        file_.close();
        return file_ ? Result<>() : fail(no_room());
    }

private:
    static Error no_room() { return Error::retry("there is no room to unpack the workbook in"); }

    void add(const SheetCell& cell, ColumnType type)
    {
        if (type != ColumnType::text) {
            buffer_ += cell.text;
            return;
        }
        buffer_ += '"';
        for (const char c : cell.text) {
            if (c == '"')
                buffer_ += '"';
            buffer_ += c;
        }
        buffer_ += '"';
    }

    Result<> flush()
    {
        written_ += buffer_.size();
        if (written_ > wish_.most_bytes)
            return fail(
                Error::too_large("file", fmt::format("the rows of a sheet take more than {}; split it",
                                                     format_bytes(wish_.most_bytes))));
        file_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
        buffer_.clear();
        return file_ ? Result<>() : fail(no_room());
    }

    const SheetTableWish& wish_;
    const Plan& plan_;
    std::ofstream file_;
    std::string buffer_;
    std::uint64_t written_ = 0;
};

} // namespace

Result<std::optional<SheetTable>> make_sheet_table(Workbook& workbook, const SheetTableWish& wish)
{
    SheetSurvey survey;
    TRY(workbook.read(wish.sheet, [&](std::uint32_t number, std::span<const SheetCell> cells) -> Result<> {
        survey.take(number, cells);
        return {};
    }));
    survey.finish();
    Plan plan = plan_of(survey);
    if (plan.columns.empty())
        return std::optional<SheetTable>();
    if (plan.columns.size() > kMostTableColumns)
        return fail(
            Error::too_large("file", fmt::format("more than {} columns hold something; split the sheet",
                                                 format_count(kMostTableColumns))));
    RowsFile rows(wish, plan);
    TRY(workbook.read(wish.sheet, [&](std::uint32_t number, std::span<const SheetCell> cells) {
        return rows.take(number, cells);
    }));
    TRY(rows.finish());
    return std::optional(SheetTable{std::move(plan.columns), survey.rows(), std::move(plan.remarks)});
}

} // namespace presstime
