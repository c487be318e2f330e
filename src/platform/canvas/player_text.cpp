// Words and pictures: what the player draws from fonts and from image files.
#include "platform/canvas/player.hpp"

#include "platform/canvas/drawable.hpp"
#include "platform/canvas/image_decode.hpp"
#include "platform/canvas/link.hpp"
#include "platform/canvas/text_clip.hpp"

#include <algorithm>
#include <numbers>

namespace presstime::canvas {
namespace {

bool same(const cairo_matrix_t& a, const cairo_matrix_t& b)
{
    return a.xx == b.xx && a.yy == b.yy && a.xy == b.xy && a.yx == b.yx;
}

// The file itself goes into the PDF: smaller than its pixels, and nothing is lost by encoding twice. cairo
// never looks at the pixels, whose memory is therefore never touched.
SurfaceHandle pass_through(const std::shared_ptr<const Image>& image)
{
    SurfaceHandle surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, image->width, image->height));
    auto owner = std::make_unique<std::shared_ptr<const Image>>(image);
    const auto* bytes = reinterpret_cast<const unsigned char*>(image->bytes.data());
    const cairo_status_t status = cairo_surface_set_mime_data(
        surface.get(), CAIRO_MIME_TYPE_JPEG, bytes, image->bytes.size(),
        [](void* kept) { delete static_cast<std::shared_ptr<const Image>*>(kept); }, owner.get());
    if (status == CAIRO_STATUS_SUCCESS) {
        owner.release();
    }
    return surface;
}

// Of the full stop below an emoji, and from its left edge, pt.
constexpr double kSayingSize = 1;
constexpr double kSayingInset = 2;

// The largest box of the image's proportions, centred in the one it is given.
Box fitted(const Box& box, const Image& image)
{
    const double scale = std::min(box.w / image.width, box.h / image.height);
    const double w = image.width * scale, h = image.height * scale;
    return {box.x + (box.w - w) / 2, box.y + (box.h - h) / 2, w, h};
}

} // namespace

void Player::operator()(const DrawText& command)
{
    if (!is_drawable_text(command)) {
        return;
    }
    const std::string text = clipped_text(command, fonts_);
    const ShapedText& shaped = fonts_.shape(text, command.style);
    missing_.insert(shaped.missing.begin(), shaped.missing.end());
    const double shift = command.align == TextAlign::right    ? shaped.width
                         : command.align == TextAlign::center ? shaped.width / 2
                                                              : 0;
    const std::string link =
        medium_ == Medium::document ? link_attributes(command.link, page_count_) : std::string();
    if (!link.empty()) {
        cairo_tag_begin(cairo_, CAIRO_TAG_LINK, link.c_str());
    }
    set_color(command.style.color);
    if (command.angle != 0) {
        cairo_save(cairo_);
        cairo_translate(cairo_, command.at.x, command.at.y);
        cairo_rotate(cairo_, -command.angle * std::numbers::pi / 180);
        show(shaped, {-shift, 0}, command.style.color);
        cairo_restore(cairo_);
        face_ = nullptr;
    } else {
        show(shaped, {command.at.x - shift, command.at.y}, command.style.color);
    }
    if (!link.empty()) {
        cairo_tag_end(cairo_, CAIRO_TAG_LINK);
    }
}

void Player::select_font(const GlyphRun& run)
{
    if (run.face == face_ && same(run.font_matrix, font_matrix_)) {
        return;
    }
    cairo_set_font_face(cairo_, run.face);
    cairo_set_font_matrix(cairo_, &run.font_matrix);
    face_ = run.face;
    font_matrix_ = run.font_matrix;
}

// cairo 1.16 draws an emoji as an image, which cannot be searched or copied. Below it lies a full stop too
// small to be seen that stands for its characters: PDF keeps what a glyph means apart from what it shows.
void Player::say_picture(const std::string& text, Point at)
{
    // The text that is being shown was used last: shaping one more cannot push it out of the cache.
    const ShapedText stop = fonts_.shape(".", {kSayingSize});
    if (stop.runs.size() != 1 || stop.runs.front().glyphs.size() != 1) {
        return;
    }
    select_font(stop.runs.front());
    const cairo_glyph_t glyph{stop.runs.front().glyphs.front().index, at.x, at.y};
    const cairo_text_cluster_t cluster{static_cast<int>(text.size()), 1};
    cairo_show_text_glyphs(cairo_, text.data(), cluster.num_bytes, &glyph, 1, &cluster, 1,
                           cairo_text_cluster_flags_t{});
}

void Player::show(const ShapedText& shaped, Point at, Color color)
{
    for (const GlyphRun& run : shaped.runs) {
        if (run.glyphs.empty()) {
            continue;
        }
        if (medium_ == Medium::document && run.pictures) {
            say_picture(run.text, {at.x + run.glyphs.front().x + kSayingInset, at.y});
        }
        if (medium_ == Medium::picture && !run.pictures &&
            glyph_painter_.paint(cairo_, fonts_, run, at, color, clips_.empty() ? kNoClip : clips_.back())) {
            continue;
        }
        select_font(run);
        glyphs_ = run.glyphs;
        for (cairo_glyph_t& glyph : glyphs_) {
            glyph.x += at.x;
            glyph.y += at.y;
        }
        if (medium_ == Medium::picture && !run.pictures) {
            // Drawn as glyphs, cairo would move each to a whole pixel, and the spacing would limp.
            cairo_glyph_path(cairo_, glyphs_.data(), static_cast<int>(glyphs_.size()));
            cairo_fill(cairo_);
            continue;
        }
        cairo_show_text_glyphs(cairo_, run.text.data(), static_cast<int>(run.text.size()), glyphs_.data(),
                               static_cast<int>(glyphs_.size()), run.clusters.data(),
                               static_cast<int>(run.clusters.size()), run.cluster_flags);
    }
}

cairo_surface_t* Player::surface_of(const std::shared_ptr<const Image>& image)
{
    const auto found = images_.find(image);
    if (found != images_.end()) {
        return found->second.get();
    }
    if (images_.size() >= kMaxKeptImages) {
        images_.clear();
    }
    SurfaceHandle surface;
    if (medium_ == Medium::document && image->type == ImageType::jpeg) {
        surface = pass_through(image);
    } else if (Result<SurfaceHandle> decoded = decode_image(*image)) {
        surface = std::move(*decoded);
    }
    return images_.emplace(image, std::move(surface)).first->second.get();
}

void Player::operator()(const DrawImage& command)
{
    const bool sound = command.image && command.image->width > 0 && command.image->height > 0;
    if (!sound || !drawable(command.box) || command.box.w <= 0 || command.box.h <= 0) {
        return;
    }
    cairo_surface_t* surface = surface_of(command.image);
    if (surface == nullptr || cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        return;
    }
    const Box at = fitted(command.box, *command.image);
    cairo_save(cairo_);
    cairo_translate(cairo_, at.x, at.y);
    cairo_scale(cairo_, at.w / command.image->width, at.h / command.image->height);
    cairo_rectangle(cairo_, 0, 0, command.image->width, command.image->height);
    cairo_set_source_surface(cairo_, surface, 0, 0);
    if (medium_ == Medium::picture) {
        // Scaled pixels at the rim mix with themselves and not with nothing.
        cairo_pattern_set_extend(cairo_get_source(cairo_), CAIRO_EXTEND_PAD);
    }
    cairo_fill(cairo_);
    cairo_restore(cairo_);
    face_ = nullptr;
}

} // namespace presstime::canvas
