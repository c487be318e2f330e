// Checks option values against a plug-in's schema: names, types, bounds, defaults. It knows no plug-in.
#include "model/option_schema.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime {
namespace {

// Far above any path, URL or key; keeps a hostile value out of the database and the log.
constexpr std::size_t kMaxOptionBytes = 8192;

std::string field_of(std::string_view prefix, std::string_view name)
{
    return prefix.empty() ? std::string(name) : fmt::format("{}.{}", prefix, name);
}

Result<> check_text(const std::string& value, const std::string& field)
{
    if (value.size() > kMaxOptionBytes)
        return fail(Error::invalid(field, fmt::format("{} is longer than {} bytes", field, kMaxOptionBytes)));
    if (!is_valid_utf8(value))
        return fail(Error::invalid(field, fmt::format("{} is not valid UTF-8", field)));
    if (has_control_characters(value))
        return fail(Error::invalid(field, fmt::format("{} holds control characters; remove them", field)));
    return {};
}

Result<> check_integer(const Option& option, const std::string& value, const std::string& field)
{
    auto number = parse_int(value);
    if (!number)
        return fail(
            Error::invalid(field, fmt::format("{} must be a whole number, not \"{}\"", field, value)));
    bool too_small = *number < option.minimum;
    bool too_large = option.maximum != 0 && *number > option.maximum;
    if (!too_small && !too_large)
        return {};
    std::string bounds = option.maximum != 0
                             ? fmt::format("between {} and {}", option.minimum, option.maximum)
                             : fmt::format("at least {}", option.minimum);
    return fail(Error::invalid(field, fmt::format("{} must be {}, not {}", field, bounds, *number)));
}

Result<> check_value(const Option& option, const std::string& value, const std::string& field)
{
    TRY(check_text(value, field));
    switch (option.type) {
    case OptionType::integer:
        return check_integer(option, value, field);
    case OptionType::boolean:
        if (value != "true" && value != "false")
            return fail(
                Error::invalid(field, fmt::format("{} must be true or false, not \"{}\"", field, value)));
        return {};
    case OptionType::text:
    case OptionType::secret:
        return {};
    }
    return {};
}

Error unknown_option(const OptionSchema& schema, const std::string& name, const std::string& field)
{
    std::vector<std::string> valid;
    for (const Option& option : schema)
        valid.push_back(option.name);
    std::string message = fmt::format("{} is not an option here", field);
    if (auto near = did_you_mean(name, valid))
        message += fmt::format("; did you mean {}?", *near);
    message += valid.empty() ? "; there are no options" : fmt::format("; valid are: {}", join(valid, ", "));
    return Error::invalid(field, message);
}

} // namespace

Result<OptionValues> validate_options(const OptionSchema& schema, const OptionValues& values,
                                      std::string_view prefix)
{
    for (const auto& [name, value] : values) {
        bool known = std::any_of(schema.begin(), schema.end(),
                                 [&](const Option& option) { return option.name == name; });
        if (!known) {
            std::string shown = repair_utf8(clip_utf8(name, 64));
            return fail(unknown_option(schema, shown, field_of(prefix, shown)));
        }
    }
    OptionValues checked;
    for (const Option& option : schema) {
        std::string field = field_of(prefix, option.name);
        auto given = values.find(option.name);
        std::string value = given == values.end() ? std::string() : given->second;
        if (value.empty())
            value = option.default_value;
        if (value.empty()) {
            if (option.required)
                return fail(Error::invalid(field, fmt::format("{} is required: {}", field, option.help)));
            continue;
        }
        TRY(check_value(option, value, field));
        checked[option.name] = std::move(value);
    }
    return checked;
}

} // namespace presstime
