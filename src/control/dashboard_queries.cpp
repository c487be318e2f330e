// The queries of a draft, one by one: each edit is an edit of the whole draft, with all its checks.
#include "control/access.hpp"
#include "control/dashboards.hpp"

#include "base/text.hpp"
#include "codec/document.hpp"
#include "codec/json_reader.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::control {
namespace {

// A check of the whole draft says "queries[3].sql"; the caller sent one query and knows "sql".
Error without_place(Error error)
{
    const std::size_t dot = error.field.find("].");
    if (error.field.starts_with("queries[") && dot != std::string::npos)
        error.field.erase(0, dot + 2);
    return error;
}

QueryPlace place_of(const store::DashboardRecord& record, const Query& query)
{
    return {query, record.draft.id, record.version, {}};
}

// The warnings of a saved draft that are about this one of its queries.
QueryPlace saved_place(const SavedDashboard& saved, const std::string& name)
{
    const std::vector<Query>& queries = saved.record.draft.queries;
    const auto query = std::ranges::find(queries, name, &Query::name);
    QueryPlace place = place_of(saved.record, *query);
    const std::string prefix = fmt::format("queries[{}].", query - queries.begin());
    for (const Warning& warning : saved.warnings)
        if (warning.field.starts_with(prefix))
            place.warnings.push_back({warning.field.substr(prefix.size()), warning.detail});
    return place;
}

} // namespace

Result<std::vector<QueryPlace>> Dashboards::list_queries(const Principal& principal)
{
    std::vector<QueryPlace> places;
    for (const store::DashboardRecord& record : TRY(list(principal, {})).items)
        for (const Query& query : record.draft.queries)
            places.push_back(place_of(record, query));
    std::ranges::sort(places, {}, [](const QueryPlace& place) { return place.query.id; });
    return places;
}

Result<QueryPlace> Dashboards::get_query(const Principal& principal, std::int64_t query_id)
{
    for (QueryPlace& place : TRY(list_queries(principal)))
        if (place.query.id == query_id)
            return std::move(place);
    return fail(missing_query(query_id));
}

Result<QueryPlace> Dashboards::add_query(const Principal& principal, const std::string& dashboard_id,
                                         std::string_view json)
{
    TRY(require_scope(principal, Action::edit, ResourceKind::query));
    Query query = TRY(codec::query_from_json(json));
    query.id = 0;
    Result<store::DashboardRecord> found = find(principal, Action::edit, dashboard_id);
    if (!found && found.error().kind == ErrorKind::not_found)
        return fail(
            Error::invalid("dashboard_id", fmt::format("dashboard_id names a dashboard that does not exist: "
                                                       "\"{}\"",
                                                       dashboard_id))
                .with_context(found.error().context));
    store::DashboardRecord record = TRY(std::move(found));
    if (record.draft.find_query(query.name))
        return fail(Error::conflict(
            fmt::format("dashboard {} has a query named {} already", record.draft.id, query.name)));
    Dashboard draft = record.draft;
    draft.queries.push_back(query);
    Result<SavedDashboard> saved = replace(principal, std::move(record), std::move(draft));
    if (!saved)
        return fail(without_place(std::move(saved).error()));
    return saved_place(*saved, query.name);
}

Result<QueryPlace> Dashboards::patch_query(const Principal& principal, std::int64_t query_id,
                                           std::string_view json, ExpectedVersion expected)
{
    TRY(require_scope(principal, Action::edit, ResourceKind::query));
    const boost::json::value change = TRY(codec::parse_json(json));
    if (!change.is_object())
        return fail(Error::malformed("the document must be a JSON object"));
    const QueryPlace place = TRY(get_query(principal, query_id));
    TRY(check_version(expected, place.version, fmt::format("dashboard {}", place.dashboard_id)));
    boost::json::object merged = boost::json::parse(codec::query_to_json(place.query)).get_object();
    for (const auto& member : change.get_object())
        merged[member.key()] = member.value();
    Query query = TRY(codec::query_from_json(boost::json::serialize(merged)));
    query.id = query_id;
    store::DashboardRecord record = TRY(find(principal, Action::edit, place.dashboard_id));
    Dashboard draft = record.draft;
    for (Query& each : draft.queries)
        if (each.id == query_id)
            each = query;
    if (query.name != place.query.name) {
        for (const Query& each : record.draft.queries)
            if (each.name == query.name)
                return fail(Error::conflict(fmt::format("dashboard {} has a query named {} already",
                                                        place.dashboard_id, query.name)));
        for (Widget& widget : draft.widgets)
            if (widget.query == place.query.name)
                widget.query = query.name;
        for (Parameter& parameter : draft.parameters)
            if (parameter.options_query == place.query.name)
                parameter.options_query = query.name;
    }
    Result<SavedDashboard> saved = replace(principal, std::move(record), std::move(draft));
    if (!saved)
        return fail(without_place(std::move(saved).error()));
    return saved_place(*saved, query.name);
}

Result<> Dashboards::remove_query(const Principal& principal, std::int64_t query_id)
{
    const QueryPlace place = TRY(get_query(principal, query_id));
    store::DashboardRecord record = TRY(find(principal, Action::edit, place.dashboard_id));
    std::vector<std::string> users;
    for (const Widget& widget : record.draft.widgets)
        if (widget.query == place.query.name)
            users.push_back("widget " + widget.id);
    for (const Parameter& parameter : record.draft.parameters)
        if (parameter.options_query == place.query.name)
            users.push_back("parameter " + parameter.name);
    if (!users.empty())
        return fail(Error::conflict(fmt::format("query {} is used by {} of dashboard {}", place.query.name,
                                                join(users, ", "), place.dashboard_id)));
    Dashboard draft = record.draft;
    std::erase_if(draft.queries, [&](const Query& query) { return query.id == query_id; });
    TRY(replace(principal, std::move(record), std::move(draft)));
    return {};
}

} // namespace presstime::control
