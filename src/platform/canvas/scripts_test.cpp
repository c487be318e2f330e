// One text a script, drawn into a PDF and read back by poppler: order, fonts and glyphs.
#include "platform/canvas/canvas_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace presstime {
namespace {

using namespace canvas_test;
using ::testing::HasSubstr;
using ::testing::Not;

struct Script {
    const char* name;
    const char* language;
    const char* text;
    const char* font; // that sets it
};

std::ostream& operator<<(std::ostream& out, const Script& script)
{
    return out << script.name;
}

PageList page_of(const Script& script)
{
    PageList pages = list_of({DrawText{script.text, {40, 60}, {14}}});
    pages.language = script.language;
    return pages;
}

class EachScript : public testing::TestWithParam<Script> {};

// poppler puts U+202B and U+202C around a line that runs from right to left; the text between is in the order
// of reading.
std::string without_embeddings(std::string text)
{
    for (const char* mark : {"\u202A", "\u202B", "\u202C"}) {
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
            text.erase(at, 3);
        }
    }
    return text;
}

// An emoji stands apart, for what is read is smaller than the text beside it.
std::string with_single_spaces(const std::string& text)
{
    std::istringstream words(text);
    std::string word, out;
    while (words >> word) {
        out += (out.empty() ? "" : " ") + word;
    }
    return out;
}

TEST_P(EachScript, IsCopiedOutOfThePdfAsItWasWritten)
{
    const Script& script = GetParam();
    const std::string read = without_embeddings(run_tool("pdftotext", "-", pdf_of(page_of(script))));
    EXPECT_EQ(with_single_spaces(read), script.text);
}

// pdffonts: name, type, encoding, emb, sub, uni; a Type 3 font is drawn by the page itself and has no file.
TEST_P(EachScript, BringsItsFontEmbeddedAndSubset)
{
    const Script& script = GetParam();
    std::istringstream fonts(run_tool("pdffonts", "", pdf_of(page_of(script))));
    std::string line, all;
    for (int row = 0; std::getline(fonts, line); ++row) {
        all += line + "\n";
        if (row >= 2) {
            EXPECT_THAT(line, HasSubstr(" yes ")) << all;
            EXPECT_THAT(line, Not(HasSubstr(" no  "))) << all;
        }
    }
    EXPECT_THAT(all, HasSubstr(script.font));
}

TEST_P(EachScript, HasAllItsGlyphs)
{
    std::string bytes;
    EXPECT_EQ(write_pdf(page_of(GetParam()), Instant{}, into(bytes), a_minute()).value().missing_glyphs, "");
}

INSTANTIATE_TEST_SUITE_P(
    Text, EachScript,
    testing::Values(Script{"Latin", "de", "Größe, Čeština, Tiếng Việt – 1.234,50 €", "Inter"},
                    Script{"Greek", "el", "Έσοδα ανά μήνα", "Inter"},
                    Script{"Cyrillic", "ru", "Выручка по месяцам, Київ", "Inter"},
                    Script{"Arabic", "ar", "المبيعات الشهرية", "NotoSansArabic"},
                    Script{"Hebrew", "he", "הכנסות לפי חודש", "NotoSansHebrew"},
                    Script{"Thai", "th", "รายได้ต่อเดือน", "NotoSansThai"},
                    Script{"Devanagari", "hi", "मासिक राजस्व", "NotoSans"},
                    Script{"Chinese", "zh-CN", "每月收入 直", "NotoSansCJKsc"},
                    Script{"ChineseTraditional", "zh-TW", "每月收入 直", "NotoSansCJKtc"},
                    Script{"Japanese", "ja", "月別の売上高 直", "NotoSansCJKjp"},
                    Script{"Korean", "ko", "월별 매출", "NotoSansCJKkr"},
                    Script{"Emoji", "en", "Done 🎉 👍🏽", "Inter"}),
    [](const auto& script) { return std::string(script.param.name); });

} // namespace
} // namespace presstime
