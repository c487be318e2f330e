#include "platform/text/phrases.hpp"

#include <gtest/gtest.h>

#include <set>

namespace presstime {
namespace {

constexpr const char* kTags[] = {"en-US", "de-DE", "fr-FR", "es-ES", "it-IT", "nl-NL", "pt-BR"};

std::set<char> places(std::string_view pattern)
{
    std::set<char> found;
    for (std::size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1)) {
        EXPECT_EQ(pattern.substr(at + 2, 1), "}") << pattern;
        found.insert(pattern[at + 1]);
    }
    return found;
}

TEST(Phrases, ExistInEveryLanguageWithTheSamePlaces)
{
    for (int i = 0; i < static_cast<int>(Phrase::count_); ++i) {
        const auto which = static_cast<Phrase>(i);
        const std::string_view english = phrase(find_locale("en-US"), which);
        ASSERT_FALSE(english.empty()) << i;
        for (const char* tag : kTags) {
            const std::string_view text = phrase(find_locale(tag), which);
            EXPECT_EQ(places(text), places(english)) << tag << ": " << text;
            EXPECT_EQ(text.find('|') == std::string_view::npos, english.find('|') == std::string_view::npos)
                << tag << ": " << text;
            EXPECT_FALSE(text.empty()) << tag << ": " << english;
        }
    }
}

TEST(Phrases, CountInTheNumberOfTheLanguage)
{
    EXPECT_EQ(say_count(find_locale("en-US"), Phrase::rows, 1), "1 row");
    EXPECT_EQ(say_count(find_locale("en-US"), Phrase::rows, 0), "0 rows");
    EXPECT_EQ(say_count(find_locale("de-DE"), Phrase::rows, 1'204), "1.204 Zeilen");
    EXPECT_EQ(say_count(find_locale("fr-FR"), Phrase::rows, 0), "0 ligne");
    EXPECT_EQ(say_count(find_locale("fr-FR"), Phrase::rows, 12'345), "12\u202F345 lignes");
    EXPECT_EQ(say_count(find_locale("pt-BR"), Phrase::rows, 0), "0 linha");
    EXPECT_EQ(say_count(find_locale("pt-PT"), Phrase::rows, 0), "0 linhas");
    EXPECT_EQ(say_count(find_locale("it-IT"), Phrase::rows_without, 2, {"data"}),
              "2 righe senza `data` omesse.");
}

TEST(Phrases, PutWordsWhereTheLanguageWantsThem)
{
    EXPECT_EQ(say(find_locale("en-US"), Phrase::page_of, {"3", "12"}), "Page 3 of 12");
    EXPECT_EQ(say(find_locale("de-DE"), Phrase::showing, {"200", "4.812 Zeilen", "das Limit des Widgets"}),
              "200 von 4.812 Zeilen gezeigt, begrenzt durch das Limit des Widgets");
    EXPECT_EQ(say(find_locale("fr-FR"), Phrase::failed_chart, {"{0} {1}"}),
              "Ce graphique n’a pas pu être affiché\u00A0: {0} {1}")
        << "what is filled in is not read as a pattern";
    EXPECT_EQ(say(find_locale("nl-NL"), Phrase::page_of), "Pagina  van ") << "a missing word is left out";
}

TEST(CountText, GroupsByTheLocale)
{
    EXPECT_EQ(count_text(find_locale("en-US"), 0), "0");
    EXPECT_EQ(count_text(find_locale("en-US"), 999), "999");
    EXPECT_EQ(count_text(find_locale("de-CH"), 1'234'567), "1'234'567");
    EXPECT_EQ(count_text(find_locale("de-DE"), INT64_MIN), "-9.223.372.036.854.775.808");
}

} // namespace
} // namespace presstime
