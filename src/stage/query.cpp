// Rows go from the source to the file batch by batch; nothing is kept of them here.
#include "stage/query.hpp"

#include "platform/objects/result_file.hpp"
#include "stage/template_page.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace presstime::stage {
namespace {

StoredResult failed(const QueryStep& step, const Error& error, std::int64_t elapsed_us)
{
    StoredResult result;
    result.run_id = step.run_id;
    result.query = step.query;
    result.error = error.message;
    result.elapsed_us = elapsed_us;
    return result;
}

Result<StoredResult> store_rows(BatchReader& reader, const QueryStep& step, ObjectStore& objects)
{
    auto object = TRY(objects.create(step.object_key));
    auto writer = TRY(make_result_writer(*object, reader.columns()));
    StoredResult result;
    result.run_id = step.run_id;
    result.query = step.query;
    result.object_key = step.object_key;
    Batch batch;
    while (TRY(reader.next(batch))) {
        TRY(writer->append(batch));
        result.rows += static_cast<std::int64_t>(batch.rows);
    }
    const Completeness completeness = reader.completeness();
    TRY(writer->finish(completeness));
    const ObjectInfo info = TRY(object->commit());
    result.sha256 = info.sha256;
    result.bytes = info.bytes;
    result.cut = completeness.cut;
    result.cut_reason = completeness.reason;
    return result;
}

} // namespace

Result<StoredResult> run_query_step(Source& source, const QueryStep& step, ObjectStore& objects,
                                    Deadline deadline)
{
    const auto started = std::chrono::steady_clock::now();
    auto elapsed_us = [&] {
        return std::chrono::duration_cast<Microseconds>(std::chrono::steady_clock::now() - started).count();
    };
    auto attempt = [&]() -> Result<StoredResult> {
        auto reader = TRY(source.query(step.sql, step.bindings, step.limits, deadline));
        return store_rows(*reader, step, objects);
    };
    Result<StoredResult> stored = attempt();
    if (!stored && (stored.error().kind == ErrorKind::retry || deadline.cancelled()))
        return fail(stored.error());
    if (!stored)
        return failed(step, stored.error(), elapsed_us());
    stored->elapsed_us = elapsed_us();
    return stored;
}

QueryLimits limits_of(const Query& query, const ServerQueryLimits& server)
{
    QueryLimits limits;
    limits.max_bytes = server.max_bytes;
    const bool own = query.max_rows > 0 && query.max_rows < server.max_rows;
    limits.max_rows = own ? query.max_rows : server.max_rows;
    limits.row_limit_name = own ? "the query's max_rows" : "the server's row limit";
    return limits;
}

int timeout_of(const Query& query, const ServerQueryLimits& server)
{
    return query.timeout_s > 0 ? std::min(query.timeout_s, server.timeout_s) : server.timeout_s;
}

std::vector<const Query*> queries_shown(const Dashboard& dashboard)
{
    std::vector<const Query*> shown;
    const std::vector<std::string> of_template =
        dashboard.template_html.empty() ? std::vector<std::string>{} : queries_of_template(dashboard);
    for (const Query& query : dashboard.queries) {
        const bool used = std::ranges::any_of(dashboard.widgets, [&](const Widget& widget) {
            return widget.query == query.name || widget.sparkline_query == query.name;
        });
        if (used || std::ranges::find(of_template, query.name) != of_template.end())
            shown.push_back(&query);
    }
    return shown;
}

} // namespace presstime::stage
