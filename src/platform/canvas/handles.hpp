// Owners for the C objects of cairo, Pango and GObject; they only release, they wrap no calls.
#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include <memory>

namespace presstime::canvas {

template <auto release>
struct Release {
    template <typename T>
    void operator()(T* object) const
    {
        release(object);
    }
};

template <typename T>
using GObjectHandle = std::unique_ptr<T, Release<g_object_unref>>;
using SurfaceHandle = std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>>;
using CairoHandle = std::unique_ptr<cairo_t, Release<cairo_destroy>>;
using PatternHandle = std::unique_ptr<cairo_pattern_t, Release<cairo_pattern_destroy>>;
using FontFaceHandle = std::unique_ptr<cairo_font_face_t, Release<cairo_font_face_destroy>>;
using FontOptionsHandle = std::unique_ptr<cairo_font_options_t, Release<cairo_font_options_destroy>>;

} // namespace presstime::canvas
