#include "renderer/xlsx_book.hpp"

#include "base/text.hpp"

#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>

namespace presstime {
namespace fs = std::filesystem;

Result<> check_xlsx(lxw_error error, std::string_view what)
{
    if (error == LXW_NO_ERROR)
        return {};
    const std::string reason = lxw_strerror(error);
    if (error == LXW_ERROR_CREATING_TMPFILE || error == LXW_ERROR_CREATING_XLSX_FILE ||
        error == LXW_ERROR_ZIP_FILE_OPERATION || error == LXW_ERROR_ZIP_FILE_ADD ||
        error == LXW_ERROR_ZIP_CLOSE)
        return fail(Error::retry(
            fmt::format("the workbook could not be written ({}): {}; is the disk full?", what, reason)));
    return fail(Error::give_up(fmt::format("the workbook could not be made ({}): {}", what, reason)));
}

Result<std::unique_ptr<XlsxBook>> XlsxBook::create(const std::string& title, const std::string& author,
                                                   Instant created_at)
{
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "presstime-xlsx-XXXXXX").string();
    if (error || ::mkdtemp(name.data()) == nullptr)
        return fail(
            Error::retry("no temporary folder for the workbook; check TMPDIR and the disk's free space"));
    lxw_workbook_options options = {};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = name.data();
    options.use_zip64 = LXW_FALSE;
    lxw_workbook* workbook = workbook_new_opt((name + "/book.xlsx").c_str(), &options);
    if (workbook == nullptr) {
        fs::remove_all(name, error);
        return fail(Error::give_up("the workbook could not be begun: out of memory"));
    }
    std::unique_ptr<XlsxBook> book(new XlsxBook(name, workbook));
    std::string cleaned_title(clip_utf8(repair_utf8(title), 200)),
        cleaned_author(clip_utf8(repair_utf8(author), 200));
    replace_noncharacters(cleaned_title);
    replace_noncharacters(cleaned_author);
    std::string maker = "Made by Presstime";
    lxw_doc_properties properties = {};
    properties.title = cleaned_title.data();
    properties.author = cleaned_author.data();
    properties.comments = maker.data();
    properties.created =
        std::chrono::duration_cast<std::chrono::seconds>(created_at.time_since_epoch()).count();
    TRY(check_xlsx(workbook_set_properties(workbook, &properties), "properties"));
    return book;
}

XlsxBook::XlsxBook(fs::path folder, lxw_workbook* workbook) : folder_(std::move(folder)), workbook_(workbook)
{
}

XlsxBook::~XlsxBook()
{
    if (workbook_ != nullptr)
        lxw_workbook_free(workbook_);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string XlsxBook::free_name(std::string_view wish) const
{
    constexpr std::size_t kMostCharacters = 31;
    std::string clean;
    std::size_t characters = 0;
    for (char each : repair_utf8(wish)) {
        const auto byte = static_cast<unsigned char>(each);
        if ((byte & 0xC0) != 0x80 && (characters += byte >= 0xF0 ? 2 : 1) > kMostCharacters - 5)
            break; // five are kept for " (99)"
        const bool refused =
            std::string_view("[]:*?/\\'").find(each) != std::string_view::npos || byte < 0x20;
        clean += refused ? '-' : each;
    }
    clean = trim(clean);
    replace_noncharacters(clean);
    if (clean.empty())
        clean = "Sheet";
    if (equals_ignore_case_ascii(clean, "History")) // Excel keeps this name for itself
        clean += " 1";
    std::string name = clean;
    for (int number = 2; taken_.contains(to_lower_ascii(name)); ++number)
        name = fmt::format("{} ({})", clean, number);
    return name;
}

Result<lxw_worksheet*> XlsxBook::add_sheet(std::string_view wish)
{
    constexpr std::size_t kMostSheets = 999;
    if (taken_.size() >= kMostSheets)
        return fail(Error::too_large("format", "the workbook would have more than 999 sheets"));
    const std::string name = free_name(wish);
    lxw_worksheet* sheet = workbook_add_worksheet(workbook_, name.c_str());
    if (sheet == nullptr)
        return fail(Error::give_up(fmt::format("the sheet \"{}\" could not be begun", name)));
    taken_.insert(to_lower_ascii(name));
    names_[sheet] = name;
    return sheet;
}

lxw_format* XlsxBook::format(CellLook look, const std::string& number_format)
{
    lxw_format*& made = formats_[{look, number_format}];
    if (made != nullptr)
        return made;
    made = workbook_add_format(workbook_);
    if (!number_format.empty())
        format_set_num_format(made, number_format.c_str());
    switch (look) {
    case CellLook::plain:
        break;
    case CellLook::header:
        format_set_bold(made);
        format_set_bottom(made, LXW_BORDER_THIN);
        break;
    case CellLook::strong:
        format_set_bold(made);
        format_set_top(made, LXW_BORDER_THIN);
        break;
    case CellLook::quiet:
        format_set_italic(made);
        format_set_font_color(made, 0x5B6470);
        break;
    case CellLook::bad:
        format_set_font_color(made, 0xC0392B);
        break;
    case CellLook::wrapped:
        format_set_text_wrap(made);
        format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
        break;
    case CellLook::link:
        format_set_underline(made, LXW_UNDERLINE_SINGLE);
        format_set_font_color(made, 0x2F5FD0);
        break;
    }
    return made;
}

Result<> XlsxBook::finish(ByteSink& sink, Deadline deadline)
{
    lxw_workbook* workbook = std::exchange(workbook_, nullptr); // closing frees it, whatever it says
    TRY(check_xlsx(workbook_close(workbook), "closing"));
    std::ifstream file(folder_ / "book.xlsx", std::ios::binary);
    std::string buffer(1 << 16, '\0');
    while (file) {
        if (deadline.expired())
            return fail(Error::give_up(
                "writing the workbook took too long; ask for fewer rows or raise the run's limit"));
        file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        TRY(sink.write({buffer.data(), static_cast<std::size_t>(file.gcount())}));
    }
    if (!file.eof())
        return fail(Error::retry("the finished workbook could not be read back from the temporary folder"));
    return {};
}

} // namespace presstime
