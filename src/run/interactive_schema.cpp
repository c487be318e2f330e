// The pool's answers to those who write queries: what a connection holds.
#include "run/interactive_pool.hpp"
#include "source/table_sql.hpp"

namespace presstime::run {

Result<SourceSchema> InteractivePool::schema(std::int64_t workspace_id, const std::string& connection)
{
    const Slot slot = TRY(Slot::take(*this));
    return TRY(sources_.get(workspace_id, connection))->schema(Deadline::after(config_.deadline));
}

Result<SourceSchema> InteractivePool::schema_of(const Connection& connection)
{
    const Slot slot = TRY(Slot::take(*this));
    return TRY(sources_.open_once(connection))->schema(Deadline::after(config_.deadline));
}

Result<std::int64_t> InteractivePool::read_through(const Connection& connection, const SchemaTable& table)
{
    const Slot slot = TRY(Slot::take(*this));
    const auto source = TRY(sources_.open_once(connection));
    const std::string sql = write_sql({.from = quoted_name(table), .selected = {}});
    const auto reader = TRY(source->query(sql, {}, {}, Deadline::after(config_.deadline)));
    std::int64_t rows = 0;
    Batch batch;
    while (TRY(reader->next(batch)))
        rows += static_cast<std::int64_t>(batch.rows);
    return rows;
}

Result<> InteractivePool::write_typed(const TypedRows& rows)
{
    const Slot slot = TRY(Slot::take(*this));
    return sources_.write_typed(rows, Deadline::after(config_.deadline));
}

} // namespace presstime::run
