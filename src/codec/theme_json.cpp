// The theme document: colours as #RRGGBB, the light page's at the top, the dark page's under `dark`.
#include "codec/document.hpp"
#include "codec/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kMaxLogoCharacters = 700'000; // a data URI of 512 KiB

std::optional<Color> parse_color(std::string_view text)
{
    std::uint32_t hex = 0;
    if (text.size() != 7 || text[0] != '#')
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), hex, 16);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return rgb(hex);
}

std::string color_text(Color color)
{
    return fmt::format("#{:02X}{:02X}{:02X}", color.r, color.g, color.b);
}

std::string not_a_color(std::string_view given)
{
    return fmt::format("must be a colour such as #2F5FD0; \"{}\" was given", given);
}

struct NamedColor {
    std::string_view key;
    std::optional<Color> ThemeColors::* member;
};
constexpr NamedColor kColors[] = {{"accent", &ThemeColors::accent},
                                  {"ink", &ThemeColors::ink},
                                  {"good", &ThemeColors::good},
                                  {"bad", &ThemeColors::bad},
                                  {"warn", &ThemeColors::warn}};

void read_colors(ObjectReader& reader, ThemeColors& colors)
{
    for (const auto& [key, member] : kColors) {
        std::string given;
        if (!reader.text(key, given, {0, 20}) || given.empty())
            continue;
        colors.*member = parse_color(given);
        if (!(colors.*member))
            reader.fail(key, not_a_color(given));
    }
    std::vector<std::string> categorical;
    reader.texts("categorical", categorical, 8, {1, 20});
    for (std::size_t index = 0; index < categorical.size(); ++index) {
        const std::optional<Color> color = parse_color(categorical[index]);
        if (!color)
            return reader.fail(indexed("categorical", index), not_a_color(categorical[index]));
        colors.categorical.push_back(*color);
    }
}

void write_colors(json::object& out, const ThemeColors& colors)
{
    for (const auto& [key, member] : kColors)
        if (colors.*member)
            out[key] = color_text(*(colors.*member));
    json::array categorical;
    for (Color color : colors.categorical)
        categorical.emplace_back(color_text(color));
    if (!categorical.empty())
        out["categorical"] = std::move(categorical);
}

void read_logo(ObjectReader& reader, std::string& logo)
{
    reader.text("logo", logo, {0, kMaxLogoCharacters, TextShape::paragraphs});
    std::erase_if(logo, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    if (!logo.empty() && !logo.starts_with("data:image/"))
        reader.fail("logo", "must be a PNG or JPEG as a data URI: data:image/png;base64,...");
}

} // namespace

Result<WorkspaceTheme> theme_from_json(std::string_view text)
{
    const json::value document = TRY(parse_json(text));
    ObjectReader reader(document, "");
    WorkspaceTheme theme;
    std::string kind = "theme";
    if (reader.text("kind", kind, {1, 20}) && kind != "theme")
        reader.fail("kind", "must be theme");
    reader.ignore({"version", "updated_at", "warnings"});
    read_colors(reader, theme.light);
    reader.text("font", theme.font, {0, 100});
    read_logo(reader, theme.logo);
    if (const json::value* dark = reader.take("dark")) {
        ObjectReader inner(*dark, "dark");
        read_colors(inner, theme.dark);
        if (Result<> finished = inner.finish(); !finished)
            reader.fail_with(std::move(finished).error());
    }
    TRY(reader.finish());
    return theme;
}

std::string theme_to_json(const WorkspaceTheme& theme)
{
    json::object out{{"kind", "theme"}};
    write_colors(out, theme.light);
    if (!theme.font.empty())
        out["font"] = theme.font;
    if (!theme.logo.empty())
        out["logo"] = theme.logo;
    json::object dark;
    write_colors(dark, theme.dark);
    if (!dark.empty())
        out["dark"] = std::move(dark);
    return json::serialize(out);
}

} // namespace presstime::codec
