// Small strokes that every part of a chart shares: text in its roles, the colour of a series, and room taken
// by labels so that none is put on another.
#pragma once

#include "model/drawing.hpp"
#include "model/theme.hpp"

#include <array>
#include <string>
#include <vector>

namespace presstime {

// Half the height of figures and capitals: what centres a line of axis text on a height.
inline constexpr double kAxisTextMiddle = 0.727 * theme::kAxis.size / 2;

inline TextStyle axis_style(const Theme& theme)
{
    return theme::text_style(theme::kAxis, theme.secondary, theme::Figures::tabular);
}
inline TextStyle value_style(const Theme& theme)
{
    return theme::text_style(theme::kAxis, theme.ink, theme::Figures::tabular);
}

// The palette, then its tints, then its shades: 24 in all before it starts over.
Color series_color(const Theme& theme, std::size_t series);
Color mix(Color color, Color with, double share);

// The break at a space that makes the wider of two lines narrowest; the second is empty when there is none.
std::array<std::string, 2> break_in_two(const std::string& text, const TextStyle& style,
                                        TextMeasure& measure);

// Moves ascending places at least `step` apart, each as little
// as may be, and within [low, high] when there is room.
std::vector<double> spread_apart(const std::vector<double>& places, double step, double low, double high);

// Boxes already taken: by texts, which nothing may cover, and by marks, which a text may cover when there is
// no other place for it. place() takes a text's box if it touches neither and lies within the bounds.
class LabelRoom {
public:
    explicit LabelRoom(Box bounds) : bounds_(bounds) {}
    bool place(const Box& box);
    bool place_over_marks(const Box& box);
    bool is_free(const Box& box) const;
    bool is_free_of_texts(const Box& box) const;
    void take(const Box& box) { texts_.push_back(box); }
    void take_mark(const Box& box) { marks_.push_back(box); }

private:
    Box bounds_;
    std::vector<Box> texts_;
    std::vector<Box> marks_;
};

// Takes the boxes of texts.
void take_texts(LabelRoom& room, const std::vector<DrawText>& texts, TextMeasure& measure);
// Takes the way of a line, as a mark.
void take_path(LabelRoom& room, const std::vector<Point>& path);

} // namespace presstime
