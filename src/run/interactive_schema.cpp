// The pool's answers to those who write queries: what a connection holds.
#include "run/interactive_pool.hpp"

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

} // namespace presstime::run
