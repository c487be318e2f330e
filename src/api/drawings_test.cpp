// What is drawn while somebody looks, beside pictures of widgets: rows as they are written, small pictures of
// dashboards, whole files, and documents that are not saved.
#include "api/access_world.hpp"

#include <future>
#include <semaphore>

namespace presstime::api {
namespace {

constexpr const char* kBoard = R"({"id":"dash_shop","name":"Shop",
    "parameters":[{"name":"least","type":"integer","default":0}],
    "queries":[{"name":"by_month","connection":"shop","sql":
        "SELECT *, 1000*revenue AS total, 'https://x.org/'||region AS page FROM sales WHERE $least<=revenue"},
        {"name":"many","connection":"shop","sql":
        "SELECT i, 'row ' || i AS label FROM range(5000) AS t(i) ORDER BY i"},
        {"name":"none","connection":"shop","sql":"SELECT month, revenue FROM sales WHERE revenue > 1000"},
        {"name":"broken","connection":"shop","sql":"SELECT month, CAST(region AS INTEGER) AS n FROM sales"}],
    "widgets":[
      {"id":"w_bar","kind":"chart","title":"Revenue","query":"by_month","grid":{"x":0,"y":0,"w":6,"h":6},
       "chart":{"mark":"bar","x":"month","y":["revenue"],"y_format":"0.00"}},
      {"id":"w_tab","kind":"table","title":"Orders","query":"by_month","grid":{"x":0,"y":6,"w":12,"h":6},
       "columns":[{"field":"region","label":"Region","link":"page"},
                  {"field":"total","label":"Total","format":"0,0.00","total":"sum","mark":"dot",
                   "tones":[{"when":"<","value":15000,"tone":"bad"}]}]},
      {"id":"w_many","kind":"table","query":"many","grid":{"x":0,"y":12,"w":12,"h":6},
       "columns":[{"field":"i","total":"sum"},{"field":"label"}]},
      {"id":"w_none","kind":"table","query":"none","grid":{"x":0,"y":18,"w":12,"h":6}},
      {"id":"w_broken","kind":"table","query":"broken","grid":{"x":0,"y":24,"w":12,"h":6}},
      {"id":"w_txt","kind":"text","grid":{"x":6,"y":0,"w":6,"h":6},"markdown":
       "# Hello\n\nSee **this** [page](https://example.com/a) or [that](javascript:alert(1)).\n\n- one"}]})";

class DrawingApi : public testing::Test {
protected:
    void SetUp() override
    {
        world.add_sales();
        const Answer made = world.post("/v1/dashboards", kBoard);
        ASSERT_EQ(made.status, 201) << json::serialize(made.body);
        ASSERT_EQ(world.post("/v1/dashboards/dash_shop/publish").status, 200);
    }
    Answer data(const std::string& widget, const std::string& query = "")
    {
        return world.get("/v1/dashboards/dash_shop/widgets/" + widget + "/data" + query);
    }
    static std::string text(const json::value& value) { return json::serialize(value); }

    World world;
};

