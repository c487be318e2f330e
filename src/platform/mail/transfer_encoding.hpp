// The two content transfer encodings of RFC 2045 that compose uses.
#pragma once

#include "base/result.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace presstime::mail {

// One line, padded.
std::string encode_base64(std::string_view bytes);

// Base64 in lines of 76 characters; feed any pieces, then finish().
class Base64Lines {
public:
    using Sink = std::function<Result<>(std::string_view)>;

    explicit Base64Lines(const Sink& sink) : sink_(sink) {}
    Result<> write(std::string_view bytes);
    Result<> finish();

private:
    const Sink& sink_;
    std::string pending_; // less than one line's worth of input
};

// Quoted-printable, CRLF line ends and a final one, lines of at most 76 characters; any line ends may come
// in. Valid UTF-8 stays readable where it is ASCII.
std::string encode_quoted_printable(std::string_view text);

} // namespace presstime::mail
