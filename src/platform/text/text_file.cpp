#include "platform/text/text_file.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <iconv.h>
#include <string>

namespace presstime {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = 64 << 10;
constexpr std::string_view kDelimiters = ",;\t|";

Error wrong(std::string message)
{
    return Error::invalid("file", std::move(message));
}

// Calls `take(bytes)` for the file's bytes in order, until it says false.
Result<> each_piece(const fs::path& path, const std::function<Result<bool>(std::string_view)>& take)
{
    std::ifstream file(path, std::ios::binary);
    std::string piece(kPiece, '\0');
    while (file) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto bytes = static_cast<std::size_t>(file.gcount());
        if (bytes > 0 && !TRY(take(std::string_view(piece).substr(0, bytes))))
            return {};
    }
    if (!file.eof())
        return fail(Error::retry("the uploaded file cannot be read"));
    return {};
}

// How many bytes at the end begin a character that the next piece ends.
std::size_t unfinished(std::string_view text)
{
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if (byte < 0x80)
            return 0;
        if (byte >= 0xC0)
            return back < (byte >= 0xF0 ? 4U : byte >= 0xE0 ? 3U : 2U) ? back : 0;
    }
    return 0;
}

class Conversion {
public:
    explicit Conversion(const char* from) : handle_(iconv_open("UTF-8", from)) {}
    ~Conversion()
    {
        if (known())
            iconv_close(handle_);
    }
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;
    bool known() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

    // What could not be converted yet stays in `in`; false when it never can be.
    bool convert(std::string& in, std::string& out)
    {
        std::array<char, kPiece> room{};
        char* from = in.data();
        std::size_t left = in.size();
        while (left > 0) {
            char* to = room.data();
            std::size_t free = room.size();
            const std::size_t done = iconv(handle_, &from, &left, &to, &free);
            out.append(room.data(), room.size() - free);
            if (done != static_cast<std::size_t>(-1) || errno == E2BIG)
                continue;
            if (errno == EILSEQ)
                return false;
            break; // the last character goes on in the next piece
        }
        in.erase(0, in.size() - left);
        return true;
    }

private:
    iconv_t handle_;
};

// Follows records by their values and quotes.
class Records {
public:
    Result<> take(char c)
    {
        if (c == '\n')
            ++line_;
        if (state_ == State::quoted) {
            state_ = c == '"' ? State::after_quote : State::quoted;
            return {};
        }
        if (state_ == State::after_quote && c == '"') {
            state_ = State::quoted;
            return {};
        }
        if (c == '\r')
            return {};
        if (c == '\n')
            return end_record();
        if (c == '"' && state_ == State::start) {
            state_ = State::quoted;
            quote_line_ = line_;
            empty_ = false;
            return {};
        }
        const std::size_t kind = kDelimiters.find(c);
        state_ = kind != std::string_view::npos && is_delimiter(kind) ? State::start : State::plain;
        if (kind != std::string_view::npos)
            ++seen_[kind];
        empty_ = false;
        return {};
    }

    Result<> finish()
    {
        if (state_ == State::quoted)
            return fail(wrong(fmt::format("line {}: a quote is opened here and never closed; close it, or "
                                          "write it twice where it belongs to the text",
                                          quote_line_)));
        return empty_ ? Result<>() : end_record();
    }

private:
    enum class State { start, plain, quoted, after_quote };

    // In the first line every candidate may be the one.
    bool is_delimiter(std::size_t kind) const { return !columns_ || kind == delimiter_; }

    Result<> end_record()
    {
        const std::int64_t first_line = begin_;
        const bool blank = empty_;
        const auto seen = seen_;
        state_ = State::start;
        empty_ = true;
        seen_ = {};
        begin_ = line_;
        if (blank)
            return {};
        if (!columns_) {
            delimiter_ = static_cast<std::size_t>(std::ranges::max_element(seen) - seen.begin());
            columns_ = seen[delimiter_] + 1;
            return {};
        }
        const std::int64_t values = seen[delimiter_] + 1;
        const bool one_column = *columns_ == 1; // nothing separates anything
        if (values != *columns_ && !one_column)
            return fail(
                wrong(fmt::format("line {} has {} {}, but the first line names {} columns; mend the line, "
                                  "or quote the value that holds the separator",
                                  first_line, values, values == 1 ? "value" : "values", *columns_)));
        return {};
    }

