// One workbook being written by libxlsxwriter in constant memory: its temporary file, its cell formats, and
// sheet names that spreadsheets accept. Knows nothing of widgets.
#pragma once

#include "base/result.hpp"
#include "renderer/renderer.hpp"

#include <xlsxwriter.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace presstime {

enum class CellLook { plain, header, strong, quiet, bad, wrapped, link };

class XlsxBook {
public:
    // `retry` when no temporary file can be made.
    static Result<std::unique_ptr<XlsxBook>> create(const std::string& title, const std::string& author,
                                                    Instant created_at);
    XlsxBook(const XlsxBook&) = delete;
    XlsxBook& operator=(const XlsxBook&) = delete;
    ~XlsxBook(); // throws away what was not finished

    // A sheet named after `wish`: at most 31 characters, none of []:*?/\, unlike every other name.
    Result<lxw_worksheet*> add_sheet(std::string_view wish);
    std::string name_of(const lxw_worksheet* sheet) const { return names_.at(sheet); }
    lxw_chart* add_chart(lxw_chart_type type)
    {
        return workbook_add_chart(workbook_, static_cast<uint8_t>(type));
    }
    // One format per look and number format, made once.
    lxw_format* format(CellLook look, const std::string& number_format = {});

    // Closes the workbook and copies the file into `sink`.
    Result<> finish(ByteSink& sink, Deadline deadline);

private:
    XlsxBook(std::filesystem::path folder, lxw_workbook* workbook);
    std::string free_name(std::string_view wish) const;

    std::filesystem::path folder_; // of temporary files, ours alone
    lxw_workbook* workbook_ = nullptr;
    std::map<std::pair<CellLook, std::string>, lxw_format*> formats_;
    std::map<const lxw_worksheet*, std::string> names_;
    std::set<std::string> taken_; // names in small letters
};

// What libxlsxwriter refused, as a sentence.
Result<> check_xlsx(lxw_error error, std::string_view what);

} // namespace presstime
