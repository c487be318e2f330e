// Values are read by the parameter's type: a literal, or an expression against the nominal instant.
#include "calendar/bindings.hpp"

#include "calendar/parameter_expression.hpp"

namespace presstime {

Result<std::vector<Binding>> bindings_of(const Dashboard& dashboard, const BindContext& context)
{
    std::vector<Binding> bindings{{"period_start", context.period.start},
                                  {"period_end", context.period.end},
                                  {"nominal_at", context.nominal_at}};
    for (const Parameter& parameter : dashboard.parameters) {
        Value value = parameter.default_value;
        if (auto given = context.parameters.find(parameter.name); given != context.parameters.end())
            value = TRY(evaluate_parameter(given->second, parameter.type, context.period, context.nominal_at,
                                           "parameters." + parameter.name));
        bindings.push_back({parameter.name, std::move(value)});
    }
    return bindings;
}

} // namespace presstime
