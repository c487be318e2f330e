// The parts of an Office Open XML package: entries of a zip archive, unpacked as a stream and bounded before
// memory or time is spent on them.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct zip;

namespace presstime {

struct ZipBounds {
    std::uint64_t unpacked_bytes = 0; // of everything read, each reading counted
    std::uint64_t parts = 0;
};

class ZipParts {
public:
    // invalid("file") when it is no readable archive, too_large("file") beyond `bounds.parts`.
    static Result<ZipParts> open(const std::filesystem::path& path, const ZipBounds& bounds);

    // Names are the package's own, without a leading slash, and mean the same in any case.
    bool has(const std::string& name) const;
    // Calls `take(bytes)` for the part's bytes in order. Its checksum is checked at the end.
    Result<> read(const std::string& name, const std::function<Result<>(std::string_view)>& take);
    // The whole of a part of at most `most_bytes`; "" when it is longer or not there.
    std::string peek(const std::string& name, std::size_t most_bytes);

private:
    struct Close {
        void operator()(zip* archive) const;
    };
    ZipParts(std::unique_ptr<zip, Close> archive, const ZipBounds& bounds)
        : archive_(std::move(archive)), bounds_(bounds)
    {
    }

    std::unique_ptr<zip, Close> archive_;
    ZipBounds bounds_;
    std::uint64_t unpacked_ = 0;
};

} // namespace presstime
