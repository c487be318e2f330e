// What is valid UTF-8 to its end is UTF-8; a byte order mark tells UTF-16; what is left is taken for
// Windows-1252.
#include "platform/text/text_encoding.hpp"

#include "base/text.hpp"
#include "platform/text/file_pieces.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <iconv.h>
#include <optional>
#include <string>

namespace presstime {
namespace {

namespace fs = std::filesystem;

Error wrong(std::string message)
{
    return Error::invalid("file", std::move(message));
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
        std::array<char, kFilePiece_bytes> room{};
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

} // namespace presstime
