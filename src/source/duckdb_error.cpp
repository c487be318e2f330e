#include "source/duckdb_error.hpp"

#include "base/text.hpp"
#include "model/sql_place.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <optional>
#include <utility>
#include <vector>

namespace presstime {
namespace {

constexpr std::size_t kMaxMessageBytes = 600;

bool is_path_character(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("/._-+@~").find(c) != std::string_view::npos;
}

// The message up to the excerpt of the statement, on one line.
std::string first_part(std::string_view message)
{
    message = message.substr(0, message.find("\n\nLINE "));
    message = message.substr(0, message.find("\n\nStack Trace"));
    std::string line = repair_utf8(clip_utf8(trim(message), kMaxMessageBytes));
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    return line;
}

std::string shown_path(const std::string& path, const DuckdbErrorScope& scope)
{
    if (path.size() < 2 || scope.sql.find(path) != std::string_view::npos)
        return path;
    std::string own = scope.folder.native() + "/";
    return path.starts_with(own) ? path.substr(own.size()) : "(a path)";
}

std::string without_foreign_paths(const std::string& text, const DuckdbErrorScope& scope)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        bool starts = text[at] == '/' && (at == 0 || !is_path_character(text[at - 1]));
        if (!starts) {
            out += text[at++];
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_path_character(text[end]))
            ++end;
        out += shown_path(text.substr(at, end - at), scope);
        at = end;
    }
    return out;
}

bool is_word(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || c == '_' || byte >= 0x80;
}

// How wide a terminal shows a character: DuckDB's caret counts so.
std::size_t cells_of(std::uint32_t point)
{
    if (point < ' ')
        return 0;
    constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 6> kWide = {{{0x1100, 0x115F},
                                                                               {0x2E80, 0xA4CF},
                                                                               {0xAC00, 0xD7A3},
                                                                               {0xF900, 0xFAFF},
                                                                               {0xFE30, 0xFF60},
                                                                               {0x1F300, 0x3FFFD}}};
    return std::ranges::any_of(
               kWide, [&](const auto& range) { return point >= range.first && point <= range.second; })
               ? 2
               : 1;
}

// How many bytes of valid UTF-8 take `cells` columns of a terminal, tabs behind them included.
std::size_t bytes_of_cells(std::string_view text, std::size_t cells)
{
    std::size_t at = 0;
    for (std::size_t taken = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (at + length > text.size())
            break;
        std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t next = 1; next < length; ++next)
            point = point << 6 | (static_cast<unsigned char>(text[at + next]) & 0x3FU);
        const std::size_t width = cells_of(point);
        if (taken >= cells && width > 0)
            break;
        taken += width;
        at += length;
    }
    return at;
}

// The byte that the caret below "LINE 2: ...excerpt..." points at. The excerpt is cut to a terminal's width,
// so it is looked for in its line of the statement.
std::optional<std::size_t> byte_at_caret(std::string_view message, std::string_view sql)
{
    constexpr std::string_view kLine = "\n\nLINE ";
    const std::size_t begin = message.rfind(kLine);
    if (begin == std::string_view::npos)
        return std::nullopt;
    const std::vector<std::string_view> lines = split(message.substr(begin + 2), '\n');
    const std::size_t colon = lines.front().find(": ");
    if (lines.size() < 2 || colon == std::string_view::npos)
        return std::nullopt;
    const auto number = parse_int(lines[0].substr(5, colon - 5));
    const std::size_t caret = lines[1].find('^');
    if (!number || *number < 1 || caret == std::string_view::npos || caret < colon + 2)
        return std::nullopt;
    std::string_view excerpt = lines[0].substr(colon + 2);
    const std::size_t pointed = bytes_of_cells(excerpt, caret - colon - 2);
    const std::size_t cut_front = excerpt.starts_with("...") ? 3 : 0;
    excerpt.remove_prefix(cut_front);
    if (excerpt.ends_with("..."))
        excerpt.remove_suffix(3);
    std::size_t line_begin = 0;
    for (std::int64_t line = 1; line < *number; ++line) {
        const std::size_t end = sql.find('\n', line_begin);
        if (end == std::string_view::npos)
            return std::nullopt;
        line_begin = end + 1;
    }
    const std::size_t found = sql.find(excerpt, line_begin);
    if (found == std::string_view::npos || pointed < cut_front)
        return std::nullopt;
    std::size_t byte = std::min(found + pointed - cut_front, sql.size());
    // Widths of rarer characters are not known here; the place is the beginning of a word in any case.
    while (byte > 0 && byte < sql.size() && is_word(sql[byte]) && is_word(sql[byte - 1]))
        --byte;
    return byte;
}

Error classified(std::string_view raw, std::string text)
{
    if (raw.starts_with("Parser Error"))
        return Error::invalid("sql", text);
    if (raw.starts_with("Permission Error"))
        return Error::invalid("sql", text + "; a query reads only files of its connection's own folder");
    if (raw.starts_with("Out of Memory Error"))
        return Error::retry(
            "the query needs more memory than its limit; make it smaller or raise memory_limit_mb (" + text +
            ")");
    // One of its threads fails, stops the others by an interrupt, and theirs is now and then the error that
    // is kept. Interrupts of ours never come here: their reason is the timer's.
    if (raw.starts_with("INTERRUPT Error"))
        return Error::retry("DuckDB ended the query and lost the cause; run it again to see it");
    bool locked = raw.find("Could not set lock on file") != std::string_view::npos;
    if (locked)
        return Error::retry("the database file is in use by another program that writes to it");
    return Error::give_up(std::move(text));
}

} // namespace

bool is_fatal_duckdb_message(std::string_view message)
{
    return message.starts_with("FATAL") || message.starts_with("INTERNAL") ||
           message.find("database has been invalidated") != std::string_view::npos;
}

Error duckdb_error(const char* message, const DuckdbErrorScope& scope)
{
    std::string_view raw = message != nullptr ? std::string_view(message) : "DuckDB gave no reason";
    std::string text = without_foreign_paths(first_part(raw), scope);
    Error error = classified(raw, std::move(text));
    const std::optional<std::size_t> byte = byte_at_caret(raw, scope.sql);
    return byte ? with_sql_byte(std::move(error), *byte) : error;
}

} // namespace presstime
