// Office Open XML workbooks (.xlsx, .xlsm, .xltx; ECMA-376 Part 1, section 18, in both its namespaces): the
// sheets and their cells, streamed row by row. Nothing in a workbook is run: a formula's stored value counts.
//
// Errors are sentences for the person who brought the file: `invalid("file")` for what is no such workbook or
// broken, with what to do; `too_large("file")` for what is over a limit, naming it. None names the file
// itself.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

constexpr std::uint32_t kMostSheetColumns = 16'384;
constexpr std::uint32_t kMostSheetRows = 1'048'576;

struct WorkbookLimits {
    std::uint64_t unpacked_bytes = 3ULL << 30; // of all parts read, each reading counted
    std::uint64_t parts = 10'000;              // of the archive
    std::uint64_t shared_texts = 4'000'000;
    std::uint64_t shared_bytes = 256ULL << 20;
    std::uint64_t cell_bytes = 1ULL << 20; // of one text; a spreadsheet's own limit is 32,767 characters
    std::uint64_t cells = 40'000'000;      // that hold something, each reading counted
};

// Whether the file is for open_workbook() to look at: a zip archive or an OLE container.
bool looks_like_workbook(std::string_view first_bytes);

enum class CellKind : std::uint8_t { integer, real, boolean, date, timestamp, text, error };

// One that holds something; blank texts count as nothing.
struct SheetCell {
    std::uint32_t column = 0; // 0 = A
    CellKind kind = CellKind::text;
    // integer, real: the shortest decimal that reads back as the stored number; boolean: "true", "false";
    // date: "2026-04-21"; timestamp: "2026-04-21 13:00:00", with milliseconds when there are some; text: as
    // it stands, times of day "08:30:00" and durations "26:30:00" too; error: "#N/A".
    std::string text;
};

struct SheetEntry {
    std::string name; // "Orders"
    bool hidden = false;
};

class Workbook {
public:
    // Called for each row that has a cell, in the file's order; `number` counts from 1. Cells by column.
    using TakeRow = std::function<Result<>(std::uint32_t number, std::span<const SheetCell> cells)>;

    static Result<Workbook> open(const std::filesystem::path& path, const WorkbookLimits& limits = {});
    Workbook(Workbook&&) noexcept;
    Workbook& operator=(Workbook&&) noexcept;
    ~Workbook();

    // Of cells, in the order of the tabs; sheets of charts alone are left out.
    const std::vector<SheetEntry>& sheets() const;
    Result<> read(std::size_t sheet, const TakeRow& take);

private:
    struct Parts;
    explicit Workbook(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

// "A", "Z", "AA", "XFD".
std::string column_letters(std::uint32_t column);

} // namespace presstime
