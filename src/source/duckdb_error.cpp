#include "source/duckdb_error.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

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
    if (raw.starts_with("Parser Error"))
        return Error::invalid("sql", text);
    if (raw.starts_with("Permission Error"))
        return Error::invalid("sql", text + "; a query reads only files of its connection's own folder");
    if (raw.starts_with("Out of Memory Error"))
        return Error::retry(
            "the query needs more memory than its limit; make it smaller or raise memory_limit_mb (" + text +
            ")");
    bool locked = raw.find("Could not set lock on file") != std::string_view::npos;
    if (locked)
        return Error::retry("the database file is in use by another program that writes to it");
    return Error::give_up(std::move(text));
}

} // namespace presstime
