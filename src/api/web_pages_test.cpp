#include "api/people_world.hpp"
#include "api/web_pages.hpp"
#include "web/assets.hpp"

#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

http::Request page_request(std::string path)
{
    http::Request request;
    request.method = "GET";
    request.path = std::move(path);
    request.headers["accept"] = "text/html,application/xhtml+xml,*/*;q=0.8";
    return request;
}

std::string header_of(const http::Response& response, std::string_view name)
{
    for (const auto& [key, value] : response.headers)
        if (key == name)
            return value;
    return {};
}

TEST(WebPages, ShowTheOnePageAtEveryAddressOfAPerson)
{
    for (const char* path :
         {"/", "/reports/7", "/dashboards/dash_sales/edit", "/invite", "/nowhere", "/index.html"}) {
        const std::optional<http::Response> page = web_answer(page_request(path), "/");
        ASSERT_TRUE(page) << path;
        EXPECT_EQ(page->status, 200);
        EXPECT_THAT(page->body, HasSubstr("<base href=\"/\""));
        EXPECT_EQ(header_of(*page, "Cache-Control"), "no-store");
    }
}

TEST(WebPages, LeaveWhatProgramsAskForToTheApi)
{
    for (const char* path :
         {"/v1", "/v1/nothing", "/api/reports/1", "/assets/gone-1.js", "/embed/gone.js", "/healthz/x"})
        EXPECT_FALSE(web_answer(page_request(path), "/")) << path;
    http::Request program = page_request("/reports");
    program.headers["accept"] = "application/json";
    EXPECT_FALSE(web_answer(program, "/"));
    http::Request post = page_request("/reports");
    post.method = "POST";
    EXPECT_FALSE(web_answer(post, "/"));
}

TEST(WebPages, RunOnlyTheServersOwnScriptsAndAreFramedByNobody)
{
    const std::string policy = header_of(*web_answer(page_request("/"), "/"), "Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'; script-src 'self'; style-src 'self';"));
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
    EXPECT_THAT(web_answer(page_request("/"), "/")->body, Not(HasSubstr("<style")));
}

TEST(WebPages, StandBelowThePathOfAProxy)
{
    EXPECT_EQ(base_path_of("https://example.com"), "/");
    EXPECT_EQ(base_path_of("https://example.com/reports"), "/reports/");
    EXPECT_EQ(base_path_of("https://example.com/a\"><script>/"), "/ascript/");
    EXPECT_EQ(base_path_of("https://example.com//elsewhere.example"), "/elsewhere.example/");
    EXPECT_EQ(base_path_of(""), "/");
    EXPECT_THAT(web_answer(page_request("/runs/3"), "/reports/")->body,
                HasSubstr("<base href=\"/reports/\""));
}

TEST(WebPages, SendFilesPackedAndOnlyWhenTheyChanged)
{
    const auto found = std::ranges::find_if(web::assets(), [](const web::Asset& asset) {
        return asset.immutable && asset.path.ends_with(".js") && !asset.gzip.empty();
    });
    ASSERT_NE(found, web::assets().end());
    http::Request request = page_request(std::string(found->path));
    const http::Response plain = *web_answer(request, "/");
    EXPECT_EQ(plain.body, found->bytes);
    EXPECT_THAT(header_of(plain, "Cache-Control"), HasSubstr("immutable"));
    request.headers["accept-encoding"] = "br, gzip;q=0.8";
    const http::Response packed = *web_answer(request, "/");
    EXPECT_EQ(header_of(packed, "Content-Encoding"), "gzip");
    EXPECT_LT(packed.body.size(), plain.body.size());
    for (const char* refused : {"gzip;q=0", "gzip; q=0.000, br", "identity", ""}) {
        request.headers["accept-encoding"] = refused;
        EXPECT_EQ(header_of(*web_answer(request, "/"), "Content-Encoding"), "") << refused;
    }
    request.headers["if-none-match"] = header_of(plain, "ETag");
    EXPECT_EQ(web_answer(request, "/")->status, 304);
}

TEST(WebPages, NeedNoSessionAndHoldNothingOfAWorkspace)
{
    PeopleWorld world;
    const Answer nothing = world.from("203.0.113.7", "GET", "/v1/nothing");
    EXPECT_EQ(nothing.status, 401);
    const Answer program = world.from("203.0.113.7", "GET", "/nothing");
    EXPECT_EQ(program.status, 404);
    EXPECT_EQ(program.response.content_type, "application/problem+json");
    EXPECT_EQ(program.header("Cache-Control"), "no-store") << "what is somebody's own is kept nowhere";
}

} // namespace
} // namespace presstime::api
