// The readers' checks. What a document means is its own file's business.
#include "codec/json_reader.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime::codec {
namespace json = boost::json;
namespace {

std::string describe(const json::value& value)
{
    switch (value.kind()) {
    case json::kind::null:
        return "null";
    case json::kind::bool_:
        return "a boolean";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
        return "a number";
    case json::kind::string:
        return "text";
    case json::kind::array:
        return "a list";
    case json::kind::object:
        return "an object";
    }
    return "something else";
}

// Whole numbers only; 9.0 is 9. Nothing when it is no number or does not fit.
std::optional<std::int64_t> whole_number(const json::value& value)
{
    if (const std::int64_t* number = value.if_int64())
        return *number;
    const double* real = value.if_double();
    constexpr double kExact = 9007199254740992.0;
    if (real && std::abs(*real) <= kExact && std::trunc(*real) == *real)
        return static_cast<std::int64_t>(*real);
    return std::nullopt;
}

bool has_bad_characters(std::string_view text, TextShape shape)
{
    if (shape == TextShape::line)
        return has_control_characters(text);
    return std::ranges::any_of(text, [](unsigned char byte) {
        return (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7F;
    });
}

// A text that `parse` makes a value of; null clears it. `what` is told to who sends another.
template <typename Value>
bool read_parsed(ObjectReader& reader, std::string_view key, std::optional<Value>& out,
                 Result<Value> (*parse)(std::string_view), std::string_view what)
{
    if (reader.clears(key))
        out.reset();
    if (!reader.has(key)) {
        reader.take(key); // known all the same
        return false;
    }
    std::string given;
    if (!reader.text(key, given, {1, 64, TextShape::line}))
        return false;
    Result<Value> parsed = parse(given);
    if (!parsed) {
        reader.fail(key, fmt::format("must be {}; \"{}\" was given", what, given));
        return false;
    }
    out = *parsed;
    return true;
}

} // namespace

std::string indexed(std::string_view path, std::size_t index)
{
    return fmt::format("{}[{}]", path, index);
}

Result<> check_text(std::string_view text, const TextRule& rule, const std::string& path)
{
    const std::size_t length = count_code_points(text);
    if (length < rule.minimum || length > rule.maximum)
        return presstime::fail(Error::invalid(
            path, length == 0
                      ? fmt::format("{} must not be empty", path)
                      : fmt::format("{} must have {} to {} characters; {} were given", path, rule.minimum,
                                    format_count(static_cast<std::int64_t>(rule.maximum)),
                                    format_count(static_cast<std::int64_t>(length)))));
    if (has_bad_characters(text, rule.shape))
        return presstime::fail(Error::invalid(
            path, rule.shape == TextShape::line
                      ? fmt::format("{} must not hold line breaks or other control characters", path)
                      : fmt::format("{} must not hold control characters", path)));
    return {};
}

ObjectReader::ObjectReader(const json::value& value, std::string path) : path_(std::move(path))
{
    object_ = value.if_object();
    if (object_)
        return;
    if (path_.empty())
        error_ =
            Error::malformed(fmt::format("the document must be a JSON object; it is {}", describe(value)));
    else
        error_ = Error::invalid(path_, fmt::format("{} must be an object; it is {}", path_, describe(value)));
}

std::string ObjectReader::path_of(std::string_view key) const
{
    return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

const json::value* ObjectReader::find(std::string_view key)
{
    known_.emplace_back(key);
    return object_ ? object_->if_contains(key) : nullptr;
}

bool ObjectReader::has(std::string_view key) const
{
    const json::value* value = object_ ? object_->if_contains(key) : nullptr;
    return value && !value->is_null();
}

bool ObjectReader::clears(std::string_view key) const
{
    return object_ && object_->contains(key) && !has(key);
}

const json::value* ObjectReader::take(std::string_view key)
{
    const json::value* value = find(key);
    return value && !value->is_null() ? value : nullptr;
}

bool ObjectReader::text(std::string_view key, std::string& out, const TextRule& rule)
{
    const json::value* value = find(key);
    if (!value)
        return false;
    if (value->is_null()) {
        if (rule.minimum > 0)
            fail(key, "must be text, not null");
        else
            out.clear();
        return false;
    }
    const json::string* string = value->if_string();
    if (!string) {
        fail(key, fmt::format("must be text; it is {}", describe(*value)));
        return false;
    }
    if (auto checked = check_text(*string, rule, path_of(key)); !checked) {
        fail_with(std::move(checked).error());
        return false;
    }
    out.assign(string->data(), string->size());
    return true;
}

bool ObjectReader::integer(std::string_view key, std::int64_t& out, IntegerRange range)
{
    const json::value* value = take(key);
    if (!value)
        return false;
    const std::optional<std::int64_t> number = whole_number(*value);
    if (number && *number >= range.minimum && *number <= range.maximum) {
        out = *number;
        return true;
    }
    const std::string given = value->is_number() ? json::serialize(*value) : describe(*value);
    const bool bounded = range.maximum != std::numeric_limits<std::int64_t>::max();
    fail(key, bounded ? fmt::format("must be a whole number from {} to {}; {} was given", range.minimum,
                                    range.maximum, given)
                      : fmt::format("must be a whole number from {} up; {} was given", range.minimum, given));
    return false;
}

bool ObjectReader::integer(std::string_view key, int& out, IntegerRange range)
{
    std::int64_t wide = 0;
    range.maximum = std::min<std::int64_t>(range.maximum, std::numeric_limits<int>::max());
    if (!integer(key, wide, range))
        return false;
    out = static_cast<int>(wide);
    return true;
}

bool ObjectReader::boolean(std::string_view key, bool& out)
{
    const json::value* value = take(key);
    if (!value)
        return false;
    if (!value->is_bool()) {
        fail(key, fmt::format("must be true or false; it is {}", describe(*value)));
        return false;
    }
    out = value->get_bool();
    return true;
}

bool ObjectReader::real(std::string_view key, double& out)
{
    const json::value* value = take(key);
    if (!value)
        return false;
    const double number = value->is_number() ? value->to_number<double>() : std::nan("");
    if (!std::isfinite(number)) {
        fail(key, fmt::format("must be a number; it is {}", describe(*value)));
        return false;
    }
    out = number;
    return true;
}

bool ObjectReader::real(std::string_view key, std::optional<double>& out)
{
    double number = 0;
    if (!real(key, number))
        return false;
    out = number;
    return true;
}

const json::array* ObjectReader::list(std::string_view key, std::size_t max_items)
{
    const json::value* value = take(key);
    if (!value)
        return nullptr;
    const json::array* items = value->if_array();
    if (!items) {
        fail(key, fmt::format("must be a list; it is {}", describe(*value)));
        return nullptr;
    }
    if (items->size() > max_items) {
        fail(key, fmt::format("must have at most {} items; {} were given",
                              format_count(static_cast<std::int64_t>(max_items)),
                              format_count(static_cast<std::int64_t>(items->size()))));
        return nullptr;
    }
    return items;
}

bool ObjectReader::texts(std::string_view key, std::vector<std::string>& out, std::size_t max_items,
                         const TextRule& rule)
{
    const json::value* value = object_ ? object_->if_contains(key) : nullptr;
    const json::array* items = list(key, max_items);
    if (!items) {
        if (value && value->is_null())
            out.clear();
        return false;
    }
    std::vector<std::string> read;
    for (std::size_t index = 0; index < items->size(); ++index) {
        const json::value& item = (*items)[index];
        const std::string path = indexed(path_of(key), index);
        if (!item.is_string()) {
            fail_with(Error::invalid(path, fmt::format("{} must be text; it is {}", path, describe(item))));
            return false;
        }
        if (auto checked = check_text(item.get_string(), rule, path); !checked) {
            fail_with(std::move(checked).error());
            return false;
        }
        read.emplace_back(item.get_string());
    }
    out = std::move(read);
    return true;
}

bool ObjectReader::instant(std::string_view key, std::optional<Instant>& out)
{
    return read_parsed(*this, key, out, parse_rfc3339, "a time such as 2026-04-21T09:00:00Z");
}

bool ObjectReader::date(std::string_view key, std::optional<LocalDate>& out)
{
    return read_parsed(*this, key, out, parse_date, "a date such as 2026-04-21");
}

void ObjectReader::require(std::string_view key)
{
    if (object_ && !has(key))
        fail(key, "is required");
}

void ObjectReader::ignore(std::initializer_list<std::string_view> keys)
{
    known_.insert(known_.end(), keys.begin(), keys.end());
    not_offered_.insert(keys.begin(), keys.end());
}

void ObjectReader::refuse_not_yet(std::initializer_list<std::string_view> keys)
{
    not_offered_.insert(keys.begin(), keys.end());
    for (std::string_view key : keys)
        if (take(key))
            fail(key, "is not available yet; leave it out");
}

// What a writer may use, each once, in the order of the document.
std::vector<std::string> ObjectReader::offered_keys() const
{
    std::vector<std::string> offered;
    for (const std::string& key : known_)
        if (!not_offered_.contains(key) && std::ranges::find(offered, key) == offered.end())
            offered.push_back(key);
    return offered;
}

void ObjectReader::fail(std::string_view key, std::string message)
{
    std::string path = path_of(key);
    message = fmt::format("{} {}", path, message);
    fail_with(Error::invalid(std::move(path), std::move(message)));
}

void ObjectReader::fail_unknown_word(std::string_view key, std::string_view given,
                                     const std::vector<std::string>& valid)
{
    std::string message = fmt::format("must be one of {}; \"{}\" was given", join(valid, ", "), given);
    if (std::optional<std::string> near = did_you_mean(given, valid))
        message += fmt::format(" (did you mean {}?)", *near);
    fail(key, std::move(message));
}

void ObjectReader::fail_with(Error error)
{
    if (!error_)
        error_ = std::move(error);
}

Result<> ObjectReader::finish()
{
    if (object_)
        for (const auto& member : *object_) {
            if (std::ranges::find(known_, std::string_view(member.key())) != known_.end())
                continue;
            const std::string shown(clip_utf8(member.key(), 100));
            const std::string path = path_of(shown);
            const std::vector<std::string> offered = offered_keys();
            std::optional<std::string> near = did_you_mean(shown, offered);
            return presstime::fail(Error::invalid(
                path,
                near ? fmt::format("unknown field {}; did you mean {}?", path, path_of(*near))
                     : fmt::format("unknown field {}; the fields here are {}", path, join(offered, ", "))));
        }
    if (error_)
        return presstime::fail(*error_);
    return {};
}

} // namespace presstime::codec
