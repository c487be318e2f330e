// What was measured on drawn pages (flat colour, text, 5,000 dots): libdeflate's level 6 over unfiltered rows
// is a quarter smaller than libpng's defaults in a quarter of its time, for a filter breaks the long equal
// runs up. Only rows of a photograph gain by one. There are thousands of colours on a page, so a palette is
// not tried. libdeflate wants all rows at once; pictures beyond kMaxHeldBytes go through zlib's stream
// instead.
#include "platform/canvas/png_encoder.hpp"

#include <libdeflate.h>
#include <zlib.h>

#include <array>
#include <cstring>

namespace presstime::canvas {
namespace {

constexpr int kHeldLevel = 6;
constexpr int kStreamLevel = 4;
constexpr std::size_t kMaxHeldBytes = 16 * 1024 * 1024; // twice this while it is packed, in every worker
constexpr std::size_t kMaxChunkBytes = 1024 * 1024;
constexpr std::string_view kSignature("\x89PNG\r\n\x1A\n", 8);
enum Filter : unsigned char { none = 0, sub = 1 };

using CompressorHandle = std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)>;

void append_number(std::string& out, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>(value >> shift & 255));
    }
}

Error out_of_memory()
{
    return Error::retry("the picture could not be compressed: the machine is out of memory");
}

} // namespace

struct PngEncoder::Stream {
    z_stream zlib{};
    std::array<char, 64 * 1024> out{};
    ~Stream() { deflateEnd(&zlib); }
};

PngEncoder::PngEncoder(int width, int height, const ByteWriter& writer)
    : width_(width), height_(height), writer_(writer)
{
}

PngEncoder::~PngEncoder() = default;

Result<> PngEncoder::begin()
{
    const std::size_t row_bytes = 1 + 3 * static_cast<std::size_t>(width_);
    const std::size_t all_bytes = row_bytes * static_cast<std::size_t>(height_);
    if (all_bytes <= kMaxHeldBytes) {
        rows_.reserve(all_bytes);
    } else {
        stream_ = std::make_unique<Stream>();
        if (deflateInit(&stream_->zlib, kStreamLevel) != Z_OK) {
            return fail(out_of_memory());
        }
    }
    TRY(writer_(kSignature));
    std::string head;
    append_number(head, static_cast<std::uint32_t>(width_));
    append_number(head, static_cast<std::uint32_t>(height_));
    head +=
        std::string_view("\x08\x02\x00\x00\x00", 5); // 8 bits, RGB, deflate, adaptive filters, no interlace
    return write_chunk("IHDR", head);
}

Result<> PngEncoder::add_rows(const unsigned char* pixels, std::size_t stride, int count)
{
    const std::size_t row_bytes = 1 + 3 * static_cast<std::size_t>(width_);
    if (stream_) {
        rows_.clear();
    }
    const std::size_t from = rows_.size();
    rows_.resize(from + row_bytes * static_cast<std::size_t>(count));
    for (int y = 0; y < count; ++y) {
        const auto row = static_cast<std::size_t>(y);
        filter_row(reinterpret_cast<const std::uint32_t*>(pixels + stride * row),
                   rows_.data() + from + row_bytes * row);
    }
    return stream_ ? stream_out(rows_.data(), rows_.size(), Z_NO_FLUSH) : Result<>();
}

// A pixel is 0x00RRGGBB. Where fewer than half of them equal their neighbour, the row is of a photograph.
void PngEncoder::filter_row(const std::uint32_t* pixels, unsigned char* out) const
{
    int flat = 0;
    for (int x = 1; x < width_; ++x) {
        flat += ((pixels[x] ^ pixels[x - 1]) & 0xFFFFFF) == 0 ? 1 : 0;
    }
    const bool photograph = width_ > 1 && flat < width_ / 2;
    *out++ = photograph ? Filter::sub : Filter::none;
    for (int x = 0; x < width_; ++x) {
        const std::uint32_t before = photograph && x > 0 ? pixels[x - 1] : 0;
        *out++ = static_cast<unsigned char>((pixels[x] >> 16 & 255) - (before >> 16 & 255));
        *out++ = static_cast<unsigned char>((pixels[x] >> 8 & 255) - (before >> 8 & 255));
        *out++ = static_cast<unsigned char>((pixels[x] & 255) - (before & 255));
    }
}

Result<> PngEncoder::stream_out(const unsigned char* bytes, std::size_t size, int flush)
{
    z_stream& zlib = stream_->zlib;
    zlib.next_in = const_cast<unsigned char*>(bytes); // zlib only reads it
    zlib.avail_in = static_cast<unsigned int>(size);
    do {
        zlib.next_out = reinterpret_cast<unsigned char*>(stream_->out.data());
        zlib.avail_out = static_cast<unsigned int>(stream_->out.size());
        if (deflate(&zlib, flush) == Z_STREAM_ERROR) {
            return fail(Error::give_up("the picture could not be compressed"));
        }
        const std::size_t made = stream_->out.size() - zlib.avail_out;
        if (made > 0) {
            TRY(write_chunk("IDAT", {stream_->out.data(), made}));
        }
    } while (zlib.avail_out == 0);
    return {};
}

Result<> PngEncoder::finish()
{
    if (stream_) {
        TRY(stream_out(nullptr, 0, Z_FINISH));
        return write_chunk("IEND", {});
    }
    const CompressorHandle compressor(libdeflate_alloc_compressor(kHeldLevel), &libdeflate_free_compressor);
    if (!compressor) {
        return fail(out_of_memory());
    }
    const std::size_t bound = libdeflate_zlib_compress_bound(compressor.get(), rows_.size());
    // Uninitialised: most of the bound is never touched.
    const std::unique_ptr<char[]> packed(new char[bound]);
    const std::size_t size =
        libdeflate_zlib_compress(compressor.get(), rows_.data(), rows_.size(), packed.get(), bound);
    std::string_view rest(packed.get(), size);
    while (!rest.empty()) {
        const std::string_view part = rest.substr(0, kMaxChunkBytes);
        TRY(write_chunk("IDAT", part));
        rest.remove_prefix(part.size());
    }
    return write_chunk("IEND", {});
}

Result<> PngEncoder::write_chunk(std::string_view type, std::string_view data)
{
    std::string head;
    append_number(head, static_cast<std::uint32_t>(data.size()));
    head += type;
    std::uint32_t crc = libdeflate_crc32(0, type.data(), type.size());
    if (!data.empty()) { // an absent buffer would start the sum anew
        crc = libdeflate_crc32(crc, data.data(), data.size());
    }
    std::string tail;
    append_number(tail, crc);
    TRY(writer_(head));
    TRY(writer_(data));
    return writer_(tail);
}

} // namespace presstime::canvas
