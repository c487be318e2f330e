// Numbers and texts as little-endian bytes: append to a string, read with every bound checked. Only for the
// result file, whose blocks are such bytes before compression.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace presstime::result_file {

static_assert(std::endian::native == std::endian::little, "the file is little-endian and copied as it is");

template <typename Number>
void put(std::string& out, Number value)
{
    static_assert(std::is_trivially_copyable_v<Number>);
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// After a read beyond the end, failed() is true and every further read gives zero or nothing.
class ByteCursor {
public:
    explicit ByteCursor(std::string_view bytes) : bytes_(bytes) {}

    template <typename Number>
    Number number()
    {
        Number value{};
        std::string_view raw = take(sizeof value);
        if (raw.size() == sizeof value)
            std::copy(raw.begin(), raw.end(), reinterpret_cast<char*>(&value));
        return value;
    }
    std::string_view take(std::uint64_t count)
    {
        if (failed_ || count > bytes_.size()) {
            failed_ = true;
            return {};
        }
        std::string_view taken = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return taken;
    }
    bool failed() const { return failed_; }
    bool at_end() const { return !failed_ && bytes_.empty(); }

private:
    std::string_view bytes_;
    bool failed_ = false;
};

} // namespace presstime::result_file
