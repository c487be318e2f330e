// Query parameters to a wish, and a drawn widget to an answer.
#include "api/picture_wish.hpp"

#include "base/text.hpp"
#include "platform/http/problem.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace presstime::api {
namespace json = boost::json;
namespace {

constexpr std::string_view kParameterPrefix = "param.";

Result<double> read_side(const Call& call, const std::string& name, double fallback)
{
    const std::string given = call.query(name);
    if (given.empty())
        return fallback;
    const std::optional<double> side = parse_double(given);
    if (!side || *side < 24 || *side > 8'000)
        return fail(Error::invalid(name, fmt::format("{} must be 24 to 8,000 pixels; \"{}\" was given", name,
                                                     clip_utf8(given, 40))));
    return *side;
}

// What may begin an id of HTML and of CSS without quoting.
Result<std::string> read_id_prefix(const Call& call)
{
    constexpr std::size_t kMost = 64;
    std::string given = call.query("id_prefix");
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const bool sound = std::ranges::all_of(
        given, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
    if (given.size() > kMost || !sound || (!given.empty() && !is_letter(given.front())))
        return fail(Error::invalid(
            "id_prefix", "id_prefix must begin with a letter and hold letters, digits, - and _, 64 at most"));
    return given;
}

json::object picture_json(const control::WidgetPicture& picture)
{
    json::array hits;
    for (const Hit& hit : picture.hits)
        hits.push_back({{"series", hit.series},
                        {"category", hit.category},
                        {"value", hit.value},
                        {"box", {hit.box.x, hit.box.y, hit.box.w, hit.box.h}}});
    return {{"svg", picture.svg},
            {"alt", picture.alt_text},
            {"note", picture.note},
            {"view_box", {picture.width_pt, picture.height_pt}},
            {"hits", std::move(hits)}};
}

} // namespace

Result<control::PictureWish> read_picture_wish(const Call& call, const std::vector<std::string_view>& others)
{
    static constexpr std::string_view kNames[] = {"width",     "height", "theme",        "timezone",
                                                  "id_prefix", "locale", "period_start", "period_end"};
    control::PictureWish wish;
    for (const auto& [name, value] : call.request.query) {
        if (name.starts_with(kParameterPrefix))
            wish.parameters[name.substr(kParameterPrefix.size())] = value;
        else if (std::ranges::find(kNames, std::string_view(name)) == std::end(kNames) &&
                 std::ranges::find(others, std::string_view(name)) == others.end())
            return fail(Error::invalid(
                std::string(clip_utf8(name, 100)),
                fmt::format("{} is not known here; a parameter is param.NAME", clip_utf8(name, 100))));
    }
    wish.width_px = TRY(read_side(call, "width", 720));
    wish.height_px = TRY(read_side(call, "height", 400));
    wish.id_prefix = TRY(read_id_prefix(call));
    wish.theme = call.query("theme");
    if (const std::string zone = call.query("timezone"); !zone.empty())
        wish.timezone = zone;
    if (const std::string locale = call.query("locale"); !locale.empty())
        wish.locale = locale;
    wish.period_start = TRY(call.instant("period_start"));
    wish.period_end = TRY(call.instant("period_end"));
    return wish;
}

Result<http::Response> picture_answer(const Call& call, Result<control::WidgetPicture> drawn)
{
    if (!drawn && drawn.error().kind == ErrorKind::give_up)
        return http::make_problem_response(
            {502, drawn.error().message, drawn.error().field, "source_failed"});
    const control::WidgetPicture picture = TRY(std::move(drawn));
    http::Response response;
    if (call.request.header("accept").starts_with("image/svg+xml")) {
        response.content_type = "image/svg+xml";
        response.body = picture.svg;
        // Opened by itself it may draw, and nothing more.
        response.headers.emplace_back("Content-Security-Policy",
                                      "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    } else {
        response = json_answer(200, picture_json(picture));
    }
    response.headers.emplace_back("Vary", "Accept");
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    return response;
}

} // namespace presstime::api
