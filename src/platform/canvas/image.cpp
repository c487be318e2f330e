// The size is read from the picture's head before anything is decoded: a small file may unfold to gigabytes.
#include "platform/canvas/image.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "platform/canvas/image_decode.hpp"

#include <fmt/format.h>

namespace presstime {
namespace {

Result<> check_size(std::size_t bytes)
{
    if (bytes <= kMaxImageBytes) {
        return {};
    }
    return fail(Error::too_large("", fmt::format("the image has {}; at most {} are taken, so save it smaller",
                                                 format_bytes(bytes), format_bytes(kMaxImageBytes))));
}

} // namespace

Result<std::shared_ptr<const Image>> read_image(std::string_view bytes)
{
    if (bytes.empty()) {
        return fail(Error::malformed("the image is empty; give the bytes of a PNG or a JPEG"));
    }
    TRY(check_size(bytes.size()));
    Image image = TRY(canvas::read_image_head(bytes));
    if (image.width < 1 || image.height < 1) {
        return fail(Error::malformed("the image has no pixels; save it again"));
    }
    if (image.width > kMaxImageSide_px || image.height > kMaxImageSide_px) {
        return fail(Error::too_large(
            "", fmt::format("the image is {} x {} pixels; at most {} a side are taken, so save it smaller",
                            image.width, image.height, kMaxImageSide_px)));
    }
    image.bytes = bytes;
    TRY(canvas::decode_image(image));
    return std::make_shared<const Image>(std::move(image));
}

Result<std::shared_ptr<const Image>> read_data_uri(std::string_view uri)
{
    const std::string_view trimmed = trim(uri);
    constexpr std::string_view kForm = "\"data:image/png;base64,...\"";
    const std::size_t comma = trimmed.substr(0, 200).find(',');
    if (!equals_ignore_case_ascii(trimmed.substr(0, 5), "data:") || comma == std::string_view::npos) {
        return fail(Error::malformed(
            fmt::format("the image is not a data URI; write it as {} (no file or web address)", kForm)));
    }
    if (!to_lower_ascii(trimmed.substr(0, comma)).ends_with(";base64")) {
        return fail(
            Error::malformed(fmt::format("the image's data URI is not base64; write it as {}", kForm)));
    }
    TRY(check_size((trimmed.size() - comma) / 4 * 3));
    const Result<std::string> bytes = base64_decode(trimmed.substr(comma + 1));
    if (!bytes) {
        return fail(Error::malformed("the image's data URI is damaged: " + bytes.error().message));
    }
    return read_image(*bytes);
}

} // namespace presstime
