// An uploaded workbook as tables: each visible sheet that holds something becomes a typed file.
#pragma once

#include "base/result.hpp"
#include "control/schema_reader.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace presstime::control {

constexpr std::size_t kMostTableSheets = 100;

struct SheetFile {
    std::string sheet;          // "Orders"
    std::filesystem::path file; // Parquet
    std::string note; // what was made of the sheet: "row 3 is the header; what stands above it is left out"
};

struct WorkbookTables {
    std::vector<SheetFile> sheets; // one at least, in the order of the tabs
    std::string note;              // which sheets were left out, and why
};

// Writes into `aside`. Errors name `shown_name` and the sheet.
Result<WorkbookTables> make_workbook_tables(const std::filesystem::path& workbook,
                                            const std::string& shown_name, const std::filesystem::path& aside,
                                            SchemaReader& reader);

// Names of tables for those sheets of a workbook called `stem`: its own for a single one, with the sheet's
// behind it otherwise; each once, whatever the case.
std::vector<std::string> sheet_table_names(const std::string& stem, const std::vector<SheetFile>& sheets);

} // namespace presstime::control
