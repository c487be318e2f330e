// The text of a shared or inline string: its runs in a row, without the phonetic ones (ECMA-376 Part 1,
// 18.4.4 to 18.4.12), and with what was escaped as _xHHHH_ (22.9.2.19).
#pragma once

#include "platform/workbook/xml_part.hpp"

#include <string>
#include <string_view>

namespace presstime {

class RichText {
public:
    void start(std::string_view name, const XmlAttributes& attributes);
    void end(std::string_view name);
    void text(std::string_view bytes);
    std::size_t size() const { return whole_.size() + run_.size(); }
    // The text, with lines that end in LF; empty from here on.
    std::string take();

private:
    std::string whole_;
    std::string run_;
    int phonetic_ = 0;
    bool in_run_ = false;
    bool keeps_space_ = false;
};

// "_x000D_" and its like become the characters they stand for.
std::string without_escapes(std::string_view text);

} // namespace presstime
