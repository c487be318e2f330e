// Pictures of what nobody has saved, dashboards and themes; of versions that are no longer on show; and of
// widgets as PNG.
#include "api/access_world.hpp"

namespace presstime::api {
namespace {

constexpr const char* kPicture = "/v1/dashboards/dash_sales/widgets/w_bar/picture";

// Of a PNG: big-endian in its header.
int png_side(const std::string& png, std::size_t at)
{
    int side = 0;
    for (std::size_t byte = 0; byte < 4; ++byte)
        side = side * 256 + static_cast<unsigned char>(png.at(at + byte));
    return side;
}
int png_width(const std::string& png)
{
    return png_side(png, 16);
}
int png_height(const std::string& png)
{
    return png_side(png, 20);
}

class UnsavedDrawings : public testing::Test {
protected:
    Answer draw(const json::object& document, const std::string& query)
    {
        return world.post("/v1/dashboards/preview" + query,
                          json::serialize(json::object{{"dashboard", document}}));
    }
    static json::object with_template(const std::string& html)
    {
        json::object document = World::sales_dashboard();
        document["widgets"] = json::array{};
        document["template_html"] = html;
        return document;
    }

    AccessWorld world;
};

TEST_F(UnsavedDrawings, OfADashboardAreDrawnAndNothingIsKept)
{
    json::object document = World::sales_dashboard();
    document["name"] = "Not saved";
    const Answer pdf = draw(document, "?format=pdf&param.region=South&first_page=1");
    ASSERT_EQ(pdf.status, 200) << json::serialize(pdf.body);
    EXPECT_TRUE(pdf.response.body.starts_with("%PDF"));
    const Answer png = draw(document, "?format=png");
    EXPECT_EQ(png_width(png.response.body), 1'200);
    EXPECT_TRUE(png.header("Content-Disposition").starts_with("inline"));
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales").text("name"), "Sales");
    for (const auto& [query, field] : {std::pair("?format=doc", "format"),
                                       {"?paper=B5", "paper"},
                                       {"?param.nowhere=1", "parameters.nowhere"}})
        EXPECT_EQ(draw(document, query).text("field"), field);
}

TEST_F(UnsavedDrawings, OfATemplateSayTheLineOfAMistake)
{
    const Answer wrong = draw(with_template("<p>\n{{#by_month}}{{revenu}}{{/by_month}}</p>"), "?format=csv");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(wrong.text("field"), "dashboard.template_html");
    EXPECT_NE(wrong.text("detail").find("line 2"), std::string::npos) << wrong.text("detail");
    const Answer right = draw(with_template("<p>\n{{#by_month}}{{revenue}}{{/by_month}}</p>"), "?format=csv");
    ASSERT_EQ(right.status, 200) << json::serialize(right.body);
    EXPECT_NE(right.response.body.find("20"), std::string::npos);
    const Answer sql = draw(
        [] {
            json::object document = World::sales_dashboard();
            document["queries"].as_array()[0].as_object()["sql"] = "SELECT nowhere FROM sales";
            return document;
        }(),
        "?format=png");
    EXPECT_EQ(sql.text("field"), "dashboard.queries[0].sql") << sql.text("detail");
}

TEST_F(UnsavedDrawings, AreForThoseWhoMaySave)
{
    const std::string body = json::serialize(json::object{{"dashboard", World::sales_dashboard()}});
    const auto status = [&](const Person& person) {
        return world
            .send("POST", "/v1/dashboards/preview?format=png", body, {{"authorization", person.bearer}})
            .status;
    };
    EXPECT_EQ(status(world.person("vera", Role::viewer)), 403);
    EXPECT_EQ(status(world.person("eddy", Role::editor)), 200);
}

TEST_F(UnsavedDrawings, OfAThemeAreASampleInItsColours)
{
    const auto sample = [&](const std::string& theme, const std::string& query) {
        return world.post("/v1/theme/preview" + query, theme);
    };
    const Answer plain = sample("{}", "");
    ASSERT_EQ(plain.status, 200) << json::serialize(plain.body);
    EXPECT_EQ(plain.response.content_type, "image/png");
    EXPECT_EQ(png_width(plain.response.body), 920);
    EXPECT_GT(png_height(plain.response.body), 600);
    EXPECT_EQ(plain.header("X-Presstime-Note"), "") << "the sample draws whole";
    EXPECT_EQ(sample("{}", "").response.body, plain.response.body);
    EXPECT_NE(sample(R"({"accent":"#7A1FA2"})", "").response.body, plain.response.body);
    EXPECT_NE(sample("{}", "?page=dark").response.body, plain.response.body);
    EXPECT_TRUE(sample("{}", "?format=pdf").response.body.starts_with("%PDF"));
    EXPECT_EQ(world.get("/v1/theme").status, 404) << "nothing is saved";
    EXPECT_EQ(sample(R"({"accent":"red"})", "").text("field"), "accent");
    EXPECT_EQ(sample(R"({"logo":"data:image/png;base64,AAAA"})", "").text("field"), "logo");
    EXPECT_EQ(sample("{}", "?page=grey").text("field"), "page");
    EXPECT_EQ(sample("{}", "?format=csv").text("field"), "format");
    EXPECT_EQ(world
                  .send("POST", "/v1/theme/preview", "{}",
                        {{"authorization", world.person("eddy", Role::editor).bearer}})
                  .status,
              403);
}

TEST_F(UnsavedDrawings, AreAlsoOfVersionsOfBefore)
{
    json::object changed = World::sales_dashboard();
    changed["widgets"].as_array()[0].as_object()["title"] = "Changed since";
    ASSERT_EQ(world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(changed)).status, 200);
    ASSERT_EQ(world.post("/v1/dashboards/dash_sales/publish").status, 200);
    const Person reader = world.person("vera", Role::viewer);
    const auto svg = [&](const std::string& version) {
        return world.send("GET", std::string(kPicture) + "?version=" + version, "",
                          {{"authorization", reader.bearer}});
    };
    EXPECT_EQ(svg("1").text("svg").find("Changed since"), std::string::npos);
    EXPECT_NE(svg("2").text("svg").find("Changed since"), std::string::npos);
    EXPECT_EQ(svg("3").status, 404);
    EXPECT_EQ(svg("0").text("field"), "version");
    const Answer whole = world.send("GET", "/v1/dashboards/dash_sales/download?format=png&version=1", "",
                                    {{"authorization", reader.bearer}});
    EXPECT_TRUE(whole.response.body.starts_with("\x89PNG")) << json::serialize(whole.body);
}

TEST_F(UnsavedDrawings, OfAWidgetMayBePng)
{
    const std::string path = std::string(kPicture) + "?width=600&height=300";
    const Answer twice = world.get(path + "&format=png");
    ASSERT_EQ(twice.status, 200) << json::serialize(twice.body);
    EXPECT_EQ(twice.response.content_type, "image/png");
    EXPECT_EQ(png_width(twice.response.body), 1'200);
    EXPECT_EQ(png_height(twice.response.body), 600);
    const Answer once = world.send("GET", path + "&png_scale=1", "", {{"accept", "image/png"}});
    EXPECT_EQ(png_width(once.response.body), 600);
    EXPECT_EQ(world.get(path + "&format=svg").response.content_type, "image/svg+xml");
    for (const auto& [query, field] : {std::pair("format=gif", "format"),
                                       {"format=png&png_scale=3", "png_scale"},
                                       {"format=png&width=8000&height=8000", "width"}})
        EXPECT_EQ(world.get(std::string(kPicture) + "?" + query).text("field"), field);
}

} // namespace
} // namespace presstime::api
