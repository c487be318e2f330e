#include "platform/workbook/sheet_table.hpp"

#include "base/text.hpp"
#include "platform/workbook/workbook_fixture.hpp"

#include <array>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace presstime {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "Region|North" -> a row of cells: "" is left out, numbers are numbers, "!" an error, "@46133" a date.
std::string row(std::string_view values)
{
    std::string cells;
    std::uint32_t column = 0;
    for (const std::string_view value : split(values, '|')) {
        const std::string place = column_letters(column++) + "1";
        if (value.starts_with('@'))
            cells += fmt::format(R"(<c r="{}" s="1"><v>{}</v></c>)", place, value.substr(1));
        else if (value == "!")
            cells += fmt::format(R"(<c r="{}" t="e"><v>#N/A</v></c>)", place);
        else if (value == "true")
            cells += fmt::format(R"(<c r="{}" t="b"><v>1</v></c>)", place);
        else if (parse_double(value) && (!value.starts_with('0') || value.starts_with("0.")))
            cells += fmt::format(R"(<c r="{}"><v>{}</v></c>)", place, value);
        else if (!value.empty())
            cells += fmt::format(R"(<c r="{}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>)",
                                 place, value);
    }
    return "<row>" + cells + "</row>";
}

class SheetAsTable : public testing::Test {
protected:
    void make(const std::vector<std::string_view>& rows)
    {
        std::string inside;
        for (const std::string_view each : rows)
            inside += row(each);
        Parts parts = one_sheet(inside);
        parts["xl/styles.xml"] = styles_of({"yyyy-mm-dd"});
        write_zip(folder_ / "book.xlsx", parts);
        Workbook book = Workbook::open(folder_ / "book.xlsx").value();
        const auto made = make_sheet_table(book, {.sheet = 0, .rows_file = folder_ / "rows.csv"});
        refusal_ = made ? "" : made.error().message;
        table_ = made ? *made : std::nullopt;
    }
    // "Region text, Total real"
    std::string columns() const
    {
        std::vector<std::string> out;
        for (const Column& column : table_->columns)
            out.push_back(fmt::format("{} {}", column.name, to_string(column.type)));
        return join(out, ", ");
    }
    std::string rows() const
    {
        std::ostringstream text;
        text << std::ifstream(folder_ / "rows.csv", std::ios::binary).rdbuf();
        return text.str();
    }

    TempFolder folder_;
    std::optional<SheetTable> table_;
    std::string refusal_;
};

TEST_F(SheetAsTable, KeepsTheTypesOfItsCells)
{
    make({"Day|Zip|Price|Count|Paid|At", "@46133|01067|0.5|3|true|@46133.5", "@46134|80331|2|4||@46134",
          "|a \"b\"||||"});
    EXPECT_EQ(columns(), "Day date, Zip text, Price real, Count integer, Paid boolean, At timestamp");
    EXPECT_EQ(rows(), "2026-04-21,\"01067\",0.5,3,true,2026-04-21 12:00:00\n"
                      "2026-04-22,\"80331\",2,4,,2026-04-22\n,\"a \"\"b\"\"\",,,,\n");
    EXPECT_EQ(table_->rows, 3);
    EXPECT_THAT(table_->remarks, Contains(HasSubstr("Zip"))) << "80331 was a number";
}

TEST_F(SheetAsTable, FindsTheHeaderBelowATitle)
{
    make({"Sales report 2026", "", "as of|@46133", "", "Region|Month|Total", "North|1|10", "South|2|20"});
    EXPECT_EQ(columns(), "Region text, Month integer, Total integer");
    EXPECT_EQ(rows(), "\"North\",1,10\n\"South\",2,20\n");
    EXPECT_THAT(table_->remarks, ElementsAre(HasSubstr("row 5 is the header")));
}

TEST_F(SheetAsTable, NamesMayStandOverAColumnThatHasNone)
{
    make({"|Region|Total", "1|North|10", "2|South|20"});
    EXPECT_EQ(columns(), "Column A integer, Region text, Total integer");
    EXPECT_THAT(table_->remarks, ElementsAre(HasSubstr("Column A")));
    make({"Region|2025|2026", "North|1|2", "South|3|4"});
    EXPECT_EQ(columns(), "Region text, 2025 integer, 2026 integer");
}

TEST_F(SheetAsTable, WithoutNamesIsAllData)
{
    make({"@46133|1", "@46134|2"});
    EXPECT_EQ(columns(), "Column A date, Column B integer");
    EXPECT_EQ(table_->rows, 2);
    EXPECT_THAT(table_->remarks, ElementsAre(HasSubstr("by their letters")));
}

TEST_F(SheetAsTable, HasEachNameOnceAndNoEmptyColumn)
{
    make({"Total|  total\n |||Total|Kept", "1|2|||3", "|||  |4"});
    EXPECT_EQ(columns(), "Total integer, total_2 integer, Total_3 integer, Kept text");
    EXPECT_THAT(table_->remarks, ElementsAre(HasSubstr("total_2, Total_3")));
}

TEST_F(SheetAsTable, ErrorsAreEmptyAndMixedColumnsText)
{
    make({"A|B|C", "1|!|n/a", "2|5|7", "!|6|@46133"});
    EXPECT_EQ(columns(), "A integer, B integer, C text");
    EXPECT_EQ(rows(), "1,,\"n/a\"\n2,5,\"7\"\n,6,\"2026-04-21\"\n");
    EXPECT_THAT(table_->remarks, ElementsAre(HasSubstr("kept as text: C"), HasSubstr("#N/A are empty: 2")));
}

TEST_F(SheetAsTable, MayBeEmptyOrAHeaderAlone)
{
    make({"", " |  "});
    EXPECT_FALSE(table_.has_value());
    make({"Region|Total"});
    EXPECT_EQ(columns(), "Region text, Total text");
    EXPECT_EQ(table_->rows, 0);
    EXPECT_EQ(rows(), "");
    EXPECT_THAT(table_->remarks, IsEmpty());
}

TEST_F(SheetAsTable, ManyOfOneNameAreNamedQuickly)
{
    std::string names = "x";
    for (int column = 1; column < 1'000; ++column)
        names += "|x";
    make({names, "1"});
    ASSERT_EQ(refusal_, "");
    EXPECT_EQ(table_->columns.back().name, "x_1000");
    make({names + "|x", "1"});
    EXPECT_THAT(refusal_, HasSubstr("more than 1,000 columns"));
}

} // namespace
} // namespace presstime
