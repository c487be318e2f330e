// What a browser asks of one widget, and the picture as it gets it: shared by the API for people with a key
// and by embed sessions.
#pragma once

#include "api/call.hpp"
#include "control/pictures.hpp"

#include <string_view>
#include <vector>

namespace presstime::api {

// ?width=&height=&id_prefix=&theme=&timezone=&locale=&period_start=&period_end=&param.NAME=; `others` are
// names that the caller reads itself. An unknown name is `invalid`.
Result<control::PictureWish> read_picture_wish(const Call& call,
                                               const std::vector<std::string_view>& others = {});

// Also ?format=json|svg|png&png_scale=1|2, of a picture; without a format the header Accept says it.
Result<control::PictureWish> read_drawing_wish(const Call& call, std::vector<std::string_view> others = {});

// JSON with the SVG and its hits, or as read_drawing_wish says; a source that fails for good is 502.
Result<http::Response> picture_answer(const Call& call, Result<control::WidgetPicture> drawn);

} // namespace presstime::api