TEST_F(DrawingApi, GivesATableItsValuesAndItsWords)
{
    const Answer answer = data("w_tab", "?locale=de-DE");
    ASSERT_EQ(answer.status, 200) << text(answer.body);
    const json::array& columns = answer.body.at("columns").as_array();
    ASSERT_EQ(columns.size(), 2U);
    EXPECT_EQ(columns[0].at("label").as_string(), "Region");
    EXPECT_EQ(columns[0].at("align").as_string(), "left");
    EXPECT_EQ(text(columns[0].at("links")), R"(["https://x.org/North","https://x.org/South"])");
    EXPECT_EQ(columns[1].at("name").as_string(), "total");
    EXPECT_EQ(columns[1].at("align").as_string(), "right");
    EXPECT_EQ(columns[1].at("format").as_string(), "0,0.00");
    EXPECT_EQ(text(columns[1].at("tones")), R"(["bad",null])");
    EXPECT_EQ(text(answer.body.at("rows")), R"([["North",10000],["South",20000]])");
    EXPECT_EQ(text(answer.body.at("text")), R"([["North","10.000,00"],["South","20.000,00"]])");
    EXPECT_EQ(text(answer.body.at("totals")), R"(["","30.000,00"])");
    EXPECT_EQ(answer.text("line"), "2 Zeilen");
    EXPECT_TRUE(answer.body.at("complete").as_bool());
    EXPECT_NE(answer.text("data_as_of").find("2026"), std::string::npos) << answer.text("data_as_of");
}

TEST_F(DrawingApi, BindsWhatTheReaderChose)
{
    EXPECT_EQ(data("w_tab", "?param.least=15").number("row_count"), 1);
    EXPECT_EQ(data("w_tab", "?param.least=x").text("field"), "parameters.least");
    EXPECT_EQ(data("w_tab", "?param.other=1").text("field"), "parameters.other");
}

TEST_F(DrawingApi, ListsTheChoicesOfAParameter)
{
    const std::string board = R"({"id":"dash_pick","name":"Pick",
        "parameters":[{"name":"region","type":"string","options_query":"regions"},
                      {"name":"least","type":"integer","default":0}],
        "queries":[{"name":"regions","connection":"shop","sql":
            "SELECT DISTINCT region, 1 AS other FROM sales WHERE revenue >= $least ORDER BY region"}],
        "widgets":[]})";
    ASSERT_EQ(world.post("/v1/dashboards", board).status, 201);
    const std::string path = "/v1/dashboards/dash_pick/parameters/";
    const Answer all = world.get(path + "region/options");
    ASSERT_EQ(all.status, 200) << text(all.body);
    EXPECT_EQ(text(all.body.at("rows")), R"([["North"],["South"]])");
    EXPECT_EQ(all.body.at("columns").as_array().size(), 1U);
    EXPECT_EQ(text(world.get(path + "region/options?param.least=15").body.at("rows")), R"([["South"]])")
        << "choices follow the other parameters";
    EXPECT_EQ(world.get(path + "least/options").status, 404);
    EXPECT_EQ(world.get(path + "none/options").status, 404);
    EXPECT_EQ(world.get("/v1/dashboards/dash_none/parameters/region/options").status, 404);
    EXPECT_EQ(world.get(path + "region/options?param.least=x").text("field"), "parameters.least");
}

