// What is sent becomes a dashboard of one query, so that its parameters and data sets are read by the rules
// of every dashboard.
#include "control/query_previews.hpp"

#include "codec/document.hpp"
#include "codec/json_reader.hpp"
#include "control/dashboard_checks.hpp"
#include "control/dashboard_lookup.hpp"
#include "control/given_values.hpp"
#include "control/schemas.hpp"

#include <boost/json.hpp>

namespace presstime::control {
namespace json = boost::json;
namespace {

// A list of the body, or of the draft where the body has none.
json::value list_or(const json::value* given, const json::object& draft, std::string_view key)
{
    if (given)
        return *given;
    const json::value* drafted = draft.if_contains(key);
    return drafted ? *drafted : json::value(json::array{});
}

// The choices of a parameter come from another query of the dashboard, which is not here.
void forget_choices(json::value& parameters)
{
    if (!parameters.is_array())
        return;
    for (json::value& parameter : parameters.get_array())
        if (parameter.is_object())
            parameter.get_object().erase("options_query");
}

// "queries[0].sql" is the body's "sql".
Error of_body(Error error)
{
    constexpr std::string_view kPrefix = "queries[0].";
    if (error.field.starts_with(kPrefix)) {
        error.field.erase(0, kPrefix.size());
        if (error.message.starts_with(kPrefix))
            error.message.erase(0, kPrefix.size());
    }
    return error;
}

// What is the statement's fault, or that of what stands beside it, with the field that it stands in.
Error of_answer(Error error)
{
    std::string field;
    if (error.kind == ErrorKind::not_found || error.field.starts_with("options"))
        field = "connection";
    else if (error.kind == ErrorKind::invalid || error.kind == ErrorKind::give_up)
        field = error.field.empty() ? "sql" : error.field;
    if (field.empty())
        return error;
    error.kind = ErrorKind::invalid;
    error.field = std::move(field);
    return error;
}

} // namespace

Result<PreviewedQuery> QueryPreviews::run(const Principal& principal, std::string_view text)
{
    const json::value document = TRY(codec::parse_json(text));
    codec::ObjectReader reader(document, "");
    std::string dashboard_id;
    std::string connection;
    std::string sql;
    QueryRequest request;
    request.max_rows = kMostRows;
    reader.require("connection");
    reader.require("sql");
    reader.text("dashboard_id", dashboard_id);
    reader.text("connection", connection);
    reader.text("sql", sql, {0, 100'000, codec::TextShape::paragraphs});
    reader.integer("max_rows", request.max_rows, {1, kMostRows});
    const json::value* parameters = reader.take("parameters");
    const json::value* datasets = reader.take("datasets");
    json::object draft;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        TRY(require_author(session, principal, dashboard_id));
        if (!dashboard_id.empty())
            draft =
                json::parse(codec::dashboard_to_json(
                                TRY(find_dashboard(session, principal, Action::edit, dashboard_id)).draft))
                    .as_object();
        return {};
    }));
    json::object made{{"id", "dash_preview"}, {"name", "preview"}};
    made["parameters"] = list_or(parameters, draft, "parameters");
    forget_choices(made["parameters"]);
    made["datasets"] = list_or(datasets, draft, "datasets");
    made["queries"] = {{{"name", "preview"}, {"connection", connection}, {"sql", sql}}};
    const Instant now = environment_.clock.now();
    Result<Dashboard> dashboard = codec::dashboard_from_json(json::serialize(made));
    std::vector<Binding> bindings = dashboard ? default_bindings(*dashboard, now) : std::vector<Binding>{};
    if (dashboard)
        TRY(bind_given(reader, "values", *dashboard, now, bindings));
    else
        reader.take("values");
    TRY(reader.finish());
    if (!dashboard)
        return fail(of_body(std::move(dashboard).error()));
    request.workspace_id = principal.workspace_id;
    request.query = dashboard->queries.front();
    request.bindings = std::move(bindings);
    request.datasets = dashboard->datasets;
    PreviewedQuery previewed{interactive_.run_query(request), {}};
    if (previewed.answer)
        return previewed;
    if (const auto byte = sql_byte_of(previewed.answer.error()))
        previewed.place = sql_place(sql, *byte);
    previewed.answer = fail(of_answer(std::move(previewed.answer).error()));
    return previewed;
}

} // namespace presstime::control
