// The two built-in themes. Dark hues are lighter and less saturated versions of the light ones.
#include "model/theme.hpp"

namespace presstime {

const Theme& light_theme()
{
    static const Theme theme;
    return theme;
}

const Theme& dark_theme()
{
    static const Theme theme = {
        .ink = rgb(0xE8EBEF),
        .secondary = rgb(0xA3ADB8),
        .hairline = rgb(0x2C333B),
        .zero_line = rgb(0x57616C),
        .zebra = rgb(0x1A1F25),
        .paper = rgb(0x14181D),
        .accent = rgb(0x7DA0F2),
        .good = rgb(0x4CBF91),
        .bad = rgb(0xF07A6B),
        .warn = rgb(0xE0AC55),
        .categorical = {rgb(0x7DA0F2), rgb(0xEE9A63), rgb(0x45BFAE), rgb(0xDB7FB0), rgb(0xB3A0EA),
                        rgb(0xDDBE55), rgb(0x94A6B7), rgb(0xEE7F8D)},
        .sequential = {rgb(0x1F2A44), rgb(0x9DB8F7)},
        .diverging = {rgb(0x45BFAE), rgb(0x2C333B), rgb(0xEE9A63)},
        .font_family = "Inter",
        .logo = nullptr,
    };
    return theme;
}

} // namespace presstime
