#include "renderer/zip_writer.hpp"

#include <limits>
#include <zlib.h>

namespace presstime {
namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kDataDescriptor = 0x08074b50;
constexpr std::uint32_t kDirectoryHeader = 0x02014b50;
constexpr std::uint32_t kDirectoryEnd = 0x06054b50;
constexpr std::uint16_t kVersion = 20;                 // needed to extract: deflate
constexpr std::uint16_t kFlags = (1 << 3) | (1 << 11); // sizes follow the data; names are UTF-8
constexpr std::uint16_t kDeflated = 8;
constexpr std::uint16_t kMidnight = 0;
constexpr std::uint16_t kNewYear1980 = (1 << 5) | 1;
constexpr std::uint64_t kMaxBytes = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kPackedBytes = std::size_t{64} * 1024;

void put_16(std::string& out, std::uint64_t value)
{
    out += static_cast<char>(value & 0xFF);
    out += static_cast<char>((value >> 8) & 0xFF);
}

void put_32(std::string& out, std::uint64_t value)
{
    put_16(out, value & 0xFFFF);
    put_16(out, value >> 16);
}

// What local and directory headers have in common, up to the date.
void put_common(std::string& out)
{
    put_16(out, kVersion);
    put_16(out, kFlags);
    put_16(out, kDeflated);
    put_16(out, kMidnight);
    put_16(out, kNewYear1980);
}

} // namespace

ZipWriter::ZipWriter(ByteSink& sink)
    : sink_(sink), stream_(std::make_unique<z_stream_s>()), packed_(kPackedBytes, '\0')
{
}

ZipWriter::~ZipWriter()
{
    if (in_entry_)
        deflateEnd(stream_.get());
}

Result<> ZipWriter::put(std::string_view bytes)
{
    written_ += bytes.size();
    if (written_ > kMaxBytes)
        return fail(Error::too_large("", "the archive grows beyond 4 GiB; write fewer rows"));
    return sink_.write(bytes);
}

Result<> ZipWriter::start_entry(const std::string& name)
{
    TRY(end_entry());
    *stream_ = {};
    constexpr int kRawWindow = -15;
    constexpr int kMemoryLevel = 8;
    if (deflateInit2(stream_.get(), Z_DEFAULT_COMPRESSION, Z_DEFLATED, kRawWindow, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return fail(Error::retry("there is not enough memory to compress"));
    in_entry_ = true;
    entries_.push_back({.name = name, .offset = written_});
    std::string header;
    put_32(header, kLocalHeader);
    put_common(header);
    put_32(header, 0); // checksum and both sizes follow the data
    put_32(header, 0);
    put_32(header, 0);
    put_16(header, name.size());
    put_16(header, 0);
    return put(header + name);
}

Result<> ZipWriter::write(std::string_view bytes)
{
    Entry& entry = entries_.back();
    entry.bytes += bytes.size();
    if (entry.bytes > kMaxBytes)
        return fail(Error::too_large("", "a file of the archive grows beyond 4 GiB; write fewer rows"));
    entry.checksum = static_cast<std::uint32_t>(
        crc32_z(entry.checksum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
    constexpr std::size_t kMaxPiece = std::size_t{1} << 30; // zlib counts in 32 bits
    for (std::size_t at = 0; at < bytes.size(); at += kMaxPiece)
        TRY(deflate_more(bytes.substr(at, kMaxPiece), Z_NO_FLUSH));
    return {};
}

Result<> ZipWriter::deflate_more(std::string_view bytes, int flush)
{
    stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_->avail_in = static_cast<uInt>(bytes.size());
    do {
        stream_->next_out = reinterpret_cast<Bytef*>(packed_.data());
        stream_->avail_out = static_cast<uInt>(packed_.size());
        deflate(stream_.get(), flush);
        std::size_t made = packed_.size() - stream_->avail_out;
        entries_.back().packed_bytes += made;
        if (made > 0)
            TRY(put(std::string_view(packed_).substr(0, made)));
    } while (stream_->avail_out == 0);
    return {};
}

Result<> ZipWriter::end_entry()
{
    if (!in_entry_)
        return {};
    TRY(deflate_more({}, Z_FINISH));
    deflateEnd(stream_.get());
    in_entry_ = false;
    const Entry& entry = entries_.back();
    std::string descriptor;
    put_32(descriptor, kDataDescriptor);
    put_32(descriptor, entry.checksum);
    put_32(descriptor, entry.packed_bytes);
    put_32(descriptor, entry.bytes);
    return put(descriptor);
}

Result<> ZipWriter::finish()
{
    TRY(end_entry());
    std::uint64_t start = written_;
    for (const Entry& entry : entries_) {
        std::string header;
        put_32(header, kDirectoryHeader);
        put_16(header, kVersion);
        put_common(header);
        put_32(header, entry.checksum);
        put_32(header, entry.packed_bytes);
        put_32(header, entry.bytes);
        put_16(header, entry.name.size());
        put_16(header, 0); // extra field, comment, disk, internal attributes
        put_16(header, 0);
        put_16(header, 0);
        put_16(header, 0);
        put_32(header, 0); // external attributes
        put_32(header, entry.offset);
        TRY(put(header + entry.name));
    }
    std::uint64_t size = written_ - start;
    std::string end;
    put_32(end, kDirectoryEnd);
    put_32(end, 0); // disks
    put_16(end, entries_.size());
    put_16(end, entries_.size());
    put_32(end, size);
    put_32(end, start);
    put_16(end, 0); // comment
    return put(end);
}

} // namespace presstime
