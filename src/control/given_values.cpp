#include "control/given_values.hpp"

#include "base/text.hpp"
#include "calendar/parameter_expression.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::control {

Result<> bind_given(codec::ObjectReader& reader, std::string_view key, const Dashboard& dashboard,
                    Instant now, std::vector<Binding>& bindings)
{
    const boost::json::value* given = reader.take(key);
    if (!given)
        return {};
    if (!given->is_object())
        return fail(
            Error::invalid(std::string(key), fmt::format("{} must be an object of names and values", key)));
    const Period day{now - std::chrono::hours(24), now};
    for (const auto& member : given->get_object()) {
        const std::string name(member.key());
        const std::string field = fmt::format("{}.{}", key, clip_utf8(name, 100));
        const auto parameter = std::ranges::find(dashboard.parameters, name, &Parameter::name);
        if (parameter == dashboard.parameters.end())
            return fail(Error::invalid(
                field, fmt::format("{} is no parameter of dashboard {}", field, dashboard.id)));
        if (member.value().is_null())
            continue;
        const bool scalar =
            member.value().is_string() || member.value().is_number() || member.value().is_bool();
        if (!scalar)
            return fail(Error::invalid(field, fmt::format("{} must be text, a number or a boolean", field)));
        const std::string text = member.value().is_string() ? std::string(member.value().get_string())
                                                            : boost::json::serialize(member.value());
        const auto binding = std::ranges::find(bindings, name, &Binding::name);
        binding->value = TRY(evaluate_parameter(text, parameter->type, day, now, field));
    }
    return {};
}

} // namespace presstime::control
