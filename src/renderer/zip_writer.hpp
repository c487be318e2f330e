// A ZIP archive written front to back (APPNOTE 6.3: deflate, sizes after the data), the same bytes for the
// same content: every entry carries the earliest date the format knows. Entries and archive stay below 4 GiB.
#pragma once

#include "renderer/renderer.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct z_stream_s;

namespace presstime {

class ZipWriter {
public:
    explicit ZipWriter(ByteSink& sink);
    ~ZipWriter();
    ZipWriter(const ZipWriter&) = delete;
    ZipWriter& operator=(const ZipWriter&) = delete;

    // Ends the entry before, if any. `name` is UTF-8.
    Result<> start_entry(const std::string& name);
    Result<> write(std::string_view bytes);
    // Writes the directory. Call last.
    Result<> finish();

private:
    struct Entry {
        std::string name;
        std::uint64_t offset = 0;
        std::uint64_t packed_bytes = 0;
        std::uint64_t bytes = 0;
        std::uint32_t checksum = 0;
    };

    Result<> end_entry();
    Result<> deflate_more(std::string_view bytes, int flush);
    Result<> put(std::string_view bytes);

    ByteSink& sink_;
    std::unique_ptr<z_stream_s> stream_;
    std::vector<Entry> entries_;
    std::string packed_;
    std::uint64_t written_ = 0;
    bool in_entry_ = false;
};

} // namespace presstime
