// One page's content stream: operators with as little said twice as can be. Coordinates are the drawing's,
// y downwards. Knows paths, colours and marks; what to draw is the player's.
#pragma once

#include "model/drawing.hpp"
#include "platform/canvas/pdf_file.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::canvas {

class PdfContent {
public:
    void begin_page(double height);
    std::string_view bytes() const { return out_; }

    void fill_color(Color color);
    void stroke_color(Color color);
    void line(double width, bool round, const std::vector<double>& dash = {});
    void font(int number, double size);

    void move_to(Point at) { point(at, " m\n"); }
    void line_to(Point at) { point(at, " l\n"); }
    void curve_to(Point a, Point b, Point end);
    // Clockwise on the page from `start` to `end`, radians from 3 o'clock; backwards when end < start. Goes
    // on from where the path is, at the arc's start.
    void arc(Point center, double radius, double start, double end);
    void box(const Box& box, double radius);
    void put(std::string_view operators) { out_ += operators; }
    void number(double value, int decimals = 2)
    {
        append_number(out_, value, decimals);
        out_ += ' ';
    }

    void save();
    void restore();

    // A text object is left open until something else is drawn.
    void begin_text();
    void end_text();

    // Alpha values used, for the resources.
    const std::set<int>& alphas() const { return alphas_; }

private:
    struct State {
        Color fill = rgb(0), stroke = rgb(0);
        int alpha = 255;
        double width = 1;
        bool round = false;
        std::vector<double> dash;
        int font = 0;
        double size = 0;
    };
    void point(Point at, std::string_view operation);
    void color(Color color, std::string_view operation);
    void alpha(int value);

    std::string out_;
    std::vector<State> states_{1};
    bool in_text_ = false;
    std::set<int> alphas_;
};

} // namespace presstime::canvas
