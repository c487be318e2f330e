#include "platform/workbook/number_kind.hpp"

#include "base/text.hpp"
#include "model/cell_text.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <fmt/format.h>

namespace presstime {
namespace {

constexpr std::int64_t kDayMillis = 86'400'000;

struct Letters {
    bool date = false;
    bool month_or_minute = false;
    bool hour = false;
    bool second = false;
    bool elapsed = false;
};

// "[h]", "[mm]", "[ss]" count on; "[Red]", "[$-409]", "[>100]" are no part of the value.
bool is_elapsed(std::string_view inside)
{
    return !inside.empty() && (inside.find_first_not_of("hH") == std::string_view::npos ||
                               inside.find_first_not_of("mM") == std::string_view::npos ||
                               inside.find_first_not_of("sS") == std::string_view::npos);
}

void take_letter(Letters& letters, std::string_view code, std::size_t at)
{
    const char next = at + 1 < code.size() ? code[at + 1] : '\0';
    switch (code[at]) {
    case 'e':
    case 'E': // "0.00E+00" is a number, "e" a year of an era
        letters.date |= next != '+' && next != '-';
        break;
    case 'y':
    case 'Y':
    case 'd':
    case 'D':
    case 'g':
    case 'G':
        letters.date = true;
        break;
    case 'b': // years of the Buddhist calendar
    case 'B':
        letters.date |= next == 'b' || next == 'B';
        break;
    case 'm':
    case 'M':
        letters.month_or_minute = true;
        break;
    case 'h':
    case 'H':
        letters.hour = true;
        break;
    case 's':
    case 'S':
        letters.second = true;
        break;
    default:
        break;
    }
}

// Where what begins at `at` and is no letter of the value ends; `at` itself when nothing does.
std::size_t literal_end(std::string_view code, std::size_t at)
{
    const auto behind = [&](char mark) {
        const std::size_t found = code.find(mark, at + 1);
        return found == std::string_view::npos ? code.size() : found + 1;
    };
    switch (code[at]) {
    case '"':
        return behind('"');
    case '[':
        return behind(']');
    case '\\': // the next as it is
    case '_':  // a space as wide as the next
    case '*':  // filled with the next
        return std::min(at + 2, code.size());
    default:
        break;
    }
    for (const std::string_view word : {"general", "am/pm", "a/p"})
        if (equals_ignore_case_ascii(code.substr(at, word.size()), word))
            return at + word.size();
    return at;
}

Letters letters_of(std::string_view code)
{
    Letters letters;
    for (std::size_t at = 0; at < code.size() && code[at] != ';';) {
        const std::size_t end = literal_end(code, at);
        if (end == at) {
            take_letter(letters, code, at);
            ++at;
            continue;
        }
        if (code[at] == '[' && end - at > 2)
            letters.elapsed |= is_elapsed(code.substr(at + 1, end - at - 2));
        at = end;
    }
    return letters;
}

} // namespace

NumberKind number_kind_of_id(std::int64_t id)
{
    const auto within = [id](std::int64_t first, std::int64_t last) { return id >= first && id <= last; };
    if (within(18, 21) || within(32, 33))
        return NumberKind::clock;
    if (within(45, 47))
        return NumberKind::duration;
    return within(14, 22) || within(27, 36) || within(50, 58) ? NumberKind::moment : NumberKind::number;
}

NumberKind number_kind_of_code(std::string_view code)
{
    const Letters letters = letters_of(code);
    if (letters.elapsed)
        return NumberKind::duration;
    if (letters.date)
        return NumberKind::moment;
    if (letters.hour)
        return NumberKind::clock;
    if (letters.second)
        return NumberKind::duration; // "mm:ss" is how long something took
    return letters.month_or_minute ? NumberKind::moment : NumberKind::number;
}

std::optional<SerialTime> time_of_serial(double serial, Epoch epoch)
{
    using namespace std::chrono;
    constexpr double kLast1900 = 2'958'466; // 10000-01-01
    static const auto days_of = [](year_month_day date) {
        return static_cast<std::int64_t>(sys_days(date).time_since_epoch().count());
    };
    static const std::int64_t epoch_1900 = days_of(1899y / December / 30);
    static const std::int64_t epoch_1904 = days_of(1904y / January / 1);
    static const std::int64_t end = days_of(10000y / January / 1);
    if (!(serial >= 0) || serial >= kLast1900)
        return std::nullopt;
    const double whole = std::floor(serial);
    SerialTime time{static_cast<std::int64_t>(whole), std::llround((serial - whole) * kDayMillis)};
    if (time.millis >= kDayMillis) {
        ++time.day;
        time.millis = 0;
    }
    if (epoch == Epoch::y1904)
        time.day += epoch_1904;
    else
        time.day += epoch_1900 + (time.day < 60 ? 1 : 0);
    if (time.day >= end)
        return std::nullopt;
    return time;
}

std::string date_text(std::int64_t day)
{
    std::array<char, kMaxCellText> text{};
    return {text.data(), write_date(text.data(), day)};
}

std::string clock_text(std::int64_t millis)
{
    const std::int64_t seconds = millis / 1000;
    std::string text = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (millis % 1000 != 0)
        text += fmt::format(".{:03}", millis % 1000);
    return text;
}

} // namespace presstime
