// The folder that holds a workspace's uploaded files: a visible file is a table, hidden ones are ours.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace presstime::control {

Error no_room(const std::error_code& code);

// The tables, by name.
std::vector<std::filesystem::path> uploaded_files(const std::filesystem::path& folder);
// The one among them that is the table of that name, whatever its case and extension; empty without one.
std::filesystem::path file_of_table(const std::vector<std::filesystem::path>& files, std::string_view table);

// A folder that is made, and gone with what is left in it.
class AsideFolder {
public:
    // Hidden, in `folder`, by a random name behind `prefix`.
    static Result<AsideFolder> make(const std::filesystem::path& folder, std::string_view prefix);
    AsideFolder(AsideFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    AsideFolder& operator=(AsideFolder&&) = delete;
    ~AsideFolder();
    const std::filesystem::path& path() const { return path_; }

private:
    explicit AsideFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

// Which tables came as the sheets of one workbook; kept beside them, ".book-sales.json".
struct UploadedBook {
    struct Sheet {
        std::string sheet; // "Orders"
        std::string file;  // "sales_Orders.parquet"
    };
    std::string name; // "sales.xlsx"
    std::vector<Sheet> sheets;
};

// Of every workbook, by name. A sheet whose file is gone is left out, and a book without sheets.
std::vector<UploadedBook> uploaded_books(const std::filesystem::path& folder);
// In the place of the one of that name; without sheets it is removed.
Result<> keep_book(const std::filesystem::path& folder, const UploadedBook& book);
// The file is no sheet of any workbook from here on.
Result<> forget_sheet(const std::filesystem::path& folder, const std::string& file);

// Moves `file` in as the table `name`, in the place of whatever was the table of that name.
Result<std::filesystem::path> put_in_place(const std::filesystem::path& folder,
                                           const std::filesystem::path& file, const std::string& name,
                                           std::string_view kind);

} // namespace presstime::control
