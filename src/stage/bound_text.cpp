// In the order of the dashboard's parameters.
#include "stage/bound_text.hpp"

#include <fmt/format.h>

namespace presstime::stage {

std::string text_of(const Value& value, ValueWords words)
{
    struct Visitor {
        ValueWords words;
        std::string operator()(std::monostate) const { return words.none; }
        std::string operator()(bool flag) const { return flag ? words.yes : words.no; }
        std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
        std::string operator()(double number) const { return fmt::format("{}", number); }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(LocalDate date) const { return format_date(date); }
        std::string operator()(Instant instant) const { return format_rfc3339(instant); }
    };
    return std::visit(Visitor{words}, value);
}

std::map<std::string, std::string> parameters_shown(const Dashboard& dashboard,
                                                    const std::vector<Binding>& bindings)
{
    std::map<std::string, std::string> shown;
    for (const Parameter& parameter : dashboard.parameters)
        for (const Binding& binding : bindings)
            if (binding.name == parameter.name)
                shown[parameter.label.empty() ? parameter.name : parameter.label] = text_of(binding.value);
    return shown;
}

} // namespace presstime::stage
