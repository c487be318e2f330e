// Pixels to a PNG file (ISO/IEC 15948), band by band: opaque, 8 bits a colour. Equal pixels give equal bytes.
// It draws nothing.
#pragma once

#include "platform/canvas/canvas.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::canvas {

class PngEncoder {
public:
    // `writer` must outlive the encoder.
    PngEncoder(int width, int height, const ByteWriter& writer);
    PngEncoder(const PngEncoder&) = delete;
    PngEncoder& operator=(const PngEncoder&) = delete;
    ~PngEncoder();

    Result<> begin();
    // `count` rows of cairo's RGB24, `stride` bytes apart.
    Result<> add_rows(const unsigned char* pixels, std::size_t stride, int count);
    // After `height` rows in all.
    Result<> finish();

private:
    struct Stream;

    void filter_row(const std::uint32_t* pixels, unsigned char* out) const;
    Result<> write_chunk(std::string_view type, std::string_view data);
    Result<> stream_out(const unsigned char* bytes, std::size_t size, int flush);

    int width_;
    int height_;
    const ByteWriter& writer_;
    std::vector<unsigned char> rows_; // filtered; all of them, or of one band when they are streamed
    std::unique_ptr<Stream> stream_;  // of pictures too large to hold
};

} // namespace presstime::canvas
