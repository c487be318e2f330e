// Objects go into compressed streams of two hundred: the structure of a table is most of a file otherwise.
#include "platform/canvas/pdf_file.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <array>
#include <charconv>
#include <cmath>

namespace presstime::canvas {
namespace {

constexpr std::size_t kObjectsAStream = 200;
constexpr int kLevel = 5; // half the time of 6, a hundredth larger
constexpr std::string_view kHeader = "%PDF-1.7\n%\xB5\xED\xAE\xFB\n";

} // namespace

PdfFile::PdfFile()
    : compressor_(libdeflate_alloc_compressor(kLevel), &libdeflate_free_compressor), file_(kHeader)
{
}

PdfFile::~PdfFile() = default;

int PdfFile::reserve()
{
    places_.emplace_back();
    return static_cast<int>(places_.size()) - 1;
}

void PdfFile::put(int number, std::string body)
{
    packed_.push_back({number, std::move(body)});
    if (packed_.size() == kObjectsAStream) {
        flush_objects();
    }
}

int PdfFile::put(std::string body)
{
    const int number = reserve();
    put(number, std::move(body));
    return number;
}

void PdfFile::put_stream(int number, std::string_view entries, std::string_view bytes)
{
    deflated_.resize(libdeflate_zlib_compress_bound(compressor_.get(), bytes.size()));
    const std::size_t size = libdeflate_zlib_compress(compressor_.get(), bytes.data(), bytes.size(),
                                                      deflated_.data(), deflated_.size());
    put_bytes(number, fmt::format("{} /Filter /FlateDecode", entries),
              std::string_view(deflated_).substr(0, size));
}

void PdfFile::put_bytes(int number, std::string_view entries, std::string_view bytes)
{
    place_of(number) = {1, file_.size(), 0};
    file_ += fmt::format("{} 0 obj\n<< {} /Length {} >>\nstream\n", number, entries, bytes.size());
    file_ += bytes;
    file_ += "\nendstream\nendobj\n";
}

void PdfFile::flush_objects()
{
    if (packed_.empty()) {
        return;
    }
    const int number = reserve();
    std::string index, bodies;
    for (std::size_t i = 0; i < packed_.size(); ++i) {
        index += fmt::format("{} {} ", packed_[i].number, bodies.size());
        bodies += packed_[i].body;
        bodies += '\n';
        place_of(packed_[i].number) = {2, static_cast<std::size_t>(number), i};
    }
    put_stream(number, fmt::format("/Type /ObjStm /N {} /First {}", packed_.size(), index.size()),
               index + bodies);
    packed_.clear();
}

std::string PdfFile::finish(int root, int info)
{
    flush_objects();
    const int number = reserve();
    const std::size_t start = file_.size();
    place_of(number) = {1, start, 0};
    std::string table;
    for (const Place& place : places_) {
        table += static_cast<char>(place.type);
        for (int shift = 24; shift >= 0; shift -= 8) {
            table += static_cast<char>(place.at >> shift & 255);
        }
        table += static_cast<char>(place.index >> 8 & 255);
        table += static_cast<char>(place.index & 255);
    }
    put_stream(
        number,
        fmt::format("/Type /XRef /W [1 4 2] /Size {} /Root {} 0 R /Info {} 0 R", places_.size(), root, info),
        table);
    file_ += fmt::format("startxref\n{}\n%%EOF\n", start);
    return std::move(file_);
}

void append_number(std::string& out, double value, int decimals)
{
    static constexpr std::array<std::int64_t, 7> kPowers = {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};
    const std::int64_t power = kPowers[static_cast<std::size_t>(decimals)];
    std::int64_t scaled = std::llround(value * static_cast<double>(power));
    if (scaled < 0) {
        out += '-';
        scaled = -scaled;
    }
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), scaled / power).ptr;
    out.append(digits.data(), end);
    std::int64_t rest = scaled % power;
    if (rest != 0) {
        out += '.';
        for (std::int64_t unit = power / 10; rest != 0; unit /= 10) {
            out += static_cast<char>('0' + rest / unit);
            rest %= unit;
        }
    }
}

void append_utf16(std::string& out, std::string_view valid)
{
    for (std::size_t at = 0; at < valid.size();) {
        const auto lead = static_cast<unsigned char>(valid[at]);
        const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::uint32_t code = bytes == 1 ? lead : lead & (0x7FU >> bytes);
        for (std::size_t i = 1; i < bytes && at + i < valid.size(); ++i) {
            code = code << 6 | (static_cast<unsigned char>(valid[at + i]) & 0x3FU);
        }
        at += bytes;
        out += code < 0x10000 ? fmt::format("{:04X}", code)
                              : fmt::format("{:04X}{:04X}", 0xD800 + ((code - 0x10000) >> 10),
                                            0xDC00 + ((code - 0x10000) & 0x3FF));
    }
}

std::string pdf_string(std::string_view text)
{
    std::string out = "<FEFF";
    append_utf16(out, repair_utf8(clip_utf8(text, 2000)));
    return out + ">";
}

} // namespace presstime::canvas
