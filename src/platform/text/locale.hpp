// How a locale writes numbers, dates and short units. A small table of our own, so that the same report
// gives the same bytes on every machine; the C library's locales are never asked. Sentences are
// phrases.hpp's.
#pragma once

#include <array>
#include <string_view>

namespace presstime {

enum class Language { english, german, french, spanish, italian, dutch, portuguese };
inline constexpr std::size_t kLanguages = 7;

// The words of a language's calendar. Months and weekdays stand as they do inside a date.
struct CalendarWords {
    std::array<std::string_view, 12> months;       // full
    std::array<std::string_view, 12> short_months; //
    std::array<std::string_view, 7> weekdays;      // full, Monday first
    std::array<std::string_view, 7> short_weekdays;
    std::string_view day_mark;   // after the day's number: "21. Apr. 2026"
    std::string_view first_mark; // after the first of a month: "1er avr. 2026"
    std::string_view short_link; // around a short month: "21 de abr. de 2026"
    std::string_view long_link;  // around a full month, and before its year: "marzo de 2026"
    std::string_view range;      // between two days of one month: "3.–9. März"
};

struct Locale {
    std::string_view tag;                  // BCP 47
    std::string_view decimal;              // decimal mark
    std::string_view group;                // between groups of three digits
    std::array<std::string_view, 4> units; // thousand, million, billion (1e9), trillion (1e12), short
    std::string_view yes;
    std::string_view no;
    std::string_view day_mark;               // as the calendar's
    std::array<std::string_view, 12> months; // short names, as the calendar's
    Language language = Language::english;
    const CalendarWords* calendar = nullptr; // never null in a row of the table
};

// The locale itself, else the first of its language, else en-US. Never fails; the reference lives for ever.
const Locale& find_locale(std::string_view tag);

} // namespace presstime