TEST_F(DrawingApi, SaysHowManyRowsThereAreBeyondThoseShown)
{
    const Answer answer = data("w_many", "?limit=10");
    ASSERT_EQ(answer.status, 200) << text(answer.body);
    EXPECT_EQ(answer.number("row_count"), 10);
    EXPECT_EQ(answer.number("rows_in_result"), 5'000);
    EXPECT_FALSE(answer.body.at("complete").as_bool());
    EXPECT_EQ(answer.text("line"), "Showing 10 of 5,000 rows, cut by the view's limit of 10");
    EXPECT_EQ(answer.body.at("totals").at(0).as_string(), "12,497,500") << "of all rows, as in the report";
    EXPECT_EQ(data("w_many", "?limit=0").text("field"), "limit");
    EXPECT_EQ(data("w_many", "?limit=10001").text("field"), "limit");
}

TEST_F(DrawingApi, GivesAChartTheColumnsItDraws)
{
    const Answer answer = data("w_bar");
    ASSERT_EQ(answer.status, 200) << text(answer.body);
    EXPECT_EQ(text(answer.body.at("text")), R"([["2026-01","10.00"],["2026-02","20.00"]])");
    EXPECT_EQ(text(answer.body).find("North"), std::string::npos) << "the query has more than is drawn";
}

TEST_F(DrawingApi, HasNoRowsForAnEmptyResultAndAReasonForAFailedOne)
{
    const Answer empty = data("w_none");
    EXPECT_EQ(empty.number("row_count"), 0);
    EXPECT_EQ(empty.body.at("columns").as_array().size(), 2U);
    EXPECT_TRUE(empty.body.at("complete").as_bool());
    const Answer failed = data("w_broken");
    EXPECT_EQ(failed.status, 502);
    EXPECT_NE(failed.text("detail").find("North"), std::string::npos) << failed.text("detail");
    EXPECT_EQ(data("w_nowhere").status, 404);
}

TEST_F(DrawingApi, GivesATextItsWordsWithSoundLinksAlone)
{
    const Answer answer = data("w_txt");
    EXPECT_EQ(answer.text("kind"), "text");
    const json::array& blocks = answer.body.at("blocks").as_array();
    ASSERT_EQ(blocks.size(), 3U);
    EXPECT_EQ(blocks[0].at("kind").as_string(), "heading");
    EXPECT_EQ(blocks[2].at("kind").as_string(), "item");
    const std::string words = text(answer.body);
    EXPECT_NE(words.find(R"("link":"https://example.com/a")"), std::string::npos) << words;
    EXPECT_EQ(words.find(R"("link":"javascript)"), std::string::npos) << words;
}

TEST_F(DrawingApi, WritesTheRowsOfOneWidgetAsAFile)
{
    const Answer csv = data("w_tab", "?format=csv");
    EXPECT_EQ(csv.status, 200);
    EXPECT_TRUE(csv.response.content_type.starts_with("text/csv")) << csv.response.content_type;
    EXPECT_EQ(csv.response.body, "Region,Total\r\nNorth,10000\r\nSouth,20000\r\n");
    EXPECT_TRUE(csv.header("Content-Disposition").starts_with("attachment"))
        << csv.header("Content-Disposition");
    EXPECT_EQ(csv.header("X-Presstime-Rows"), "2");
    EXPECT_TRUE(data("w_bar", "?format=csv").response.body.starts_with("month,revenue\r\n"));
    EXPECT_TRUE(data("w_bar", "?format=xlsx").response.body.starts_with("PK"));
    EXPECT_EQ(data("w_bar", "?format=pdf").text("field"), "format");
    EXPECT_EQ(data("w_txt", "?format=csv").status, 404);
}

TEST_F(DrawingApi, DrawsASmallPictureOnceForEachVersionAndTheme)
{
    const Answer light = world.get("/v1/dashboards/dash_shop/thumbnail");
    ASSERT_EQ(light.status, 200) << text(light.body);
    EXPECT_EQ(light.response.content_type, "image/png");
    ASSERT_GT(light.response.body.size(), 24U);
    // Width and height stand in the first chunk of a PNG.
    EXPECT_EQ(light.response.body.substr(16, 8), std::string("\0\0\x01\xE0\0\0\x01\x2C", 8));
    const std::string tag = light.header("ETag");
    const Answer again =
        world.send("GET", "/v1/dashboards/dash_shop/thumbnail", "", {{"if-none-match", tag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.response.body.empty());
    const Answer dark = world.get("/v1/dashboards/dash_shop/thumbnail?theme=dark");
    EXPECT_NE(dark.header("ETag"), tag);
    EXPECT_EQ(world.get("/v1/dashboards/dash_shop/thumbnail?theme=blue").text("field"), "theme");
    EXPECT_EQ(world.get("/v1/dashboards/dash_nowhere/thumbnail").status, 404);

    json::object draft = json::parse(kBoard).as_object();
    draft["widgets"].as_array()[0].as_object()["title"] = "Sold";
    ASSERT_EQ(world.send("PUT", "/v1/dashboards/dash_shop", json::serialize(draft)).status, 200);
    EXPECT_EQ(world.get("/v1/dashboards/dash_shop/thumbnail").header("ETag"), tag);
    EXPECT_NE(world.get("/v1/dashboards/dash_shop/thumbnail?version=draft").header("ETag"), tag);
}

// Draws when told to, and says when it began.
class HeldDrawings final : public control::Drawings {
public:
    Result<WidgetTable> table(const control::TableRequest&) override { return WidgetTable{}; }
    std::vector<TextBlock> text(const Widget&) override { return {}; }
    Result<std::string> thumbnail(const control::ThumbnailRequest& request) override
    {
        began.release();
        go.acquire();
        return request.dashboard.id + request.dashboard.theme;
    }
    std::counting_semaphore<> began{0};
    std::counting_semaphore<> go{0};
};

TEST_F(DrawingApi, DrawsTwoSmallPicturesAtOnceAndNoneTwice)
{
    HeldDrawings drawings;
    control::Thumbnails thumbnails(world.environment, drawings, {.at_once = 2, .waiting = 0});
    Principal admin;
    admin.role = Role::admin;
    admin.scope = Scope::admin;
    const auto get = [&](const char* dashboard, const char* theme) {
        return thumbnails.get(admin, dashboard, control::DashboardState::published, theme);
    };
    std::vector<std::future<Result<control::Thumbnail>>> drawn;
    for (const char* theme : {"light", "dark"}) {
        drawn.push_back(std::async(std::launch::async, get, "dash_shop", theme));
        drawings.began.acquire();
    }
    const auto third = get("dash_sales", "light");
    EXPECT_EQ(third.error().kind, ErrorKind::too_many);
    drawings.go.release(2);
    EXPECT_EQ(drawn[0].get().value().png, "dash_shoplight");
    EXPECT_EQ(drawn[1].get().value().png, "dash_shopdark");
    EXPECT_EQ(get("dash_shop", "dark").value().png, "dash_shopdark") << "kept: nobody is asked to draw";
    drawings.go.release();
    EXPECT_EQ(get("dash_sales", "light").value().png, "dash_saleslight") << "the places are free again";
}

TEST_F(DrawingApi, KeepsASmallPictureForAnHour)
{
    const std::string tag = world.get("/v1/dashboards/dash_shop/thumbnail").header("ETag");
    std::ofstream(world.folder / "data" / "sales.csv") << "month,region,revenue\n2026-01,North,90\n";
    world.clock.advance(std::chrono::minutes(59));
    EXPECT_EQ(world.get("/v1/dashboards/dash_shop/thumbnail").header("ETag"), tag);
    world.clock.advance(std::chrono::minutes(2));
    EXPECT_NE(world.get("/v1/dashboards/dash_shop/thumbnail").header("ETag"), tag);
}

TEST_F(DrawingApi, DrawsADashboardAsAFileOfAnyFormat)
{
    const Answer pdf = world.get("/v1/dashboards/dash_shop/download?format=pdf&paper=Letter&param.least=5");
    ASSERT_EQ(pdf.status, 200) << text(pdf.body);
    EXPECT_TRUE(pdf.response.body.starts_with("%PDF"));
    EXPECT_TRUE(pdf.header("Content-Disposition").starts_with("attachment"));
    EXPECT_NE(pdf.header("Content-Disposition").find("Shop 2026-03-02.pdf"), std::string::npos);
    EXPECT_GT(std::stoi(pdf.header("X-Presstime-Pages")), 1);
    EXPECT_TRUE(
        world.get("/v1/dashboards/dash_shop/download?format=png").response.body.starts_with("\x89PNG"));
    for (const auto& [query, field] : {std::pair("format=doc", "format"),
                                       {"paper=B5", "paper"},
                                       {"orientation=round", "orientation"},
                                       {"param.nowhere=1", "parameters.nowhere"},
                                       {"size=1", "size"}})
        EXPECT_EQ(world.get(std::string("/v1/dashboards/dash_shop/download?") + query).text("field"), field);
}

TEST_F(DrawingApi, DrawsAReportThatIsNotSaved)
{
    json::object report = World::weekly_report();
    report["dashboard_id"] = "dash_shop";
    report["pdf_password"] = "secret";
    report.erase("email_to");
    report.erase("webhook_url");
    const Answer whole = world.post("/v1/reports/preview?format=pdf", json::serialize(report));
    ASSERT_EQ(whole.status, 200) << text(whole.body);
    EXPECT_TRUE(whole.response.body.starts_with("%PDF"));
    EXPECT_EQ(whole.response.body.find("/Encrypt"), std::string::npos);
    const Answer first = world.post("/v1/reports/preview?format=pdf&first_page=1", json::serialize(report));
    EXPECT_EQ(first.header("X-Presstime-Pages"), whole.header("X-Presstime-Pages"));
    EXPECT_LT(first.response.body.size(), whole.response.body.size());
    EXPECT_EQ(world.get("/v1/reports").body.as_array().size(), 0U);

    report["dashboard_id"] = "dash_nowhere";
    EXPECT_EQ(world.post("/v1/reports/preview", json::serialize(report)).text("field"), "dashboard_id");
    report["dashboard_id"] = "dash_shop";
    report["parameters"] = {{"least", "much"}};
    EXPECT_EQ(world.post("/v1/reports/preview", json::serialize(report)).text("field"), "parameters.least");
}

TEST_F(DrawingApi, DrawsAWidgetOfADocumentThatIsNotSaved)
{
    json::object document = json::parse(kBoard).as_object();
    json::array& widgets = document["widgets"].as_array();
    widgets[0].as_object()["title"] = "Not saved";
    widgets[1].as_object()["columns"] = "half written";
    const auto draw = [&](const char* widget, const std::string& query = "") {
        return world.post("/v1/dashboards/preview/widget" + query,
                          json::serialize(json::object{{"dashboard", document}, {"widget", widget}}));
    };
    const Answer picture = draw("w_bar", "?width=600&height=300&theme=dark");
    ASSERT_EQ(picture.status, 200) << text(picture.body);
    EXPECT_NE(picture.text("svg").find("Not saved"), std::string::npos);
    const Answer wrong = draw("w_tab");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(wrong.text("field"), "dashboard.widgets[1].columns") << wrong.text("detail");
    EXPECT_EQ(draw("w_nowhere").text("field"), "widget");
    EXPECT_EQ(world.post("/v1/dashboards/preview/widget", R"({"widget":"w_bar"})").text("field"),
              "dashboard");
}

TEST_F(DrawingApi, PutsTheCallersPrefixBeforeIdsAndNoStyleAnywhere)
{
    json::object board = json::parse(kBoard).as_object();
    board["widgets"].as_array()[0].as_object()["chart"] = {
        {"mark", "area"}, {"x", "month"}, {"y", {"revenue"}}};
    ASSERT_EQ(world.send("PUT", "/v1/dashboards/dash_shop", json::serialize(board)).status, 200);
    const std::string picture = "/v1/dashboards/dash_shop/widgets/w_bar/picture?version=draft";
    const std::string svg = world.get(picture + "&id_prefix=card-7-").text("svg");
    EXPECT_NE(svg.find("id=\"card-7-g1\""), std::string::npos) << svg;
    EXPECT_NE(svg.find("url(#card-7-g1)"), std::string::npos);
    EXPECT_EQ(svg.find("id=\"w_bar"), std::string::npos);
    EXPECT_EQ(svg.find(" style="), std::string::npos);
    EXPECT_EQ(svg.find("<style"), std::string::npos);
    EXPECT_NE(svg.find("role=\"img\""), std::string::npos);
    for (const char* prefix : {"7up", "a\"b", "a.b"})
        EXPECT_EQ(world.get(picture + "&id_prefix=" + prefix).text("field"), "id_prefix") << prefix;
}

TEST(DrawingRights, ShowNothingOfAHiddenDashboardAndLetNoReaderDrawDocuments)
{
    AccessWorld world;
    const std::int64_t group = world.post("/v1/groups", R"({"name":"Board"})").number("id");
    world.restrict_sales(fmt::format(R"([{{"group":{},"level":"read"}}])", group));
    const Person ann = world.person("ann", Role::viewer);
    for (const char* address :
         {"widgets/w_bar/picture", "widgets/w_bar/data", "widgets/w_bar/data?format=csv", "thumbnail",
          "download", "versions", "versions/1"}) {
        const std::string below = std::string("/") + address;
        EXPECT_EQ(world.as(ann, "GET", "/v1/dashboards/dash_sales" + below).status, 404) << address;
        EXPECT_EQ(world.get("/v1/dashboards/dash_sales" + below).status, 200) << address;
    }
    const Answer rows = world.as(ann, "GET", "/v1/dashboards?view=rows");
    EXPECT_EQ(rows.header("X-Total-Count"), "1");
    EXPECT_EQ(rows.body.at(0).at("id").as_string(), "dash_open");
    EXPECT_EQ(world.as(ann, "POST", "/v1/dashboards/dash_sales/versions/1/restore").status, 404);
    EXPECT_EQ(world.as(ann, "POST", "/v1/dashboards/dash_open/versions/1/restore").status, 403);
    const json::object body{{"dashboard", World::sales_dashboard()}, {"widget", "w_bar"}};
    EXPECT_EQ(world.as(ann, "POST", "/v1/dashboards/preview/widget", json::serialize(body)).status, 404);
    json::object report = World::weekly_report();
    report["dashboard_id"] = "dash_open";
    EXPECT_EQ(world.as(ann, "POST", "/v1/reports/preview", json::serialize(report)).status, 403);
    // Editors make dashboards; what is hidden from them they do not draw under its name.
    const Person eve = world.person("eve", Role::editor);
    EXPECT_EQ(world.as(eve, "POST", "/v1/dashboards/preview/widget", json::serialize(body)).status, 404);
    json::object fresh = World::sales_dashboard();
    fresh.erase("id");
    const json::object unsaved{{"dashboard", fresh}, {"widget", "w_bar"}};
    EXPECT_EQ(world.as(eve, "POST", "/v1/dashboards/preview/widget", json::serialize(unsaved)).status, 200);
    EXPECT_EQ(world.as(ann, "POST", "/v1/dashboards/preview/widget", json::serialize(unsaved)).status, 403);
}

} // namespace
} // namespace presstime::api
