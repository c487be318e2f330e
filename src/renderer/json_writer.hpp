// JSON text (RFC 8259) written front to back into a buffer that is handed on when full. It places the commas;
// names and nesting are the caller's. Texts with invalid UTF-8 are repaired, for JSON knows no other bytes.
#pragma once

#include "model/table.hpp"
#include "renderer/renderer.hpp"

#include <string>
#include <string_view>

namespace presstime {

class JsonWriter {
public:
    explicit JsonWriter(ByteSink& sink) : sink_(sink) {}

    void begin(char bracket);
    void end(char bracket);
    void name(std::string_view name);
    void text(std::string_view value);
    void integer(std::int64_t value);
    void boolean(bool value);
    // NULL, NaN and infinities are null; dates and instants are texts; decimals keep their digits.
    void cell(const ColumnData& column, std::size_t row);
    void named_text(std::string_view key, std::string_view value)
    {
        name(key);
        text(value);
    }
    // Hands on what has gathered, if it is much.
    Result<> flush_if_full();
    Result<> finish();

private:
    void separate();
    void quote(std::string_view value);

    ByteSink& sink_;
    std::string buffer_;
    bool needs_comma_ = false;
};

} // namespace presstime
