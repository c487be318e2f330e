// The parameters of the body stand over the dashboard's defaults;
// what is bound besides is what a run due now would bind.
#include "control/query_runs.hpp"

#include "base/text.hpp"
#include "calendar/parameter_expression.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/dashboard_checks.hpp"
#include "control/dashboard_lookup.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::int64_t kMaxInteractiveRows = 10'000;

// Values given by the caller over the defaults, read as a report's parameters are.
Result<> bind_given(codec::ObjectReader& reader, const Dashboard& dashboard, Instant now,
                    std::vector<Binding>& bindings)
{
    const boost::json::value* given = reader.take("parameters");
    if (!given)
        return {};
    if (!given->is_object())
        return fail(Error::invalid("parameters", "parameters must be an object of names and values"));
    const Period day{now - std::chrono::hours(24), now};
    for (const auto& member : given->get_object()) {
        const std::string name(member.key());
        const std::string field = "parameters." + std::string(clip_utf8(name, 100));
        const auto parameter = std::ranges::find(dashboard.parameters, name, &Parameter::name);
        if (parameter == dashboard.parameters.end())
            return fail(Error::invalid(
                field, fmt::format("{} is no parameter of dashboard {}", field, dashboard.id)));
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

} // namespace

Result<QueryAnswer> QueryRuns::run(const Principal& principal, const std::string& dashboard_id,
                                   const std::string& query_id, std::string_view json)
{
    Dashboard dashboard;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        dashboard = TRY(find_dashboard(session, principal, Action::read, dashboard_id)).draft;
        return {};
    }));
    const std::optional<std::int64_t> number = parse_int(query_id);
    const auto query = std::ranges::find_if(dashboard.queries, [&](const Query& each) {
        return number ? each.id == *number : each.name == query_id;
    });
    if (query == dashboard.queries.end())
        return fail(Error::not_found(fmt::format("dashboard {} has no query {}", dashboard.id, query_id)));
    const Instant now = environment_.clock.now();
    QueryRequest request{principal.workspace_id, *query, default_bindings(dashboard, now)};
    request.datasets = dashboard.datasets;
    if (!trim(json).empty()) {
        const boost::json::value document = TRY(codec::parse_json(json));
        codec::ObjectReader reader(document, "");
        TRY(bind_given(reader, dashboard, now, request.bindings));
        reader.integer("max_rows", request.max_rows, {1, kMaxInteractiveRows});
        TRY(reader.finish());
    }
    return interactive_.run_query(request);
}

} // namespace presstime::control
