// UTF-8 as RFC 3629 states it: no overlong forms, no surrogates, nothing above U+10FFFF.
#include "base/text.hpp"

namespace presstime {

namespace {

struct Range {
    unsigned char low;
    unsigned char high;
};

// What the second byte may be after this lead byte (RFC 3629 section 4).
Range second_byte_range(unsigned char lead)
{
    switch (lead) {
    case 0xE0:
        return {0xA0, 0xBF};
    case 0xED:
        return {0x80, 0x9F};
    case 0xF0:
        return {0x90, 0xBF};
    case 0xF4:
        return {0x80, 0x8F};
    default:
        return {0x80, 0xBF};
    }
}

std::size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 0;
}

struct Sequence {
    std::size_t bytes; // how many bytes belong together, at least 1
    bool valid;
};

// The sequence at the front of a text that is not empty. An invalid one covers its longest valid beginning,
// so that each broken character is replaced once.
Sequence front_sequence(std::string_view text)
{
    auto lead = static_cast<unsigned char>(text[0]);
    std::size_t length = sequence_length(lead);
    if (length == 0)
        return {1, false};
    for (std::size_t i = 1; i < length; ++i) {
        Range range = i == 1 ? second_byte_range(lead) : Range{0x80, 0xBF};
        auto byte = i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
        if (byte < range.low || byte > range.high)
            return {i, false};
    }
    return {length, true};
}

bool is_continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

} // namespace

bool is_valid_utf8(std::string_view text)
{
    while (!text.empty()) {
        Sequence sequence = front_sequence(text);
        if (!sequence.valid)
            return false;
        text.remove_prefix(sequence.bytes);
    }
    return true;
}

std::size_t count_code_points(std::string_view text)
{
    std::size_t count = 0;
    for (char c : text)
        count += is_continuation(c) ? 0 : 1;
    return count;
}

std::string_view clip_utf8(std::string_view text, std::size_t max_bytes)
{
    if (text.size() <= max_bytes)
        return text;
    std::size_t end = max_bytes;
    while (end > 0 && is_continuation(text[end]))
        --end;
    return text.substr(0, end);
}

void replace_noncharacters(std::string& text)
{
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    for (std::size_t at = 2; at < text.size(); ++at) {
        if (!is_continuation(text[at]))
            continue;
        const bool basic = byte(at - 2) == 0xEF;
        const bool arabic = basic && byte(at - 1) == 0xB7 && byte(at) >= 0x90 && byte(at) <= 0xAF;
        const bool high = at >= 3 && byte(at - 3) >= 0xF0 && (byte(at - 2) & 0x0F) == 0x0F;
        if (arabic)
            text.replace(at - 2, 3, "\xEF\xBF\xBD");
        else if ((basic || high) && byte(at - 1) == 0xBF && byte(at) >= 0xBE)
            text[at] = '\xBD';
    }
}

std::string repair_utf8(std::string_view bytes)
{
    std::string repaired;
    repaired.reserve(bytes.size());
    while (!bytes.empty()) {
        Sequence sequence = front_sequence(bytes);
        if (sequence.valid)
            repaired += bytes.substr(0, sequence.bytes);
        else
            repaired += "\xEF\xBF\xBD";
        bytes.remove_prefix(sequence.bytes);
    }
    return repaired;
}

} // namespace presstime
