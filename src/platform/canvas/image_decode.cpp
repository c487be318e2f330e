// PNG by cairo's reader (libpng), JPEG by libjpeg-turbo. libjpeg reports an error by jumping out of its call:
// the functions that it jumps through hold plain values only.
#include "platform/canvas/image_decode.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>

#include <jpeglib.h>
// After jpeglib.h, whose types it needs.
#include <jerror.h>

namespace presstime::canvas {
namespace {

constexpr std::string_view kPngSignature("\x89PNG\r\n\x1A\n", 8);
constexpr std::string_view kJpegSignature("\xFF\xD8\xFF", 3);
// A progressive JPEG of a few bytes a scan can ask for years of work.
constexpr int kMaxJpegScans = 100;

std::uint32_t big_endian(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
}

struct JpegReader {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg_progress_mgr progress{};
    std::jmp_buf on_error{};
    char message[JMSG_LENGTH_MAX] = {};
};

[[noreturn]] void leave(j_common_ptr jpeg)
{
    auto* reader = static_cast<JpegReader*>(jpeg->client_data);
    jpeg->err->format_message(jpeg, reader->message);
    std::longjmp(reader->on_error, 1);
}

// A damaged stream is "repaired" by libjpeg with a warning; a picture with grey stripes is no picture. Stray
// bytes between two markers do no harm, and cameras write them.
void take_warning(j_common_ptr jpeg, int level)
{
    if (level < 0 && jpeg->err->msg_code != JWRN_EXTRANEOUS_DATA) {
        leave(jpeg);
    }
}

void watch_scans(j_common_ptr jpeg)
{
    auto* reader = static_cast<JpegReader*>(jpeg->client_data);
    if (reader->jpeg.input_scan_number > kMaxJpegScans) {
        std::snprintf(reader->message, sizeof reader->message, "more than %d scans", kMaxJpegScans);
        std::longjmp(reader->on_error, 1);
    }
}

void open(JpegReader& reader)
{
    reader.jpeg.err = jpeg_std_error(&reader.errors);
    reader.errors.error_exit = leave;
    reader.errors.emit_message = take_warning;
    reader.jpeg.client_data = &reader;
}

bool read_head(JpegReader& reader, const unsigned char* bytes, unsigned long size)
{
    if (setjmp(reader.on_error) != 0) {
        return false;
    }
    jpeg_create_decompress(&reader.jpeg);
    reader.progress.progress_monitor = watch_scans;
    reader.jpeg.progress = &reader.progress;
    jpeg_mem_src(&reader.jpeg, bytes, size);
    return jpeg_read_header(&reader.jpeg, TRUE) == JPEG_HEADER_OK;
}

// cairo's RGB24 is blue, green, red, unused in memory on the little-endian machines this is built for.
bool read_rows(JpegReader& reader, unsigned char* pixels, std::size_t stride)
{
    if (setjmp(reader.on_error) != 0) {
        return false;
    }
    reader.jpeg.out_color_space = JCS_EXT_BGRX;
    jpeg_start_decompress(&reader.jpeg);
    while (reader.jpeg.output_scanline < reader.jpeg.output_height) {
        JSAMPROW row = pixels + stride * reader.jpeg.output_scanline;
        jpeg_read_scanlines(&reader.jpeg, &row, 1);
    }
    jpeg_finish_decompress(&reader.jpeg);
    return true;
}

Result<> jpeg_failure(const JpegReader& reader)
{
    return fail(Error::malformed("the image is a damaged JPEG; save it again").with_context(reader.message));
}

// What `use` makes of a JPEG whose head has been read.
template <typename Use>
auto with_jpeg(std::string_view bytes, Use use) -> decltype(use(std::declval<JpegReader&>()))
{
    JpegReader reader;
    open(reader);
    const bool sound = read_head(reader, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    auto result = sound ? use(reader) : fail(jpeg_failure(reader).error());
    jpeg_destroy_decompress(&reader.jpeg);
    return result;
}

Result<Image> jpeg_head(std::string_view bytes)
{
    return with_jpeg(bytes, [](JpegReader& reader) -> Result<Image> {
        if (reader.jpeg.num_components == 4) {
            return fail(Error::malformed("the image is a JPEG in CMYK colours; save it in RGB"));
        }
        constexpr JDIMENSION kMost = 1'000'000;
        return Image{ImageType::jpeg,
                     {},
                     static_cast<int>(std::min(reader.jpeg.image_width, kMost)),
                     static_cast<int>(std::min(reader.jpeg.image_height, kMost))};
    });
}

Result<Image> png_head(std::string_view bytes)
{
    if (bytes.size() < 24 || bytes.substr(12, 4) != "IHDR") {
        return fail(Error::malformed("the image is a damaged PNG; save it again"));
    }
    constexpr std::uint32_t kMost = 1'000'000;
    return Image{ImageType::png,
                 {},
                 static_cast<int>(std::min(big_endian(bytes, 16), kMost)),
                 static_cast<int>(std::min(big_endian(bytes, 20), kMost))};
}

cairo_status_t read_png_bytes(void* closure, unsigned char* out, unsigned int length)
{
    auto* rest = static_cast<std::string_view*>(closure);
    if (length > rest->size()) {
        return CAIRO_STATUS_READ_ERROR;
    }
    std::memcpy(out, rest->data(), length);
    rest->remove_prefix(length);
    return CAIRO_STATUS_SUCCESS;
}

} // namespace

Result<Image> read_image_head(std::string_view bytes)
{
    if (bytes.starts_with(kPngSignature)) {
        return png_head(bytes);
    }
    if (bytes.starts_with(kJpegSignature)) {
        return jpeg_head(bytes);
    }
    return fail(Error::malformed("the image is neither a PNG nor a JPEG; save it as one of these"));
}

Result<SurfaceHandle> decode_image(const Image& image)
{
    if (image.type == ImageType::png) {
        std::string_view rest = image.bytes;
        SurfaceHandle surface(cairo_image_surface_create_from_png_stream(read_png_bytes, &rest));
        if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
            return fail(Error::malformed("the image is a damaged PNG; save it again")
                            .with_context(cairo_status_to_string(cairo_surface_status(surface.get()))));
        }
        return surface;
    }
    return with_jpeg(image.bytes, [](JpegReader& reader) -> Result<SurfaceHandle> {
        SurfaceHandle surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                                         static_cast<int>(reader.jpeg.image_width),
                                                         static_cast<int>(reader.jpeg.image_height)));
        unsigned char* pixels = cairo_image_surface_get_data(surface.get());
        if (pixels == nullptr) {
            return fail(Error::retry("the image could not be decoded: the machine is out of memory"));
        }
        const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
        if (!read_rows(reader, pixels, stride)) {
            return fail(jpeg_failure(reader).error());
        }
        cairo_surface_mark_dirty(surface.get());
        return surface;
    });
}

} // namespace presstime::canvas
