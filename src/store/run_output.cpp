// What a run made: stored results and artifacts, as rows beside the objects that hold the bytes. Putting the
// same one again replaces its row, so that a step may be repeated after a crash.
#include "store/query.hpp"
#include "store/run_store.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kPutResult{"run_results.put", R"sql(
    INSERT INTO run_results (run_id, query, object_key, sha256, rows, bytes, cut, cut_reason, error,
                             elapsed_us, started_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (run_id, query) DO UPDATE
    SET object_key = excluded.object_key, sha256 = excluded.sha256, rows = excluded.rows,
        bytes = excluded.bytes, cut = excluded.cut, cut_reason = excluded.cut_reason, error = excluded.error,
        elapsed_us = excluded.elapsed_us, started_at = excluded.started_at
)sql"};
constexpr db::Statement kMarkResults{"run_results.mark_run", R"sql(
    UPDATE runs
    SET has_results = 1
    WHERE id = $1 AND has_results = 0
)sql"};
constexpr db::Statement kListResults{"run_results.list", R"sql(
    SELECT run_id, query, object_key, sha256, rows, bytes, cut, cut_reason, error, elapsed_us, started_at
    FROM run_results
    WHERE run_id = $1
    ORDER BY query
)sql"};
constexpr db::Statement kForgetResults{"run_results.forget", R"sql(
    DELETE FROM run_results
    WHERE run_id = $1
)sql"};
constexpr db::Statement kUnmarkResults{"run_results.unmark_run", R"sql(
    UPDATE runs
    SET has_results = 0
    WHERE id = $1
)sql"};
constexpr db::Statement kPutArtifact{"artifacts.put", R"sql(
    INSERT INTO artifacts (run_id, n, format, filename, content_type, object_key, bytes, sha256, rows,
                           complete, note, failed_widgets, elapsed_us, sent_sha256,
                           started_at, layout_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    ON CONFLICT (run_id, n) DO UPDATE
    SET format = excluded.format, filename = excluded.filename, content_type = excluded.content_type,
        object_key = excluded.object_key, bytes = excluded.bytes, sha256 = excluded.sha256,
        rows = excluded.rows, complete = excluded.complete, note = excluded.note,
        failed_widgets = excluded.failed_widgets, elapsed_us = excluded.elapsed_us,
        sent_sha256 = excluded.sent_sha256, started_at = excluded.started_at,
        layout_us = excluded.layout_us
)sql"};
constexpr db::Statement kMarkArtifacts{"artifacts.mark_run", R"sql(
    UPDATE runs
    SET has_artifacts = 1
    WHERE id = $1 AND has_artifacts = 0
)sql"};
constexpr db::Statement kListArtifacts{"artifacts.list", R"sql(
    SELECT run_id, n, format, filename, content_type, object_key, bytes, sha256, rows, complete, note,
        failed_widgets, elapsed_us, sent_sha256, started_at, layout_us
    FROM artifacts
    WHERE run_id = $1
    ORDER BY n
)sql"};
constexpr db::Statement kForgetArtifacts{"artifacts.forget", R"sql(
    DELETE FROM artifacts
    WHERE run_id = $1
)sql"};
constexpr db::Statement kUnmarkArtifacts{"artifacts.unmark_run", R"sql(
    UPDATE runs
    SET has_artifacts = 0
    WHERE id = $1
)sql"};

Result<StoredResult> read_stored_result(const db::Row& row)
{
    RowReader reader(row);
    StoredResult result;
    result.run_id = reader.integer();
    result.query = reader.text();
    result.object_key = reader.text();
    result.sha256 = reader.text();
    result.rows = reader.integer();
    result.bytes = reader.integer();
    result.cut = reader.boolean();
    result.cut_reason = reader.text();
    result.error = reader.text();
    result.elapsed_us = reader.integer();
    result.started_at = reader.optional_instant();
    return result;
}

Result<Artifact> read_artifact(const db::Row& row)
{
    RowReader reader(row);
    Artifact artifact;
    artifact.run_id = reader.integer();
    artifact.n = reader.small_integer();
    artifact.format = reader.text();
    artifact.filename = reader.text();
    artifact.content_type = reader.text();
    artifact.object_key = reader.text();
    artifact.bytes = reader.integer();
    artifact.sha256 = reader.text();
    artifact.rows = reader.integer();
    artifact.complete = reader.boolean();
    artifact.note = reader.text();
    artifact.failed_widgets = reader.small_integer();
    artifact.elapsed_us = reader.integer();
    artifact.sent_sha256 = reader.text();
    artifact.started_at = reader.optional_instant();
    artifact.layout_us = reader.optional_integer();
    return artifact;
}

} // namespace

Result<> put_stored_result(db::Session& session, const StoredResult& result)
{
    using db::param;
    TRY(session.execute(kPutResult, {param(result.run_id), param(result.query), param(result.object_key),
                                     param(result.sha256), param(result.rows), param(result.bytes),
                                     param(result.cut), param(result.cut_reason), param(result.error),
                                     param(result.elapsed_us), param(result.started_at)}));
    TRY(session.execute(kMarkResults, {param(result.run_id)}));
    return {};
}

Result<std::vector<StoredResult>> list_stored_results(db::Session& session, std::int64_t run_id)
{
    return query_all(session, kListResults, {db::param(run_id)}, read_stored_result);
}

Result<> put_artifact(db::Session& session, const Artifact& artifact)
{
    using db::param;
    TRY(session.execute(kPutArtifact,
                        {param(artifact.run_id), param(artifact.n), param(artifact.format),
                         param(artifact.filename), param(artifact.content_type), param(artifact.object_key),
                         param(artifact.bytes), param(artifact.sha256), param(artifact.rows),
                         param(artifact.complete), param(artifact.note), param(artifact.failed_widgets),
                         param(artifact.elapsed_us), param(artifact.sent_sha256), param(artifact.started_at),
                         artifact.layout_us ? param(*artifact.layout_us) : db::Parameter{}}));
    TRY(session.execute(kMarkArtifacts, {param(artifact.run_id)}));
    return {};
}

Result<std::vector<Artifact>> list_artifacts(db::Session& session, std::int64_t run_id)
{
    return query_all(session, kListArtifacts, {db::param(run_id)}, read_artifact);
}

Result<> forget_stored_results(db::Session& session, std::int64_t run_id)
{
    TRY(session.execute(kForgetResults, {db::param(run_id)}));
    TRY(session.execute(kUnmarkResults, {db::param(run_id)}));
    return {};
}

Result<> forget_artifacts(db::Session& session, std::int64_t run_id)
{
    TRY(session.execute(kForgetArtifacts, {db::param(run_id)}));
    TRY(session.execute(kUnmarkArtifacts, {db::param(run_id)}));
    return {};
}

} // namespace presstime::store
