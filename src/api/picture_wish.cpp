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

enum class Form { json, svg, png };

Result<Form> read_form(const Call& call)
{
    const std::string format = call.query("format");
    const std::string_view accept = call.request.header("accept");
    if (format == "svg" || (format.empty() && accept.starts_with("image/svg+xml")))
        return Form::svg;
    if (format == "png" || (format.empty() && accept.starts_with("image/png")))
        return Form::png;
    if (format.empty() || format == "json")
        return Form::json;
    return fail(Error::invalid("format", "format must be json, svg or png"));
}

// Two pixels for each of the screen's, unless it is asked otherwise; held in memory while it is drawn.
Result<int> read_png_scale(const Call& call, const control::PictureWish& wish)
{
    constexpr double kMostPixels = 40e6;
    const std::string given = call.query("png_scale");
    if (!given.empty() && given != "1" && given != "2")
        return fail(Error::invalid("png_scale", "png_scale must be 1 or 2"));
    const int scale = given == "1" ? 1 : 2;
    if (wish.width_px * wish.height_px * scale * scale > kMostPixels)
        return fail(Error::invalid("width", "a PNG may have 40 million pixels; make width or height smaller, "
                                            "or set png_scale to 1"));
    return scale;
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

Result<control::PictureWish> read_drawing_wish(const Call& call, std::vector<std::string_view> others)
{
    others.insert(others.end(), {"format", "png_scale"});
    control::PictureWish wish = TRY(read_picture_wish(call, others));
    if (TRY(read_form(call)) == Form::png)
        wish.png_scale = TRY(read_png_scale(call, wish));
    return wish;
}

Result<http::Response> picture_answer(const Call& call, Result<control::WidgetPicture> drawn)
{
    const Form form = TRY(read_form(call));
    if (!drawn && drawn.error().kind == ErrorKind::give_up)
        return http::make_problem_response(
            {502, drawn.error().message, drawn.error().field, "source_failed"});
    control::WidgetPicture picture = TRY(std::move(drawn));
    http::Response response;
    if (form == Form::png) {
        response.content_type = "image/png";
        response.body = std::move(picture.png);
        response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    } else if (form == Form::svg) {
        response.content_type = "image/svg+xml";
        response.body = std::move(picture.svg);
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
