// What becomes of a workbook's sheets, and how the folder of uploads remembers them.
#include "control/workbook_tables.hpp"

#include "base/id.hpp"
#include "control/upload_folder.hpp"

#include <fstream>
#include <gmock/gmock.h>

namespace presstime::control {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

// Keeps what it is to write; the file holds the columns' names.
class Writer final : public SchemaReader {
public:
    Result<SourceSchema> schema(std::int64_t, const std::string&) override { return SourceSchema{}; }
    Result<SourceSchema> schema_of(const Connection&) override { return SourceSchema{}; }
    Result<std::int64_t> read_through(const Connection&, const SchemaTable&) override { return 0; }
    Result<> write_typed(const TypedRows& rows) override
    {
        if (refusal)
            return fail(*refusal);
        EXPECT_TRUE(fs::exists(rows.text));
        std::ofstream file(rows.parquet);
        for (const Column& column : rows.columns)
            file << column.name << ' ' << to_string(column.type) << '\n';
        return {};
    }
    std::optional<Error> refusal;
};

class WorkbookTablesTest : public testing::Test {
protected:
    WorkbookTablesTest() { fs::create_directories(folder_); }
    ~WorkbookTablesTest() override { fs::remove_all(folder_); }
    void touch(const std::string& name) const { std::ofstream(folder_ / name) << "x"; }

    fs::path folder_ = fs::temp_directory_path() / make_random_text(16);
    fs::path workbook_ = PRESSTIME_SOURCE_DIR "/test/workbooks/libreoffice.xlsx";
    Writer writer_;
};

TEST_F(WorkbookTablesTest, AreItsVisibleSheetsThatHoldSomething)
{
    const auto made = make_workbook_tables(workbook_, "umsatz.xlsx", folder_, writer_);
    ASSERT_TRUE(made.has_value()) << made.error().message;
    ASSERT_EQ(made->sheets.size(), 1U);
    EXPECT_EQ(made->sheets[0].sheet, "Umsätze");
    EXPECT_TRUE(fs::exists(made->sheets[0].file));
    EXPECT_THAT(made->sheets[0].note, HasSubstr("row 3 is the header"));
    EXPECT_EQ(made->note, "hidden sheets are left out: Geheim; empty sheets are left out: Leer");
    EXPECT_FALSE(fs::exists(folder_ / "rows")) << "what it was written from is gone";
}

TEST_F(WorkbookTablesTest, ErrorsNameTheWorkbookAndTheSheet)
{
    writer_.refusal = Error::give_up("Binder Error: too much");
    const auto refused = make_workbook_tables(workbook_, "umsatz.xlsx", folder_, writer_);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().message, "umsatz.xlsx, sheet Umsätze: too much");
    EXPECT_EQ(refused.error().field, "file");
    touch("text.xlsx");
    const auto no_book = make_workbook_tables(folder_ / "text.xlsx", "text.xlsx", folder_, writer_);
    ASSERT_FALSE(no_book.has_value());
    EXPECT_THAT(no_book.error().message, HasSubstr("text.xlsx: "));
}

TEST(SheetTableNames, AreTheWorkbooksOrTheSheetsEachOnce)
{
    const auto names = [](const std::vector<std::string>& sheets) {
        std::vector<SheetFile> files;
        for (const std::string& sheet : sheets)
            files.push_back({sheet, {}, {}});
        return sheet_table_names("sales", files);
    };
    EXPECT_THAT(names({"Tabelle1"}), ElementsAre("sales"));
    EXPECT_THAT(names({"Jan 1.5", "Lost & found", "lost-&-FOUND", "../x"}),
                ElementsAre("sales_Jan_1_5", "sales_Lost_found", "sales_lost-_-FOUND", "sales_x"));
    EXPECT_THAT(names({"A b", "a_B"}), ElementsAre("sales_A_b", "sales_a_B-2"));
}

TEST_F(WorkbookTablesTest, BooksAreKeptBesideTheirFiles)
{
    touch("sales_A.parquet");
    touch("sales_B.parquet");
    ASSERT_TRUE(keep_book(folder_, {"sales.xlsx", {{"A", "sales_A.parquet"}, {"B", "sales_B.parquet"}}}));
    EXPECT_EQ(uploaded_files(folder_).size(), 2U) << "what is kept of them is hidden";
    auto books = uploaded_books(folder_);
    ASSERT_EQ(books.size(), 1U);
    EXPECT_EQ(books[0].name, "sales.xlsx");
    EXPECT_EQ(books[0].sheets[1].sheet, "B");
    ASSERT_TRUE(forget_sheet(folder_, "sales_A.parquet"));
    EXPECT_EQ(uploaded_books(folder_)[0].sheets.size(), 1U);
    fs::remove(folder_ / "sales_B.parquet");
    EXPECT_TRUE(uploaded_books(folder_).empty()) << "a file that is gone is no sheet";
    std::ofstream(folder_ / ".book-odd.json")
        << R"({"name":"odd.xlsx","sheets":[{"sheet":1,"file":"../x"},2]})";
    std::ofstream(folder_ / ".book-torn.json") << R"({"name":)";
    EXPECT_TRUE(uploaded_books(folder_).empty());
}

TEST_F(WorkbookTablesTest, ATableIsReplacedWhateverItsKind)
{
    touch("Sales.csv");
    touch("made");
    EXPECT_EQ(file_of_table(uploaded_files(folder_), "sales").filename(), "Sales.csv");
    ASSERT_TRUE(put_in_place(folder_, folder_ / "made", "sales", "parquet"));
    EXPECT_TRUE(fs::exists(folder_ / "sales.parquet"));
    EXPECT_FALSE(fs::exists(folder_ / "Sales.csv"));
}

} // namespace
} // namespace presstime::control
