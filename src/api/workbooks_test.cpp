// Uploaded workbooks: each sheet a table with its types, together replaced and deleted.
#include "api/access_world.hpp"
#include "base/id.hpp"
#include "platform/http/uploaded_file.hpp"

#include <array>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>
#include <xlsxwriter.h>

namespace presstime::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class WorkbooksApi : public testing::Test {
protected:
    // A workbook of sheets, each with a title, a header and these rows; "~" in front hides one.
    struct Sheet {
        std::string name;
        std::vector<std::pair<int, double>> rows; // month of 2026, total
    };
    std::string made_of(const std::vector<Sheet>& sheets) const
    {
        const std::filesystem::path path = world.folder / ("made-" + make_random_text(12));
        lxw_workbook* book = workbook_new(path.c_str());
        lxw_format* date = workbook_add_format(book);
        format_set_num_format(date, "dd/mm/yyyy");
        for (const auto& [name, rows] : sheets) {
            const bool hidden = name.starts_with('~');
            lxw_worksheet* sheet = workbook_add_worksheet(book, name.c_str() + (hidden ? 1 : 0));
            if (hidden)
                worksheet_hide(sheet);
            if (rows.empty())
                continue;
            worksheet_write_string(sheet, 0, 0, "Sales report", nullptr);
            const std::array<const char*, 4> header = {"Order date", "Region", "Zip", "Total"};
            for (std::uint16_t at = 0; at < header.size(); ++at)
                worksheet_write_string(sheet, 2, at, header.at(at), nullptr);
            lxw_row_t row = 3;
            for (const auto& [month, total] : rows) {
                lxw_datetime when = {2026, month, 15, 0, 0, 0};
                worksheet_write_datetime(sheet, row, 0, &when, date);
                worksheet_write_string(sheet, row, 1, month % 2 == 0 ? "North" : "South", nullptr);
                worksheet_write_string(sheet, row, 2, "01067", nullptr);
                worksheet_write_number(sheet, row++, 3, total, nullptr);
            }
        }
        EXPECT_EQ(workbook_close(book), LXW_NO_ERROR);
        std::ostringstream bytes;
        bytes << std::ifstream(path, std::ios::binary).rdbuf();
        return bytes.str();
    }
    Answer put(const std::string& name, const std::string& content, bool replace = false)
    {
        http::Request request;
        request.method = "PUT";
        request.path = "/v1/files/" + name;
        if (replace)
            request.query["replace"] = "1";
        request.headers["authorization"] = "Bearer " + world.admin_key;
        const std::filesystem::path file = world.folder / ("upload-" + make_random_text(12));
        std::ofstream(file, std::ios::binary) << content;
        request.upload = std::make_shared<http::UploadedFile>(file, nullptr);
        return World::read(world.router.handle(request));
    }
    std::vector<std::string> tables() { return texts(world.get("/v1/files"), "table"); }
    std::vector<std::string> hidden_files() const
    {
        std::vector<std::string> names;
        std::error_code code;
        for (const auto& entry : std::filesystem::directory_iterator(world.folder / "uploads" / "1", code))
            if (const auto name = entry.path().filename().native(); name.starts_with('.'))
                names.push_back(name);
        return names;
    }

    AccessWorld world;
    std::vector<std::pair<int, double>> two = {{1, 10.5}, {2, 7}};
};

TEST_F(WorkbooksApi, AWorkbookOfOneSheetIsATableWithItsTypes)
{
    const Answer made = put("My sales (2026).xlsx", made_of({{"Orders", two}, {"Empty", {}}, {"~Old", two}}));
    ASSERT_EQ(made.status, 201) << made.response.body;
    EXPECT_EQ(made.text("table"), "My_sales_2026");
    EXPECT_EQ(made.text("kind"), "parquet");
    EXPECT_EQ(made.text("workbook"), "My_sales_2026.xlsx");
    EXPECT_EQ(made.text("sheet"), "Orders");
    EXPECT_EQ(made.number("rows"), 2);
    EXPECT_EQ(json::serialize(made.body.at("columns")),
              R"([{"name":"Order date","type":"date"},{"name":"Region","type":"text"},)"
              R"({"name":"Zip","type":"text"},{"name":"Total","type":"real"}])");
    EXPECT_THAT(made.text("note"), HasSubstr("row 3 is the header"));
    EXPECT_THAT(made.text("note"),
                HasSubstr("hidden sheets are left out: Old; empty sheets are left out: Empty"));
    EXPECT_EQ(made.body.at("sheets").as_array().size(), 1U);
    const Answer rows = world.get("/v1/connections/uploads/tables/My_sales_2026/sample");
    EXPECT_THAT(json::serialize(rows.body.at("rows")), HasSubstr(R"(["2026-02-15","North","01067",7])"));
    EXPECT_THAT(hidden_files(), ElementsAre(".book-my_sales_2026.xlsx.json"));
    const Answer suggested =
        world.post("/v1/dashboards/suggest", R"({"connection":"uploads","table":"My_sales_2026"})");
    EXPECT_THAT(suggested.response.body, HasSubstr("Order date is a date"));
}

