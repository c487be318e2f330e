// The codecs behind read_image: encoded bytes to cairo surfaces. Only the canvas includes it.
#pragma once

#include "base/result.hpp"
#include "model/image.hpp"
#include "platform/canvas/handles.hpp"

#include <string_view>

namespace presstime::canvas {

// Type and size from the first bytes alone, without `bytes`; `malformed` when it is neither PNG nor JPEG.
Result<Image> read_image_head(std::string_view bytes);

// Every pixel, as ARGB32 or RGB24. `malformed` when the picture is damaged or of a kind that is not drawn.
Result<SurfaceHandle> decode_image(const Image& image);

} // namespace presstime::canvas
