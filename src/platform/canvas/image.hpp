// Takes in a user's picture: tells PNG from JPEG by its first bytes, holds it to its limits and decodes it
// once, so that what layout places can be drawn. It fetches nothing: bytes and data URIs only.
#pragma once

#include "base/result.hpp"
#include "model/image.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace presstime {

inline constexpr std::size_t kMaxImageBytes = 2 * 1024 * 1024;
inline constexpr int kMaxImageSide_px = 4096;

// Errors, each a sentence about "the image" without a field: `malformed` when it is neither a PNG nor a JPEG
// or is damaged, `too_large` beyond the limits above.
Result<std::shared_ptr<const Image>> read_image(std::string_view bytes);

// "data:image/png;base64,iVBOR..."; what it really is decides, not what it says of itself.
Result<std::shared_ptr<const Image>> read_data_uri(std::string_view uri);

} // namespace presstime
