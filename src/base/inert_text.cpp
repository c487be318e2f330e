// Escapes and bounds.
#include "base/inert_text.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <iterator>

namespace presstime {

std::string inert_text(std::string_view received, std::size_t limit)
{
    std::string out;
    for (char c : repair_utf8(received.substr(0, limit))) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (byte < 0x20 || byte == 0x7F)
            fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
        else
            out += c;
    }
    return std::string(clip_utf8(out, limit));
}

} // namespace presstime