    State state_ = State::start;
    bool empty_ = true;
    std::array<std::int64_t, 4> seen_{};
    std::optional<std::int64_t> columns_;
    std::size_t delimiter_ = 0;
    std::int64_t line_ = 1;
    std::int64_t begin_ = 1;
    std::int64_t quote_line_ = 1;
};

} // namespace

Result<TextEncoding> detect_encoding(const fs::path& path)
{
    std::optional<TextEncoding> marked;
    std::string rest;
    bool first = true;
    bool valid = true;
    TRY(each_piece(path, [&](std::string_view bytes) -> Result<bool> {
        if (first && bytes.starts_with("\xFF\xFE"))
            marked = TextEncoding::utf16_little;
        if (first && bytes.starts_with("\xFE\xFF"))
            marked = TextEncoding::utf16_big;
        first = false;
        if (marked)
            return false;
        if (bytes.find('\0') != std::string_view::npos)
            return fail(
                wrong("this is no text but some other kind of file; upload CSV, TSV, JSON or Parquet"));
        rest.append(bytes);
        const std::size_t kept = unfinished(rest);
        valid = valid && is_valid_utf8(std::string_view(rest).substr(0, rest.size() - kept));
        rest.erase(0, rest.size() - kept);
        return true;
    }));
    if (marked)
        return *marked;
    return valid && rest.empty() ? TextEncoding::utf8 : TextEncoding::windows_1252;
}

Result<> rewrite_as_utf8(const fs::path& path, TextEncoding encoding)
{
    if (encoding == TextEncoding::utf8)
        return {};
    Conversion conversion(encoding == TextEncoding::windows_1252   ? "WINDOWS-1252"
                          : encoding == TextEncoding::utf16_little ? "UTF-16LE"
                                                                   : "UTF-16BE");
    fs::path beside = path;
    beside += ".utf8";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    std::string in;
    bool readable = conversion.known();
    if (readable)
        TRY(each_piece(path, [&](std::string_view bytes) -> Result<bool> {
            std::string text;
            in.append(bytes);
            readable = conversion.convert(in, text);
            out << text;
            return readable && out.good();
        }));
    out.close();
    std::error_code failed;
    if (readable && in.empty() && out)
        fs::rename(beside, path, failed);
    else
        fs::remove(beside, failed);
    if (!readable || !in.empty())
        return fail(wrong("its text is in an encoding that cannot be told; save it as UTF-8"));
    if (!out || failed)
        return fail(Error::retry("there is no room on the server's disk to convert the file"));
    return {};
}

Result<> check_delimited(const fs::path& path)
{
    Records records;
    TRY(each_piece(path, [&](std::string_view bytes) -> Result<bool> {
        for (const char c : bytes)
            TRY(records.take(c));
        return true;
    }));
    return records.finish();
}

Result<> check_json_depth(const fs::path& path)
{
    constexpr int kMostLevels = 64;
    int depth = 0;
    std::int64_t line = 1;
    bool in_text = false, escaped = false;
    return each_piece(path, [&](std::string_view bytes) -> Result<bool> {
        for (const char c : bytes) {
            line += c == '\n' ? 1 : 0;
            if (in_text) {
                in_text = escaped || c != '"';
                escaped = !escaped && c == '\\';
                continue;
            }
            in_text = c == '"';
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            if (depth > kMostLevels)
                return fail(wrong(fmt::format("line {}: its values stand deeper than {} lists and objects; "
                                              "make it flatter",
                                              line, kMostLevels)));
        }
        return true;
    });
}

} // namespace presstime
