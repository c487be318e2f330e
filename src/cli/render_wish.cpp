// One function a group of flags; a word that is not known answers with those that are.
#include "cli/render_wish.hpp"

#include "base/text.hpp"
#include "calendar/local_time.hpp"
#include "calendar/zone.hpp"
#include "model/enum_text.hpp"
#include "renderer/renderer.hpp"

#include <filesystem>
#include <fmt/format.h>

namespace presstime::cli {
namespace {

constexpr std::string_view kSvg = "svg"; // of one widget; no report has it

Error about_flag(std::string_view flag, std::string_view message)
{
    return Error::invalid(fmt::format("--{}", flag), fmt::format("--{}: {}", flag, message));
}

std::string format_names()
{
    std::vector<std::string> names;
    for (const RendererPlugin& plugin : renderer_plugins())
        names.push_back(plugin.name);
    names.emplace_back(kSvg);
    return join(names, ", ");
}

template <typename Enum>
Result<> read_word(const Arguments& arguments, const std::string& flag, Enum& out)
{
    const std::optional<std::string> given = arguments.value(flag);
    if (!given)
        return {};
    const std::optional<Enum> found = from_text<Enum>(*given);
    if (!found)
        return fail(
            about_flag(flag, fmt::format("must be one of {}; \"{}\" was given", list_words<Enum>(), *given)));
    out = *found;
    return {};
}

// "name=value" pairs of a repeated flag.
Result<std::map<std::string, std::string>> read_pairs(const Arguments& arguments, const std::string& flag)
{
    std::map<std::string, std::string> pairs;
    for (const std::string& given : arguments.values(flag)) {
        const std::size_t equals = given.find('=');
        if (equals == std::string::npos || equals == 0)
            return fail(about_flag(flag, fmt::format("must be NAME=VALUE; \"{}\" was given", given)));
        if (!pairs.emplace(given.substr(0, equals), given.substr(equals + 1)).second)
            return fail(about_flag(flag, fmt::format("names {} twice", given.substr(0, equals))));
    }
    return pairs;
}

Result<std::optional<Instant>> read_instant(const Arguments& arguments, const std::string& flag)
{
    const std::optional<std::string> given = arguments.value(flag);
    if (!given)
        return std::optional<Instant>{};
    const Result<Instant> instant = parse_rfc3339(*given);
    if (!instant)
        return fail(about_flag(
            flag, fmt::format("must be a time such as 2026-04-21T09:00:00Z; \"{}\" was given", *given)));
    return std::optional<Instant>(*instant);
}

// The format as it is named, or as the output's ending names it.
Result<> read_format(const Arguments& arguments, RenderWish& wish)
{
    std::string format = arguments.value_or("format", "");
    if (format.empty() && wish.output != "-")
        format = std::filesystem::path(wish.output).extension().string().erase(0, 1);
    if (format.empty())
        return fail(about_flag("format", fmt::format("is required: one of {}", format_names())));
    wish.widget = arguments.value_or("widget", "");
    if ((format == kSvg) != !wish.widget.empty())
        return fail(about_flag("widget", "goes with --format svg: the id of the widget to draw (w_...)"));
    if (const auto plugin = find_renderer_plugin(format, "--format"); !plugin && format != kSvg)
        return fail(
            about_flag("format", fmt::format("must be one of {}; \"{}\" was given", format_names(), format)));
    wish.report.formats = {format};
    return {};
}

// Without a period of its own: the local day before --as-of.
Result<> read_times(const Arguments& arguments, Instant now, RenderWish& wish)
{
    wish.report.schedule.timezone = arguments.value_or("timezone", "UTC");
    const Result<const Zone*> zone = find_zone(wish.report.schedule.timezone);
    if (!zone)
        return fail(about_flag("timezone", zone.error().message));
    wish.as_of = TRY(read_instant(arguments, "as-of")).value_or(now);
    const std::optional<Instant> start = TRY(read_instant(arguments, "period-start"));
    const std::optional<Instant> end = TRY(read_instant(arguments, "period-end"));
    if (start.has_value() != end.has_value())
        return fail(about_flag(start ? "period-end" : "period-start", "is required beside the other end"));
    if (start && *start >= *end)
        return fail(about_flag("period-end", "must be later than --period-start"));
    const LocalDate today = local_date(wish.as_of, **zone);
    const LocalDate yesterday{std::chrono::sys_days(today) - std::chrono::days(1)};
    wish.period =
        start ? Period{*start, *end} : Period{start_of_day(yesterday, **zone), start_of_day(today, **zone)};
    return {};
}

Result<> read_look(const Arguments& arguments, RenderWish& wish)
{
    TRY(read_word(arguments, "paper", wish.report.paper));
    TRY(read_word(arguments, "orientation", wish.report.orientation));
    wish.report.locale = arguments.value_or("locale", wish.report.locale);
    wish.theme = arguments.value("theme");
    wish.theme_file = arguments.value("theme-file");
    if (wish.theme && *wish.theme != "light" && *wish.theme != "dark")
        return fail(about_flag("theme", fmt::format("must be light or dark; \"{}\" was given", *wish.theme)));
    const std::string scale = arguments.value_or("scale", "1");
    if (scale != "1" && scale != "2")
        return fail(about_flag("scale", fmt::format("must be 1 or 2; \"{}\" was given", scale)));
    wish.report.png_scale = scale == "2" ? 2 : 1;
    return {};
}

} // namespace

std::vector<Flag> render_flags()
{
    return {
        {"format", FlagKind::value, "FORMAT",
         fmt::format("{}; default: by the output's ending", format_names())},
        {"output", FlagKind::value, "PATH", "the file to write, or - for standard output"},
        {"widget", FlagKind::value, "ID", "with --format svg: the widget that is drawn"},
        {"param", FlagKind::repeated, "NAME=VALUE", "a parameter of the dashboard; any number of times"},
        {"as-of", FlagKind::value, "TIME", "the instant everything is dated with (default: now)"},
        {"period-start", FlagKind::value, "TIME", "$period_start (default: of the day before --as-of)"},
        {"period-end", FlagKind::value, "TIME", "$period_end, exclusive"},
        {"timezone", FlagKind::value, "ZONE", "IANA zone that times are shown in (default: UTC)"},
        {"locale", FlagKind::value, "TAG", "language of numbers and dates (default: en-US)"},
        {"theme", FlagKind::value, "NAME", "light or dark (default: the dashboard's)"},
        {"theme-file", FlagKind::value, "FILE", "colours, font and logo: a document of kind theme"},
        {"paper", FlagKind::value, "NAME", "A4 (default), Letter or A3"},
        {"orientation", FlagKind::value, "NAME", "portrait (default) or landscape"},
        {"scale", FlagKind::value, "N", "pixels of a PNG: 1 (1,200 wide, default) or 2"},
        {"connection", FlagKind::repeated, "NAME=PATH",
         "reads a connection from this file or folder instead"},
        {"data-dir", FlagKind::value, "FOLDER", "the data folder a dashboard's id is looked up in"},
    };
}

Result<RenderWish> read_render_wish(const Arguments& arguments, Instant now)
{
    RenderWish wish;
    wish.subject = arguments.positionals.at(0);
    wish.output = arguments.value_or("output", "");
    if (wish.output.empty())
        return fail(about_flag("output", "is required: a file, or - for standard output"));
    TRY(read_format(arguments, wish));
    TRY(read_times(arguments, now, wish));
    TRY(read_look(arguments, wish));
    wish.report.parameters = TRY(read_pairs(arguments, "param"));
    wish.connections = TRY(read_pairs(arguments, "connection"));
    return wish;
}

} // namespace presstime::cli
