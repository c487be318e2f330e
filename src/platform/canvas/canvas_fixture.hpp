// Pages made by hand, drawn to bytes, and asked about by the tools that people read PDFs with (poppler,
// qpdf).
#pragma once

#include "model/theme.hpp"
#include "platform/canvas/canvas.hpp"
#include "platform/canvas/handles.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace presstime::canvas_test {

inline const TextStyle kFigures{8, FontWeight::regular, light_theme().ink, true};
inline const TextStyle kProse{9};

inline ByteWriter into(std::string& bytes)
{
    return [&bytes](std::string_view part) -> Result<> {
        bytes.append(part);
        return {};
    };
}

inline Deadline a_minute()
{
    return Deadline::after(std::chrono::seconds(60));
}

inline std::string pdf_of(const PageList& pages)
{
    std::string bytes;
    const auto written = write_pdf(pages, from_micros(1'795'252'800'123'456), into(bytes), a_minute());
    EXPECT_TRUE(written) << written.error().message << " " << written.error().context;
    return bytes;
}

inline std::string png_of(const Page& page, const PictureStyle& style)
{
    std::string bytes;
    const auto written = write_png(page, style, into(bytes), a_minute());
    EXPECT_TRUE(written) << written.error().message << " " << written.error().context;
    return bytes;
}

inline std::string png_of(const Page& page, double scale)
{
    PictureStyle style;
    style.scale = scale;
    return png_of(page, style);
}

// What `tool PATH arguments` prints, both streams; `{}` in the arguments is the path too.
inline std::string run_tool(const std::string& tool, const std::string& arguments, const std::string& bytes)
{
    const auto path =
        std::filesystem::temp_directory_path() / ("canvas_test_" + std::to_string(::getpid()) + ".bin");
    std::ofstream(path, std::ios::binary) << bytes;
    std::FILE* pipe = ::popen((tool + " " + path.string() + " " + arguments + " 2>&1").c_str(), "r");
    std::string out;
    std::array<char, 4096> part{};
    while (std::size_t got = std::fread(part.data(), 1, part.size(), pipe)) {
        out.append(part.data(), got);
    }
    ::pclose(pipe);
    std::filesystem::remove(path);
    return out;
}

inline Page page_with(std::vector<DrawCommand> commands)
{
    Page page;
    page.drawing = std::move(commands);
    return page;
}

inline PageList list_of(std::vector<DrawCommand> commands)
{
    PageList list;
    list.title = "Sales, Übersicht";
    list.author = "Acme";
    list.language = "en-US";
    list.pages.push_back(page_with(std::move(commands)));
    return list;
}

// A PNG read back by libpng: 0xRRGGBB a pixel.
struct Picture {
    int width = 0;
    int height = 0;
    std::vector<std::uint32_t> pixels;
    std::uint32_t at(int x, int y) const
    {
        return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)];
    }
};

inline Picture read_png(const std::string& bytes)
{
    std::string_view rest = bytes;
    const canvas::SurfaceHandle surface(cairo_image_surface_create_from_png_stream(
        [](void* closure, unsigned char* out, unsigned int length) {
            auto& left = *static_cast<std::string_view*>(closure);
            if (left.size() < length) {
                return CAIRO_STATUS_READ_ERROR;
            }
            std::memcpy(out, left.data(), length);
            left.remove_prefix(length);
            return CAIRO_STATUS_SUCCESS;
        },
        &rest));
    Picture picture;
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
        ADD_FAILURE() << "no PNG: " << cairo_status_to_string(cairo_surface_status(surface.get()));
        return picture;
    }
    picture.width = cairo_image_surface_get_width(surface.get());
    picture.height = cairo_image_surface_get_height(surface.get());
    const unsigned char* data = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            std::uint32_t pixel = 0;
            std::memcpy(&pixel, data + static_cast<std::ptrdiff_t>(y) * stride + x * 4, 4);
            picture.pixels.push_back(pixel & 0xFFFFFF);
        }
    }
    return picture;
}

} // namespace presstime::canvas_test
