// Patterns are filled by hand rather than by fmt, so that a wrong table can never throw.
#include "platform/text/phrases.hpp"

#include "platform/text/phrase_rows.hpp"

#include <charconv>
#include <vector>

namespace presstime {
namespace {

using Texts = std::array<std::string_view, kLanguages>;
using Book = std::array<Texts, static_cast<std::size_t>(Phrase::count_)>;

Book bind_book()
{
    Book book{};
    for (const auto rows :
         {page_phrases(), table_phrases(), chart_phrases(), mail_phrases(), file_phrases()}) {
        for (const PhraseRow& row : rows) {
            book[static_cast<std::size_t>(row.which)] = row.text;
        }
    }
    return book;
}

std::string fill(std::string_view pattern, std::span<const std::string_view> words)
{
    std::string out;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const bool place = pattern[at] == '{' && at + 2 < pattern.size() && pattern[at + 2] == '}';
        if (!place) {
            out += pattern[at];
            continue;
        }
        const auto index = static_cast<std::size_t>(pattern[at + 1] - '0');
        if (index < words.size()) {
            out += words[index];
        }
        at += 2;
    }
    return out;
}

// CLDR's rules for whole numbers: French and Brazilian Portuguese take the singular for none, too.
bool is_one(const Locale& locale, std::int64_t count)
{
    const bool none_is_one =
        locale.language == Language::french ||
        (locale.language == Language::portuguese && locale.tag != std::string_view("pt-PT"));
    return count == 1 || (count == 0 && none_is_one);
}

} // namespace

std::string_view phrase(const Locale& locale, Phrase which)
{
    static const Book kBook = bind_book();
    return kBook[static_cast<std::size_t>(which)][static_cast<std::size_t>(locale.language)];
}

std::string say(const Locale& locale, Phrase which, std::initializer_list<std::string_view> words)
{
    return fill(phrase(locale, which), {words.begin(), words.size()});
}

std::string say_count(const Locale& locale, Phrase which, std::int64_t count,
                      std::initializer_list<std::string_view> words)
{
    const std::string_view pattern = phrase(locale, which);
    const std::size_t bar = pattern.find('|');
    const std::string_view one = pattern.substr(0, bar);
    const std::string_view many = bar == std::string_view::npos ? one : pattern.substr(bar + 1);
    const std::string number = count_text(locale, count);
    std::vector<std::string_view> all{number};
    all.insert(all.end(), words.begin(), words.end());
    return fill(is_one(locale, count) ? one : many, all);
}

std::string count_text(const Locale& locale, std::int64_t count)
{
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof(digits), count).ptr;
    const std::string_view text(digits, static_cast<std::size_t>(end - digits));
    const std::size_t sign = count < 0 ? 1 : 0;
    std::string out(text.substr(0, sign));
    for (std::size_t i = sign; i < text.size(); ++i) {
        if (i > sign && (text.size() - i) % 3 == 0) {
            out += locale.group;
        }
        out += text[i];
    }
    return out;
}

} // namespace presstime
