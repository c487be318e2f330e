#include "base/id.hpp"

#include "base/log.hpp"
#include "base/text.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <sys/random.h>

namespace presstime {

// Linux gives random bits as soon as it has booted.
void fill_random(std::span<unsigned char> bytes)
{
    while (!bytes.empty()) {
        ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            log(LogLevel::error, "base.no_random_source", {{"errno", errno}});
            std::abort();
        }
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

std::string make_uuid(Instant now)
{
    std::array<unsigned char, 16> bytes{};
    fill_random(bytes);
    auto millis = static_cast<std::uint64_t>(to_micros(now) / 1000);
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<unsigned char>(millis >> (8 * (5 - i)));
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | 0x70);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
    std::string text = hex_encode(bytes);
    for (std::size_t position : {20, 16, 12, 8})
        text.insert(position, 1, '-');
    return text;
}

std::string make_random_text(std::size_t length)
{
    constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    // The largest multiple of the alphabet's size that fits a
    // byte: higher bytes are dropped, so no letter is likelier.
    constexpr unsigned kFairLimit = 256 / kAlphabet.size() * kAlphabet.size();
    std::string text;
    text.reserve(length);
    while (text.size() < length) {
        std::array<unsigned char, 64> bytes{};
        fill_random(bytes);
        for (unsigned char byte : bytes)
            if (byte < kFairLimit && text.size() < length)
                text += kAlphabet[byte % kAlphabet.size()];
    }
    return text;
}

} // namespace presstime
