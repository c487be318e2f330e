// One pass that steps over strings, quoted names and comments; words that remain are looked up in a list.
#include "control/sql_hints.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace presstime::control {
namespace {

constexpr std::array<std::string_view, 5> kWords{"current_date", "current_timestamp", "current_time",
                                                 "localtimestamp", "localtime"};
constexpr std::array<std::string_view, 3> kFunctions{"now", "today", "get_current_timestamp"};

bool is_word(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

// The end of a string, quoted name or comment that starts at `at`; `at` itself when none does.
std::size_t skip_quoted(std::string_view sql, std::size_t at)
{
    auto after = [&](std::string_view end, std::size_t from) {
        const std::size_t found = sql.find(end, from);
        return found == std::string_view::npos ? sql.size() : found + end.size();
    };
    if (sql[at] == '\'' || sql[at] == '"')
        return after(sql.substr(at, 1), at + 1);
    if (sql.substr(at).starts_with("--"))
        return after("\n", at);
    if (sql.substr(at).starts_with("/*"))
        return after("*/", at + 2);
    return at;
}

} // namespace

std::optional<std::string> find_clock_use(std::string_view sql)
{
    for (std::size_t at = 0; at < sql.size();) {
        if (const std::size_t end = skip_quoted(sql, at); end != at) {
            at = end;
            continue;
        }
        if (!is_word(sql[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < sql.size() && is_word(sql[end]))
            ++end;
        const std::string word = to_lower_ascii(sql.substr(at, end - at));
        const bool member = at > 0 && sql[at - 1] == '.';
        const bool called = trim(sql.substr(end)).starts_with('(');
        if (!member && std::ranges::find(kWords, word) != kWords.end())
            return word;
        if (!member && called && std::ranges::find(kFunctions, word) != kFunctions.end())
            return word + "()";
        at = end;
    }
    return std::nullopt;
}

} // namespace presstime::control
