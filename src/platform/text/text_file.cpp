#include "platform/text/text_file.hpp"

#include "platform/text/file_pieces.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <string>

namespace presstime {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDelimiters = ",;\t|";

Error wrong(std::string message)
{
    return Error::invalid("file", std::move(message));
}

// Follows records by their values and quotes.
class Records {
public:
    Result<> take(char c)
    {
        if (c == '\n')
            ++line_;
        if (state_ == State::quoted) {
            state_ = c == '"' ? State::after_quote : State::quoted;
            return {};
        }
        if (state_ == State::after_quote && c == '"') {
            state_ = State::quoted;
            return {};
        }
        if (c == '\r')
            return {};
        if (c == '\n')
            return end_record();
        if (c == '"' && state_ == State::start) {
            state_ = State::quoted;
            quote_line_ = line_;
            empty_ = false;
            return {};
        }
        const std::size_t kind = kDelimiters.find(c);
        state_ = kind != std::string_view::npos && is_delimiter(kind) ? State::start : State::plain;
        if (kind != std::string_view::npos)
            ++seen_[kind];
        empty_ = false;
        return {};
    }

    Result<> finish()
    {
        if (state_ == State::quoted)
            return fail(wrong(fmt::format("line {}: a quote is opened here and never closed; close it, or "
                                          "write it twice where it belongs to the text",
                                          quote_line_)));
        return empty_ ? Result<>() : end_record();
    }

private:
    enum class State { start, plain, quoted, after_quote };

    // In the first line every candidate may be the one.
    bool is_delimiter(std::size_t kind) const { return !columns_ || kind == delimiter_; }

    Result<> end_record()
    {
        const std::int64_t first_line = begin_;
        const bool blank = empty_;
        const auto seen = seen_;
        state_ = State::start;
        empty_ = true;
        seen_ = {};
        begin_ = line_;
        if (blank)
            return {};
        if (!columns_) {
            delimiter_ = static_cast<std::size_t>(std::ranges::max_element(seen) - seen.begin());
            columns_ = seen[delimiter_] + 1;
            return {};
        }
        const std::int64_t values = seen[delimiter_] + 1;
        const bool one_column = *columns_ == 1; // nothing separates anything
        if (values != *columns_ && !one_column)
            return fail(
                wrong(fmt::format("line {} has {} {}, but the first line names {} columns; mend the line, "
                                  "or quote the value that holds the separator",
                                  first_line, values, values == 1 ? "value" : "values", *columns_)));
        return {};
    }

    State state_ = State::start;
    bool empty_ = true;
    std::array<std::int64_t, 4> seen_{};
    std::optional<std::int64_t> columns_;
    std::size_t delimiter_ = 0;
    std::int64_t line_ = 1;
    std::int64_t begin_ = 1;
    std::int64_t quote_line_ = 1;
};

} // namespace

Result<> check_delimited(const fs::path& path)
{
    Records records;
    TRY(each_piece(path, [&](std::string_view bytes) -> Result<bool> {
        for (const char c : bytes)
            TRY(records.take(c));
        return true;
    }));
    return records.finish();
}

Result<> check_json_depth(const fs::path& path)
{
    constexpr int kMostLevels = 64;
    int depth = 0;
    std::int64_t line = 1;
    bool in_text = false, escaped = false;
    return each_piece(path, [&](std::string_view bytes) -> Result<bool> {
        for (const char c : bytes) {
            line += c == '\n' ? 1 : 0;
            if (in_text) {
                in_text = escaped || c != '"';
                escaped = !escaped && c == '\\';
                continue;
            }
            in_text = c == '"';
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            if (depth > kMostLevels)
                return fail(wrong(fmt::format("line {}: its values stand deeper than {} lists and objects; "
                                              "make it flatter",
                                              line, kMostLevels)));
        }
        return true;
    });
}

} // namespace presstime
