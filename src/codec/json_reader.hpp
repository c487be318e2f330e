// Strict reading of JSON objects: every read records the dotted path, the first mistake is kept and told at
// the end, and a key nobody asked for is a mistake too. Shared by the documents of this folder and by small
// request bodies.
#pragma once

#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::codec {

// `malformed` for invalid UTF-8, broken syntax (with line and column), a duplicate key or nesting beyond 32.
Result<boost::json::value> parse_json(std::string_view text);

enum class TextShape {
    line,       // no control characters: may reach a mail or HTTP header
    paragraphs, // line breaks and tabs are welcome
};
// Lengths in characters (code points).
struct TextRule {
    std::size_t minimum = 0;
    std::size_t maximum = 200;
    TextShape shape = TextShape::line;
};
constexpr TextRule kNameRule{1, 200, TextShape::line};

struct IntegerRange {
    std::int64_t minimum = 0;
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
};

// Reads are `bool`: true when the key is there, of the right shape and not null, and `out` was set. A null
// text or list clears `out` (returns false); a null anything else counts as absent.
class ObjectReader {
public:
    // `path` names the object itself: "" for the document, "widgets[1].chart" inside one.
    ObjectReader(const boost::json::value& value, std::string path);

    bool has(std::string_view key) const;    // given and not null; does not count as reading it
    bool clears(std::string_view key) const; // given as null; does not count either
    bool text(std::string_view key, std::string& out, const TextRule& rule = {});
    bool integer(std::string_view key, std::int64_t& out, IntegerRange range);
    bool integer(std::string_view key, int& out, IntegerRange range);
    bool boolean(std::string_view key, bool& out);
    bool real(std::string_view key, double& out); // finite
    bool real(std::string_view key, std::optional<double>& out);
    bool texts(std::string_view key, std::vector<std::string>& out, std::size_t max_items,
               const TextRule& rule = {});
    bool instant(std::string_view key, std::optional<Instant>& out);
    bool date(std::string_view key, std::optional<LocalDate>& out);
    template <typename Enum>
    bool word(std::string_view key, Enum& out)
    {
        std::string given;
        if (!text(key, given, {1, 100, TextShape::line}))
            return false;
        if (std::optional<Enum> found = from_text<Enum>(given)) {
            out = *found;
            return true;
        }
        const auto& words = kEnumWords<Enum>;
        fail_unknown_word(key, given, std::vector<std::string>(words.begin(), words.end()));
        return false;
    }
    // The raw value (null or absent: nullptr), for nested objects and lists.
    const boost::json::value* take(std::string_view key);
    // The items of a list of at most `max_items`; nullptr when absent, null or no list (a mistake).
    const boost::json::array* list(std::string_view key, std::size_t max_items);

    void require(std::string_view key);
    // Keys the server makes: welcome, so that what was read can be sent back, and not looked at.
    void ignore(std::initializer_list<std::string_view> keys);
    // Keys of a later release: refused unless null.
    void refuse_not_yet(std::initializer_list<std::string_view> keys);

    void fail(std::string_view key, std::string message); // the message follows the path: "must be ..."
    void fail_unknown_word(std::string_view key, std::string_view given,
                           const std::vector<std::string>& valid);
    void fail_with(Error error); // keeps it when it is the first
    std::string path_of(std::string_view key) const;

    // An unknown key first (with the near one), else the first mistake.
    Result<> finish();

private:
    const boost::json::value* find(std::string_view key);
    std::vector<std::string> offered_keys() const;

    const boost::json::object* object_ = nullptr;
    std::string path_;
    std::vector<std::string> known_;
    std::set<std::string, std::less<>> not_offered_;
    std::optional<Error> error_;
};

// Checks one text against a rule; `invalid(path)`.
Result<> check_text(std::string_view text, const TextRule& rule, const std::string& path);
std::string indexed(std::string_view path, std::size_t index); // "widgets[2]"

} // namespace presstime::codec
