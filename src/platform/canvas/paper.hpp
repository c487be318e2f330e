// What begins every page and picture: the paper, and a look at the clock.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "model/drawing.hpp"

#include <cairo.h>

namespace presstime::canvas {

inline constexpr Color kWhite = rgb(0xFFFFFF);

inline void paint_paper(cairo_t* cairo, Color paper)
{
    cairo_set_source_rgba(cairo, paper.r / 255.0, paper.g / 255.0, paper.b / 255.0, paper.a / 255.0);
    cairo_paint(cairo);
}

inline Result<> check_deadline(const Deadline& deadline)
{
    if (deadline.expired()) {
        return fail(Error::give_up("drawing the pages took longer than allowed"));
    }
    return {};
}

} // namespace presstime::canvas
