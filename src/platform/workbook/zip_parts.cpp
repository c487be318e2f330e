#include "platform/workbook/zip_parts.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <zip.h>

namespace presstime {
namespace {

constexpr std::size_t kPiece = 64 << 10;

Error broken()
{
    return Error::invalid("file",
                          "the workbook is damaged or was not sent to its end; open it in a spreadsheet "
                          "program, save it again, and upload that");
}

Error locked()
{
    return Error::invalid("file", "the archive is encrypted; save the workbook without a password");
}

// How often the signature of a directory entry stands in the file: at least as often as the archive has
// entries, and known before memory is taken for them.
Result<std::uint64_t> count_signatures(const std::filesystem::path& path)
{
    constexpr std::string_view kSignature = "PK\x01\x02";
    std::ifstream file(path, std::ios::binary);
    std::string window;
    std::string piece(kPiece, '\0');
    std::uint64_t count = 0;
    while (file) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        window.append(piece, 0, static_cast<std::size_t>(file.gcount()));
        std::size_t at = 0;
        for (; (at = window.find(kSignature, at)) != std::string::npos; at += kSignature.size())
            ++count;
        // What is left may begin one; an occurrence counted above is never whole within it.
        window.erase(0, window.size() - std::min(window.size(), kSignature.size() - 1));
    }
    if (!file.eof())
        return fail(Error::retry("the uploaded file cannot be read"));
    return count;
}

} // namespace

void ZipParts::Close::operator()(zip* archive) const
{
    zip_discard(archive);
}

Result<ZipParts> ZipParts::open(const std::filesystem::path& path, const ZipBounds& bounds)
{
    if (TRY(count_signatures(path)) > bounds.parts)
        return fail(Error::too_large(
            "file", fmt::format("the archive holds more than {} files; a workbook has a few dozen",
                                format_count(static_cast<std::int64_t>(bounds.parts)))));
    int code = 0;
    std::unique_ptr<zip, Close> archive(zip_open(path.c_str(), ZIP_RDONLY, &code));
    if (!archive)
        return fail(broken().with_context(fmt::format("zip error {}", code)));
    return ZipParts(std::move(archive), bounds);
}

bool ZipParts::has(const std::string& name) const
{
    return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<> ZipParts::read(const std::string& name, const std::function<Result<>(std::string_view)>& take)
{
    const zip_int64_t at = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE);
    zip_stat_t facts;
    zip_stat_init(&facts);
    if (at < 0 || zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(at), 0, &facts) != 0)
        return fail(broken());
    if ((facts.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && facts.encryption_method != ZIP_EM_NONE)
        return fail(locked());
    if (facts.comp_method != ZIP_CM_STORE && facts.comp_method != ZIP_CM_DEFLATE)
        return fail(broken());
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> part(
        zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(at), 0), zip_fclose);
    if (!part)
        return fail(broken());
    std::array<char, kPiece> piece{};
    for (;;) {
        const zip_int64_t got = zip_fread(part.get(), piece.data(), piece.size());
        if (got < 0)
            return fail(broken());
        if (got == 0)
            return {};
        unpacked_ += static_cast<std::uint64_t>(got);
        if (unpacked_ > bounds_.unpacked_bytes)
            return fail(
                Error::too_large("file", fmt::format("the workbook unpacks to more than {}; split it, or "
                                                     "save its sheets as CSV",
                                                     format_bytes(bounds_.unpacked_bytes))));
        TRY(take(std::string_view(piece.data(), static_cast<std::size_t>(got))));
    }
}

std::string ZipParts::peek(const std::string& name, std::size_t most_bytes)
{
    std::string text;
    const Result<> whole = read(name, [&](std::string_view bytes) -> Result<> {
        if (text.size() + bytes.size() > most_bytes)
            return fail(broken());
        text += bytes;
        return {};
    });
    return whole ? text : std::string();
}

} // namespace presstime
