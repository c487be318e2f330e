// The data sets are read anew for every query: they are few, and a change must hold at once.
#include "run/scoped_query.hpp"

#include "run/discreet_source.hpp"
#include "source/structured_query.hpp"
#include "store/dataset_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::run {
namespace {

Result<std::vector<Dataset>> datasets_in_reach(SourcePool& sources, std::int64_t workspace_id,
                                               const std::vector<Dataset>& own,
                                               const std::optional<SecurityContext>& security)
{
    std::vector<Dataset> datasets = TRY(sources.datasets(workspace_id, own));
    if (security)
        TRY(security->check_names(datasets));
    return datasets;
}

QueryScope scope_of(std::vector<Dataset> datasets, const std::string& connection,
                    const std::optional<SecurityContext>& security)
{
    std::erase_if(datasets, [&](const Dataset& each) { return each.connection != connection; });
    return {std::move(datasets), security};
}

// "queries[0]" + "measure[1].field"; errors without a field are about the query as a whole.
Error at_path(Error error, const std::string& path)
{
    if (path.empty() || error.kind != ErrorKind::invalid || error.field.starts_with("secureFilters"))
        return error;
    if (error.message.starts_with(error.field))
        error.message = fmt::format("{}.{}", path, error.message);
    error.field = error.field.empty() ? path : fmt::format("{}.{}", path, error.field);
    return error;
}

Result<ScopedQuery> compose(std::shared_ptr<Source> source, std::string sql, std::vector<Binding> bindings,
                            const QueryScope& scope, Deadline deadline)
{
    if (scope.plain())
        return ScopedQuery{std::move(source), std::move(sql), std::move(bindings)};
    ComposedQuery composed = TRY(source->compose(sql, scope, bindings, std::move(deadline)));
    bindings.insert(bindings.end(), composed.bindings.begin(), composed.bindings.end());
    if (scope.security)
        source = make_discreet(std::move(source));
    return ScopedQuery{std::move(source), std::move(composed.sql), std::move(bindings)};
}

Result<ScopedQuery> scope_compiled(SourcePool& sources, const control::StructuredRequest& request,
                                   Deadline deadline)
{
    const auto& security = request.security;
    std::vector<Dataset> datasets = TRY(datasets_in_reach(sources, request.workspace_id, {}, security));
    const auto found = std::ranges::find_if(
        datasets, [&](const Dataset& each) { return is_called(each, request.query.dataset); });
    if (found == datasets.end())
        return fail(Error::invalid("dataSetId",
                                   fmt::format("dataSetId: there is no data set {}", request.query.dataset)));
    const Dataset dataset = *found;
    if (security)
        TRY(security->rows_of(dataset));
    auto source = TRY(sources.get(request.workspace_id, dataset.connection));
    const auto columns = TRY(source->describe_dataset(dataset, request.bindings, deadline));
    CompiledQuery compiled =
        TRY(compile_structured_query(request.query, dataset, columns, source->dialect()));
    compiled.bindings.insert(compiled.bindings.end(), request.bindings.begin(), request.bindings.end());
    return compose(std::move(source), std::move(compiled.sql), std::move(compiled.bindings),
                   scope_of(std::move(datasets), dataset.connection, security), std::move(deadline));
}

} // namespace

Result<ScopedQuery> scope_query(SourcePool& sources, const control::QueryQuestion& question,
                                Deadline deadline)
{
    const Query& query = question.query;
    auto source = TRY(sources.get(question.workspace_id, query.connection));
    std::vector<Dataset> datasets =
        TRY(datasets_in_reach(sources, question.workspace_id, question.datasets, question.security));
    return compose(std::move(source), query.sql, question.bindings,
                   scope_of(std::move(datasets), query.connection, question.security), std::move(deadline));
}

Result<ScopedQuery> scope_structured_query(SourcePool& sources, const control::StructuredRequest& request,
                                           Deadline deadline)
{
    auto scoped = scope_compiled(sources, request, std::move(deadline));
    if (!scoped)
        return fail(at_path(std::move(scoped).error(), request.path));
    return scoped;
}

} // namespace presstime::run
