#include "platform/text/text_file.hpp"

#include "base/id.hpp"
#include "platform/text/text_encoding.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace presstime {
namespace {

class TextFile : public testing::Test {
protected:
    ~TextFile() override { std::filesystem::remove(path_); }
    void write(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }
    std::string read() const
    {
        std::ostringstream text;
        text << std::ifstream(path_, std::ios::binary).rdbuf();
        return text.str();
    }
    std::string fault(const std::string& text)
    {
        write(text);
        const Result<> checked = check_delimited(path_);
        return checked ? "" : checked.error().message;
    }

    std::filesystem::path path_ = std::filesystem::temp_directory_path() / make_random_text(16);
};

TEST_F(TextFile, IsToldByItsBytes)
{
    write("a,ü\n");
    EXPECT_EQ(detect_encoding(path_).value(), TextEncoding::utf8);
    write("a,\xFC\n");
    EXPECT_EQ(detect_encoding(path_).value(), TextEncoding::windows_1252);
    write(std::string("\xFF\xFE"
                      "a\0",
                      4));
    EXPECT_EQ(detect_encoding(path_).value(), TextEncoding::utf16_little);
    write(std::string("MZ\0\0", 4));
    EXPECT_EQ(detect_encoding(path_).error().field, "file");
    write(std::string((64 << 10) - 1, 'x') + "ü");
    EXPECT_EQ(detect_encoding(path_).value(), TextEncoding::utf8) << "a character across two pieces";
    write("cut off \xC3");
    EXPECT_EQ(detect_encoding(path_).value(), TextEncoding::windows_1252);
}

TEST_F(TextFile, BecomesUtf8)
{
    write("Stra\xDF"
          "e;5\x80\n");
    ASSERT_TRUE(rewrite_as_utf8(path_, TextEncoding::windows_1252));
    EXPECT_EQ(read(), "Straße;5€\n");
    write(std::string("\xFF\xFE\xFC\0\x0A\0", 6));
    ASSERT_TRUE(rewrite_as_utf8(path_, TextEncoding::utf16_little));
    EXPECT_EQ(read(), "\xEF\xBB\xBFü\n");
    write("undefined \x81");
    EXPECT_FALSE(rewrite_as_utf8(path_, TextEncoding::windows_1252));
    EXPECT_EQ(read(), "undefined \x81") << "left as it was";
}

TEST_F(TextFile, RecordsHaveAsManyValuesAsTheFirstLineHasNames)
{
    EXPECT_EQ(fault("a,b\n1,2\n\n3,4"), "");
    EXPECT_EQ(fault("a;b\r\n1,5;2,5\r\n"), "");
    EXPECT_EQ(fault("a,b\n\"x, \"\"y\"\"\nz\",2\n"), "");
    EXPECT_EQ(fault("only\nwords, and more\n"), "");
    EXPECT_EQ(fault("a,b,c\n1,2,3\n1,2\n").substr(0, 53),
              "line 3 has 2 values, but the first line names 3 colum");
    EXPECT_EQ(fault("a,b\n\"x\ny\",2\n1,2,3\n").substr(0, 20), "line 4 has 3 values,");
    EXPECT_EQ(fault("a,b\n1,\"two\n3,4\n").substr(0, 39), "line 2: a quote is opened here and neve");
}

TEST_F(TextFile, JsonGoesOnlySoDeep)
{
    const auto deep = [&](int levels) {
        return std::string(static_cast<std::size_t>(levels), '[') +
               std::string(static_cast<std::size_t>(levels), ']');
    };
    write("[" + deep(63) + ",\n" + deep(63) + "]");
    EXPECT_TRUE(check_json_depth(path_));
    write("{\"a\": \"" + deep(500) + "\\\"[[\"}");
    EXPECT_TRUE(check_json_depth(path_)) << "brackets in a text are none";
    write("[\n" + deep(64) + "]");
    EXPECT_EQ(check_json_depth(path_).error().message.substr(0, 44),
              "line 2: its values stand deeper than 64 list");
    write(deep(100'000));
    EXPECT_EQ(check_json_depth(path_).error().field, "file");
}

} // namespace
} // namespace presstime
