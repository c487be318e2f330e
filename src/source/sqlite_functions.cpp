#include "source/sqlite_functions.hpp"

#include <algorithm>
#include <cstring>
#include <set>
#include <string>
#include <string_view>

namespace presstime {
namespace {

std::string_view text_of(sqlite3_value* value)
{
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return bytes == nullptr ? std::string_view()
                            : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

std::string_view blob_of(sqlite3_value* value)
{
    const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
    return bytes == nullptr ? std::string_view()
                            : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

bool any_null(int count, sqlite3_value** values)
{
    return std::any_of(values, values + count,
                       [](sqlite3_value* value) { return sqlite3_value_type(value) == SQLITE_NULL; });
}

// memmem is linear whatever it is given; string_view::find is not.
std::size_t find_text(std::string_view text, std::string_view wanted, std::size_t from)
{
    const void* found = ::memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
    return found == nullptr ? std::string_view::npos
                            : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

bool is_continuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

void return_text(sqlite3_context* context, std::string_view text)
{
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void instr(sqlite3_context* context, int count, sqlite3_value** values)
{
    if (any_null(count, values))
        return;
    const bool bytes = sqlite3_value_type(values[0]) == SQLITE_BLOB && //
                       sqlite3_value_type(values[1]) == SQLITE_BLOB;
    const std::string_view text = bytes ? blob_of(values[0]) : text_of(values[0]);
    const std::string_view wanted = bytes ? blob_of(values[1]) : text_of(values[1]);
    const std::size_t found = wanted.empty() ? 0 : find_text(text, wanted, 0);
    if (found == std::string_view::npos)
        return sqlite3_result_int64(context, 0);
    const std::string_view before = text.substr(0, found);
    const auto inner = bytes ? 0 : std::count_if(before.begin(), before.end(), is_continuation);
    sqlite3_result_int64(context, static_cast<std::int64_t>(found) - inner + 1);
}

void replace(sqlite3_context* context, int count, sqlite3_value** values)
{
    if (any_null(count, values))
        return;
    const std::string_view text = text_of(values[0]);
    const std::string_view wanted = text_of(values[1]);
    const std::string_view instead = text_of(values[2]);
    if (wanted.empty())
        return return_text(context, text);
    const auto most =
        static_cast<std::size_t>(sqlite3_limit(sqlite3_context_db_handle(context), SQLITE_LIMIT_LENGTH, -1));
    std::string out;
    std::size_t at = 0;
    for (std::size_t found = find_text(text, wanted, 0); found != std::string_view::npos;
         found = find_text(text, wanted, at)) {
        out.append(text.substr(at, found - at)).append(instead);
        at = found + wanted.size();
        if (out.size() > most)
            return sqlite3_result_error_toobig(context);
    }
    return_text(context, out.append(text.substr(at)));
}

// The code points of a text, cut where SQLite cuts them.
std::set<std::string_view> characters_of(std::string_view text)
{
    std::set<std::string_view> characters;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && is_continuation(text[end]))
            ++end;
        characters.insert(text.substr(at, end - at));
        at = end;
    }
    return characters;
}

enum Ends : int { kLeft = 1, kRight = 2 };

void trim_ends(sqlite3_context* context, int count, sqlite3_value** values)
{
    if (any_null(count, values))
        return;
    const auto ends = static_cast<int>(reinterpret_cast<std::intptr_t>(sqlite3_user_data(context)));
    const std::set<std::string_view> dropped = characters_of(text_of(values[1]));
    std::string_view text = text_of(values[0]);
    while ((ends & kLeft) != 0 && !text.empty()) {
        std::size_t end = 1;
        while (end < text.size() && is_continuation(text[end]))
            ++end;
        if (!dropped.contains(text.substr(0, end)))
            break;
        text.remove_prefix(end);
    }
    while ((ends & kRight) != 0 && !text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && is_continuation(text[start]))
            --start;
        if (!dropped.contains(text.substr(start)))
            break;
        text = text.substr(0, start);
    }
    return_text(context, text);
}

} // namespace

bool add_bounded_functions(sqlite3* database)
{
    constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    const auto add = [&](const char* name, int arguments, std::intptr_t data, auto function) {
        return sqlite3_create_function_v2(database, name, arguments, kFlags, reinterpret_cast<void*>(data),
                                          function, nullptr, nullptr, nullptr) == SQLITE_OK;
    };
    return add("instr", 2, 0, instr) && add("replace", 3, 0, replace) &&
           add("trim", 2, kLeft | kRight, trim_ends) && add("ltrim", 2, kLeft, trim_ends) &&
           add("rtrim", 2, kRight, trim_ends);
}

} // namespace presstime
