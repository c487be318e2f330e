// A column's values are asked of the file in two steps: the first rows refute nearly every column of words,
// and only what is left is looked at from the first row to the last. The view casts each column by itself,
// because DuckDB's options for decimal signs and dates hold for a file as a whole.
#include "source/csv_readings.hpp"

#include "base/text.hpp"
#include "source/sql_dialect.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace presstime {
namespace {

// {} is the trimmed value of a column, NULL where it is empty. Functions by their full names, because a
// person's connection has macros of the same ones.
struct Reading {
    const char* fits;
    const char* cast;
};
constexpr const char* kDecimal =
    "CAST(system.main.replace(system.main.replace({0}, '.', ''), ',', '.') AS DOUBLE)";
// At most 32 characters: a number of more digits is a key, and the longest ones would be no number at all.
constexpr Reading kDecimalComma{
    "system.main.regexp_full_match({0}, "
    "'[+-]?(0|[1-9]\\d{{0,18}}|[1-9]\\d{{0,2}}(\\.\\d{{3}}){{1,5}})(,\\d{{1,12}})?')",
    kDecimal};
// "1,234" alone may be a thousand and more; these may not.
constexpr const char* kProvesDecimalComma =
    "system.main.regexp_full_match({0}, '[+-]?(0,\\d+|\\d+,(\\d{{1,2}}|\\d{{4,}})|[\\d.]*\\.\\d{{3}},\\d+)')";
constexpr const char* kProvesDotsOfThousands =
    "system.main.regexp_full_match({0}, '[+-]?(0|[1-9]\\d{{0,2}}(\\.\\d{{3}}){{0,5}})')";

constexpr Reading kDotDate{"system.main.regexp_full_match({0}, '\\d{{1,2}}\\.\\d{{1,2}}\\.\\d{{4}}') "
                           "AND system.main.try_strptime({0}, '%d.%m.%Y') IS NOT NULL",
                           "CAST(system.main.strptime({0}, '%d.%m.%Y') AS DATE)"};
constexpr Reading kDotTime{
    "system.main.regexp_full_match({0}, "
    "'\\d{{1,2}}\\.\\d{{1,2}}\\.\\d{{4}} \\d{{1,2}}:\\d{{2}}(:\\d{{2}})?') "
    "AND system.main.try_strptime({0}, ['%d.%m.%Y %H:%M', '%d.%m.%Y %H:%M:%S']) IS NOT NULL",
    "system.main.strptime({0}, ['%d.%m.%Y %H:%M', '%d.%m.%Y %H:%M:%S'])"};
constexpr Reading kDayFirst{"system.main.regexp_full_match({0}, '\\d{{1,2}}/\\d{{1,2}}/\\d{{4}}') "
                            "AND system.main.try_strptime({0}, '%d/%m/%Y') IS NOT NULL",
                            "CAST(system.main.strptime({0}, '%d/%m/%Y') AS DATE)"};
constexpr Reading kMonthFirst{"system.main.regexp_full_match({0}, '\\d{{1,2}}/\\d{{1,2}}/\\d{{4}}') "
                              "AND system.main.try_strptime({0}, '%m/%d/%Y') IS NOT NULL",
                              "CAST(system.main.strptime({0}, '%m/%d/%Y') AS DATE)"};
constexpr std::array kReadings{kDecimalComma, kDotDate, kDotTime, kDayFirst, kMonthFirst};
enum Place : std::size_t { decimal_comma, dot_date, dot_time, day_first, month_first, filled, proof, dots };

constexpr int kFirstRows = 20;
// Each is asked a dozen questions in one statement; a file of more is read as DuckDB reads it.
constexpr std::size_t kMostColumns = 250;

std::string value_of(const std::string& column)
{
    return fmt::format("nullif(system.main.trim({}), '')", quote_identifier(column));
}

// '1' where it holds for every filled value; where there is none, too.
std::string all_say(std::string_view condition, const std::string& value)
{
    return fmt::format("CASE WHEN coalesce(system.main.bool_and({}), true) THEN '1' ELSE '0' END",
                       fmt::format(fmt::runtime(condition), value));
}

std::string some_say(std::string_view condition, const std::string& value)
{
    return fmt::format("CASE WHEN coalesce(system.main.bool_or({}), false) THEN '1' ELSE '0' END",
                       fmt::format(fmt::runtime(condition), value));
}

// What each column's values say, in the order of Place, a sign for each.
Result<std::vector<std::string>> judge(DuckdbSession& session, const std::vector<std::string>& columns,
                                       const std::string& rows)
{
    std::vector<std::string> verdicts;
    for (const std::string& column : columns) {
        const std::string value = value_of(column);
        std::string signs;
        for (const Reading& reading : kReadings)
            signs += all_say(reading.fits, value) + " || ";
        signs += some_say("{0} IS NOT NULL", value) + " || " + some_say(kProvesDecimalComma, value) + " || " +
                 all_say(kProvesDotsOfThousands, value);
        verdicts.push_back(std::move(signs));
    }
    return session.texts(fmt::format("SELECT unnest([{}]) FROM {}", join(verdicts, ", "), rows),
                         std::nullopt);
}

bool says(const std::string& verdict, Place place)
{
    return verdict.at(place) == '1';
}

// One reading alone fits, or none is taken: days and months may not be told apart.
const Reading* reading_of(const std::string& verdict, bool decimal_commas)
{
    if (!says(verdict, filled))
        return nullptr;
    if (says(verdict, decimal_comma))
        return decimal_commas ? &kReadings[decimal_comma] : nullptr;
    if (says(verdict, day_first) && says(verdict, month_first))
        return nullptr;
    for (const Place place : {dot_date, dot_time, day_first, month_first})
        if (says(verdict, place))
            return &kReadings[place];
    return nullptr;
}

Result<std::vector<std::string>> columns_of_type(DuckdbSession& session, const std::string& reader,
                                                 std::string_view type)
{
    return session.texts(
        fmt::format("SELECT column_name FROM (DESCRIBE SELECT * FROM {}) WHERE column_type = '{}'", reader,
                    type),
        std::nullopt);
}

std::string as_texts(const std::string& path, const std::vector<std::string>& columns)
{
    std::vector<std::string> types;
    for (const std::string& column : columns)
        types.push_back(quote_text(column) + ": 'VARCHAR'");
    return fmt::format("read_csv({}, sample_size = -1, types = {{{}}})", path, join(types, ", "));
}

// The columns of text that the first rows do not show to be words.
Result<std::vector<std::string>> columns_left(DuckdbSession& session, const std::string& reader)
{
    const std::vector<std::string> texts = TRY(columns_of_type(session, reader, "VARCHAR"));
    std::vector<std::string> left;
    if (texts.empty() || texts.size() > kMostColumns)
        return left;
    const std::vector<std::string> verdicts =
        TRY(judge(session, texts, fmt::format("(SELECT * FROM {} LIMIT {})", reader, kFirstRows)));
    for (std::size_t at = 0; at < texts.size(); ++at)
        if (verdicts.at(at).substr(0, kReadings.size()).find('1') != std::string::npos)
            left.push_back(texts[at]);
    return left;
}

Result<bool> has_decimal_commas(DuckdbSession& session, const std::vector<std::string>& verdicts,
                                const std::string& path)
{
    const bool proven = std::ranges::any_of(verdicts, [](const std::string& verdict) {
        return says(verdict, decimal_comma) && says(verdict, proof);
    });
    if (!proven)
        return false;
    const std::vector<std::string> delimiter = TRY(session.texts(
        fmt::format("SELECT Delimiter FROM sniff_csv({}, sample_size = -1)", path), std::nullopt));
    return !delimiter.empty() && delimiter.front() != ",";
}

// Beside decimal commas the dots of "1.234" are of thousands, though DuckDB reads another number in it.
Result<std::vector<std::string>> columns_of_thousands(DuckdbSession& session, const std::string& path,
                                                      const std::string& reader)
{
    const std::vector<std::string> numbers = TRY(columns_of_type(session, reader, "DOUBLE"));
    std::vector<std::string> found;
    if (numbers.empty() || numbers.size() > kMostColumns)
        return found;
    const std::vector<std::string> verdicts = TRY(judge(session, numbers, as_texts(path, numbers)));
    for (std::size_t at = 0; at < numbers.size(); ++at)
        if (says(verdicts.at(at), dots))
            found.push_back(numbers[at]);
    return found;
}

} // namespace

