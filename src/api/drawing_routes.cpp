// What is drawn while somebody looks: widgets as pictures and as rows, dashboards in small and as files, and
// what is not saved yet: reports, dashboards, themes.
#include "api/document_json.hpp"
#include "api/picture_wish.hpp"
#include "api/resources.hpp"
#include "api/widget_table_json.hpp"
#include "base/text.hpp"
#include "platform/http/problem.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace {

constexpr std::int64_t kMostRows = 10'000;

Result<control::DashboardState> read_state(const Call& call)
{
    const std::string version = call.query("version");
    if (!version.empty() && version != "published" && version != "draft")
        return fail(Error::invalid("version", "version must be published or draft"));
    return version == "draft" ? control::DashboardState::draft : control::DashboardState::published;
}

// "published", "draft", or the number of a version that was published.
Result<> read_version(const Call& call, control::PictureWish& wish)
{
    const std::string version = call.query("version");
    const std::optional<std::int64_t> number = parse_int(version);
    if (number && *number > 0) {
        wish.version = *number;
        return {};
    }
    if (number || (!version.empty() && version != "published" && version != "draft"))
        return fail(Error::invalid("version", "version must be published, draft, or the number of a version "
                                              "that was published"));
    wish.state = TRY(read_state(call));
    return {};
}

Result<control::PictureWish> read_wish(const Call& call, std::vector<std::string_view> others = {})
{
    others.push_back("version");
    control::PictureWish wish = TRY(read_picture_wish(call, others));
    TRY(read_version(call, wish));
    return wish;
}

Result<control::PictureWish> read_picture(const Call& call)
{
    control::PictureWish wish = TRY(read_drawing_wish(call, {"version"}));
    TRY(read_version(call, wish));
    return wish;
}

// The rows, as the page draws them or as a file.
Result<http::Response> data_answer(const Call& call, control::WidgetData& data)
{
    const control::PictureWish wish = TRY(read_wish(call, {"limit", "format"}));
    const std::string format = call.query("format");
    if (!format.empty() && format != "json")
        return rendered_answer(data.write(call.principal, call.captures[0], call.captures[1], wish, format),
                               Disposition::attachment);
    const std::int64_t limit = TRY(read_row_limit(call, kMostRows));
    return content_answer(data.read(call.principal, call.captures[0], call.captures[1], wish, limit));
}

Result<http::Response> thumbnail_answer(const Call& call, control::Thumbnails& thumbnails)
{
    Result<control::Thumbnail> drawn =
        thumbnails.get(call.principal, call.captures[0], TRY(read_state(call)), call.query("theme"));
    if (!drawn && drawn.error().kind == ErrorKind::give_up)
        return http::make_problem_response(
            {502, drawn.error().message, drawn.error().field, "source_failed"});
    control::Thumbnail picture = TRY(std::move(drawn));
    const std::string tag = fmt::format("\"{}\"", picture.tag);
    http::Response response;
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    if (call.request.header("if-none-match").find(tag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    response.content_type = "image/png";
    response.body = std::move(picture.png);
    return response;
}

Result<control::PagesWanted> read_pages(const Call& call)
{
    const std::string first = call.query("first_page");
    if (!first.empty() && first != "1" && first != "0")
        return fail(Error::invalid("first_page", "first_page must be 0 or 1"));
    return first == "1" ? control::PagesWanted::first : control::PagesWanted::all;
}

control::DownloadWish file_wish(const Call& call, control::PictureWish shown)
{
    control::DownloadWish wish;
    wish.shown = std::move(shown);
    wish.format = call.query("format");
    wish.paper = call.query("paper");
    wish.orientation = call.query("orientation");
    return wish;
}

Result<http::Response> dashboard_file(const Call& call, control::Downloads& downloads)
{
    const control::DownloadWish wish =
        file_wish(call, TRY(read_wish(call, {"format", "paper", "orientation"})));
    return rendered_answer(downloads.draw(call.principal, call.captures[0], wish), Disposition::attachment);
}

Result<http::Response> dashboard_preview(const Call& call, control::Downloads& downloads)
{
    control::DownloadWish wish =
        file_wish(call, TRY(read_picture_wish(call, {"format", "paper", "orientation", "first_page"})));
    wish.pages = TRY(read_pages(call));
    return rendered_answer(downloads.draw_unsaved(call.principal, call.request.body, wish));
}

Result<http::Response> theme_preview(const Call& call, control::Downloads& downloads)
{
    control::ThemeWish wish;
    if (const std::string page = call.query("page"); !page.empty())
        wish.page = page;
    if (const std::string format = call.query("format"); !format.empty())
        wish.format = format;
    return rendered_answer(downloads.draw_theme(call.principal, call.request.body, wish));
}

Result<http::Response> report_preview(const Call& call, control::Downloads& downloads)
{
    return rendered_answer(downloads.preview_report(call.principal, call.request.body, call.query("format"),
                                                    TRY(read_pages(call))));
}

} // namespace

void add_drawing_routes(RouteTable& table, const DrawingControls& controls)
{
    table.add({"GET", "/v1/dashboards/{}/widgets/{}/picture",
               [&pictures = controls.pictures](const Call& call) -> Result<http::Response> {
                   return picture_answer(call, pictures.draw(call.principal, call.captures[0],
                                                             call.captures[1], TRY(read_picture(call))));
               }});
    table.add({"POST", "/v1/dashboards/preview/widget",
               [&pictures = controls.pictures](const Call& call) -> Result<http::Response> {
                   return picture_answer(call, pictures.draw_unsaved(call.principal, call.request.body,
                                                                     TRY(read_drawing_wish(call))));
               },
               Access::with_key, Repeat::never_keep});
    table.add({"GET", "/v1/dashboards/{}/widgets/{}/data",
               [&data = controls.data](const Call& call) { return data_answer(call, data); }});
    table.add({"GET", "/v1/dashboards/{}/parameters/{}/options",
               [&data = controls.data](const Call& call) -> Result<http::Response> {
                   return choices_answer(data.choices(call.principal, call.captures[0], call.captures[1],
                                                      TRY(read_wish(call))));
               }});
    table.add({"GET", "/v1/dashboards/{}/thumbnail", [&thumbnails = controls.thumbnails](const Call& call) {
                   return thumbnail_answer(call, thumbnails);
               }});
    table.add({"GET", "/v1/dashboards/{}/download", [&downloads = controls.downloads](const Call& call) {
                   return dashboard_file(call, downloads);
               }});
    table.add(
        {"POST", "/v1/dashboards/preview",
         [&downloads = controls.downloads](const Call& call) { return dashboard_preview(call, downloads); },
         Access::with_key, Repeat::never_keep});
    table.add({"POST", "/v1/theme/preview",
               [&downloads = controls.downloads](const Call& call) { return theme_preview(call, downloads); },
               Access::with_key, Repeat::never_keep});
    table.add(
        {"POST", "/v1/reports/preview",
         [&downloads = controls.downloads](const Call& call) { return report_preview(call, downloads); },
         Access::with_key, Repeat::never_keep});
}

} // namespace presstime::api
