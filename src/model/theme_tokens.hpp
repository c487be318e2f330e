// The tokens of the look as C++ reads them: sizes in points, colours as 0xRRGGBB.
// Written by tools/tokens/generate.mjs from design/tokens.json; edit that.
#pragma once

#include "model/drawing.hpp"

#include <array>
#include <cstdint>

namespace presstime::theme {

// A role of type: its size and the height of a line.
struct TypeRole {
    double size;
    double line_height;
    FontWeight weight;
};
inline constexpr TypeRole kTitle{18, 24, FontWeight::semibold};
inline constexpr TypeRole kSection{11, 16, FontWeight::semibold};
inline constexpr TypeRole kBody{9, 13, FontWeight::regular};
inline constexpr TypeRole kChartTitle{9, 13, FontWeight::semibold};
inline constexpr TypeRole kTableCell{8, 12, FontWeight::regular};
inline constexpr TypeRole kTableHeader{7.5, 12, FontWeight::semibold};
inline constexpr TypeRole kCaption{7, 10, FontWeight::regular};
inline constexpr TypeRole kAxis{7, 10, FontWeight::regular};
inline constexpr TypeRole kKpiValue{20, 24, FontWeight::semibold};

inline constexpr double kSmallestType = 6.5;
inline constexpr double kGrid = 4;
inline constexpr double kPageMargin = 36;
inline constexpr double kWidgetGap = 12;
inline constexpr double kCardPadding = 12;
inline constexpr double kTableRow = 16;
inline constexpr double kLine = 1.5;
inline constexpr double kHairlineWidth = 0.5;
inline constexpr double kMarker = 4;
inline constexpr double kBarGap = 0.25;
inline constexpr double kCardRadius = 4;
inline constexpr double kBarRadius = 1.5;
inline constexpr double kAreaTopAlpha = 0.18;
inline constexpr double kAreaBottomAlpha = 0.02;

inline constexpr const char* kFont = "Inter";

namespace light {
inline constexpr std::uint32_t kInk = 0x1B1F24;
inline constexpr std::uint32_t kSecondary = 0x5B6470;
inline constexpr std::uint32_t kHairline = 0xE3E7EC;
inline constexpr std::uint32_t kZeroLine = 0xB4BCC6;
inline constexpr std::uint32_t kZebra = 0xF7F8FA;
inline constexpr std::uint32_t kPaper = 0xFFFFFF;
inline constexpr std::uint32_t kAccent = 0x2F5FD0;
inline constexpr std::uint32_t kGood = 0x1A7F5A;
inline constexpr std::uint32_t kBad = 0xC0392B;
inline constexpr std::uint32_t kWarn = 0xB7791F;
inline constexpr std::array<std::uint32_t, 8> kCategorical = {0x2F5FD0, 0xE07B39, 0x1A9A8A, 0xB0407A,
                                                              0x8A6FD1, 0xC9A227, 0x5B7083, 0xD1495B};
inline constexpr std::array<std::uint32_t, 2> kSequential = {0xE6EDFB, 0x1D3F91};
inline constexpr std::array<std::uint32_t, 3> kDiverging = {0x1A8577, 0xECEEF1, 0xD5682A};
} // namespace light

namespace dark {
inline constexpr std::uint32_t kInk = 0xE8EBEF;
inline constexpr std::uint32_t kSecondary = 0xA3ADB8;
inline constexpr std::uint32_t kHairline = 0x2C333B;
inline constexpr std::uint32_t kZeroLine = 0x57616C;
inline constexpr std::uint32_t kZebra = 0x1A1F25;
inline constexpr std::uint32_t kPaper = 0x14181D;
inline constexpr std::uint32_t kAccent = 0x7DA0F2;
inline constexpr std::uint32_t kGood = 0x4CBF91;
inline constexpr std::uint32_t kBad = 0xF07A6B;
inline constexpr std::uint32_t kWarn = 0xE0AC55;
inline constexpr std::array<std::uint32_t, 8> kCategorical = {0x7DA0F2, 0xEE9A63, 0x45BFAE, 0xDB7FB0,
                                                              0xB3A0EA, 0xDDBE55, 0x94A6B7, 0xEE7F8D};
inline constexpr std::array<std::uint32_t, 2> kSequential = {0x1F2A44, 0x9DB8F7};
inline constexpr std::array<std::uint32_t, 3> kDiverging = {0x45BFAE, 0x2C333B, 0xEE9A63};
} // namespace dark

} // namespace presstime::theme