Result<std::string> csv_select(DuckdbSession& session, const std::string& path, const std::string& reader)
{
    const std::vector<std::string> left = TRY(columns_left(session, reader));
    if (left.empty())
        return "SELECT * FROM " + reader;
    const std::vector<std::string> verdicts = TRY(judge(session, left, reader));
    const bool decimal_commas = TRY(has_decimal_commas(session, verdicts, path));
    std::map<std::string, const Reading*> readings;
    for (std::size_t at = 0; at < left.size(); ++at)
        if (const Reading* reading = reading_of(verdicts.at(at), decimal_commas))
            readings.emplace(left[at], reading);
    std::vector<std::string> thousands;
    if (decimal_commas)
        thousands = TRY(columns_of_thousands(session, path, reader));
    for (const std::string& column : thousands)
        readings.emplace(column, &kReadings[decimal_comma]);
    if (readings.empty())
        return "SELECT * FROM " + reader;

    std::vector<std::string> casts;
    for (const auto& [column, reading] : readings)
        casts.push_back(fmt::format("{} AS {}", fmt::format(fmt::runtime(reading->cast), value_of(column)),
                                    quote_identifier(column)));
    return fmt::format("SELECT * REPLACE ({}) FROM {}", join(casts, ", "),
                       thousands.empty() ? reader : as_texts(path, thousands));
}

} // namespace presstime
