#include "control/upload_folder.hpp"

#include "base/id.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace presstime::control {
namespace fs = std::filesystem;
namespace json = boost::json;
namespace {

constexpr std::string_view kBookPrefix = ".book-";
constexpr std::string_view kBookSuffix = ".json";

std::vector<fs::path> regular_files(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code))
        if (std::error_code ignored; entry->is_regular_file(ignored))
            files.push_back(entry->path());
    std::ranges::sort(files);
    return files;
}

std::string text_of(const json::object& object, std::string_view key)
{
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Nothing of a file that is not as keep_book() writes it.
UploadedBook read_book(const fs::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    boost::system::error_code code;
    const json::value document = json::parse(text.str(), code);
    UploadedBook book;
    if (code || !document.is_object())
        return book;
    book.name = text_of(document.get_object(), "name");
    const json::value* sheets = document.get_object().if_contains("sheets");
    if (sheets == nullptr || !sheets->is_array())
        return book;
    for (const json::value& sheet : sheets->get_array())
        if (sheet.is_object())
            book.sheets.push_back(
                {text_of(sheet.get_object(), "sheet"), text_of(sheet.get_object(), "file")});
    return book;
}

fs::path book_path(const fs::path& folder, std::string_view name)
{
    return folder / fmt::format("{}{}{}", kBookPrefix, to_lower_ascii(name), kBookSuffix);
}

} // namespace

Error no_room(const std::error_code& code)
{
    return Error::retry("the file cannot be kept; the server's log says why").with_context(code.message());
}

std::vector<fs::path> uploaded_files(const fs::path& folder)
{
    std::vector<fs::path> files = regular_files(folder);
    std::erase_if(files, [](const fs::path& file) { return file.filename().native().starts_with('.'); });
    return files;
}

fs::path file_of_table(const std::vector<fs::path>& files, std::string_view table)
{
    const auto found = std::ranges::find_if(
        files, [&](const fs::path& file) { return equals_ignore_case_ascii(file.stem().native(), table); });
    return found == files.end() ? fs::path() : *found;
}

Result<AsideFolder> AsideFolder::make(const fs::path& folder, std::string_view prefix)
{
    AsideFolder aside(folder / (std::string(prefix) + make_random_text(16)));
    std::error_code code;
    fs::create_directories(aside.path(), code);
    if (code)
        return fail(no_room(code));
    return aside;
}

AsideFolder::~AsideFolder()
{
    std::error_code ignored;
    if (!path_.empty())
        fs::remove_all(path_, ignored);
}

std::vector<UploadedBook> uploaded_books(const fs::path& folder)
{
    std::vector<UploadedBook> books;
    for (const fs::path& file : regular_files(folder)) {
        const std::string name = file.filename().native();
        if (!name.starts_with(kBookPrefix) || !name.ends_with(kBookSuffix))
            continue;
        UploadedBook book = read_book(file);
        std::erase_if(book.sheets, [&](const UploadedBook::Sheet& sheet) {
            std::error_code code;
            return sheet.file.empty() || sheet.file.find('/') != std::string::npos ||
                   !fs::is_regular_file(folder / sheet.file, code);
        });
        if (!book.name.empty() && !book.sheets.empty())
            books.push_back(std::move(book));
    }
    return books;
}

Result<> keep_book(const fs::path& folder, const UploadedBook& book)
{
    const fs::path path = book_path(folder, book.name);
    std::error_code code;
    if (book.sheets.empty()) {
        fs::remove(path, code);
        return code ? Result<>(fail(no_room(code))) : Result<>();
    }
    json::array sheets;
    for (const UploadedBook::Sheet& sheet : book.sheets)
        sheets.push_back(json::object{{"sheet", sheet.sheet}, {"file", sheet.file}});
    const fs::path fresh = folder / (".new-" + make_random_text(16));
    std::ofstream file(fresh, std::ios::binary);
    file << json::serialize(json::object{{"name", book.name}, {"sheets", std::move(sheets)}});
    file.close();
    if (file)
        fs::rename(fresh, path, code);
    else
        code = std::make_error_code(std::errc::io_error);
    if (!code)
        return {};
    std::error_code ignored;
    fs::remove(fresh, ignored);
    return fail(no_room(code));
}

Result<> forget_sheet(const fs::path& folder, const std::string& file)
{
    for (UploadedBook& book : uploaded_books(folder))
        if (std::erase_if(book.sheets, [&](const UploadedBook::Sheet& sheet) { return sheet.file == file; }) >
            0)
            TRY(keep_book(folder, book));
    return {};
}

Result<fs::path> put_in_place(const fs::path& folder, const fs::path& file, const std::string& name,
                              std::string_view kind)
{
    const fs::path before = file_of_table(uploaded_files(folder), name);
    const fs::path target = folder / fmt::format("{}.{}", name, kind);
    std::error_code code;
    fs::rename(file, target, code);
    if (code)
        return fail(no_room(code));
    if (!before.empty() && before != target)
        fs::remove(before, code);
    return target;
}

} // namespace presstime::control