TEST_F(WorkbooksApi, EverySheetIsATableAndTheyGoTogether)
{
    const std::string book = made_of({{"Orders", two}, {"Lost & found", two}});
    const Answer made = put("sales.xlsm", book);
    ASSERT_EQ(made.status, 201) << made.response.body;
    EXPECT_EQ(made.body.at("sheets").at(1).at("sheet"), "Lost & found");
    EXPECT_THAT(tables(), ElementsAre("sales_Lost_found", "sales_Orders"));
    EXPECT_EQ(put("sales.xlsm", book).text("table"), "sales-2_Orders") << "beside the first";
    EXPECT_EQ(world.get("/v1/files").body.at(0).at("workbook"), "sales-2.xlsm");
    ASSERT_EQ(world.send("DELETE", "/v1/files/sales-2.xlsm").status, 204);
    EXPECT_THAT(tables(), ElementsAre("sales_Lost_found", "sales_Orders"));
    ASSERT_EQ(world.send("DELETE", "/v1/files/sales_Orders.parquet").status, 204) << "one alone";
    ASSERT_EQ(world.send("DELETE", "/v1/files/sales.xlsm").status, 204);
    EXPECT_THAT(tables(), IsEmpty());
    EXPECT_THAT(hidden_files(), IsEmpty());
}

TEST_F(WorkbooksApi, ReplacedASheetKeepsItsTable)
{
    ASSERT_EQ(put("sales.xlsx", made_of({{"Jan", two}})).text("table"), "sales");
    EXPECT_EQ(put("sales.xlsx", made_of({{"Feb", {{2, 1}}}}), true).text("table"), "sales");
    EXPECT_THAT(tables(), ElementsAre("sales"));
    const Answer more = put("sales.xlsx", made_of({{"Notes", two}, {"Feb", {{3, 1}}}}), true);
    EXPECT_EQ(more.body.at("sheets").at(1).at("table"), "sales");
    EXPECT_THAT(tables(), ElementsAre("sales", "sales_Notes"));
    json::object dashboard = World::sales_dashboard();
    dashboard["id"] = "dash_sales_book";
    dashboard["queries"] = json::parse(
        R"([{"name":"by_month","connection":"uploads",
             "sql":"SELECT \"Order date\" AS month, Total AS revenue FROM sales_Notes"}])");
    ASSERT_EQ(world.post("/v1/dashboards", json::serialize(dashboard)).status, 201);
    EXPECT_THAT(world.send("DELETE", "/v1/files/sales.xlsx").text("detail"), HasSubstr("dash_sales_book"));
    const Answer fewer = put("sales.xlsx", made_of({{"Other", two}}), true);
    ASSERT_EQ(fewer.status, 201) << fewer.response.body;
    EXPECT_THAT(fewer.text("note"), HasSubstr("the sheet Notes is gone, and its table stays"));
    EXPECT_THAT(tables(), UnorderedElementsAre("sales", "sales_Notes"));
}

TEST_F(WorkbooksApi, WhatIsRefusedLeavesNothing)
{
    const std::string book = made_of({{"Orders", two}});
    const Answer cut = put("sales.xlsx", book.substr(0, book.size() / 2));
    EXPECT_EQ(cut.status, 422);
    EXPECT_THAT(cut.text("detail"), HasSubstr("sales.xlsx: "));
    EXPECT_THAT(put("sales.xlsx", made_of({{"Orders", {}}})).text("detail"), HasSubstr("no visible sheet"));
    EXPECT_THAT(tables(), IsEmpty());
    EXPECT_THAT(hidden_files(), IsEmpty());
}

} // namespace
} // namespace presstime::api
