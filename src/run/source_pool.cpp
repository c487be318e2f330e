// A short list searched from its front: with at most kMaxOpen sources nothing faster is needed.
#include "run/source_pool.hpp"

#include "source/typed_file.hpp"
#include "store/connection_store.hpp"
#include "store/dataset_store.hpp"
#include "store/sealed_values.hpp"

#include <algorithm>

namespace presstime::run {

// A workspace reads what was uploaded to it, and never what was uploaded to another.
SourceContext SourcePool::context_of(std::int64_t workspace_id) const
{
    SourceContext context = context_;
    if (!context_.uploads_folder.empty())
        context.allowed_roots.push_back(context_.uploads_folder / std::to_string(workspace_id));
    return context;
}

Result<std::unique_ptr<Source>> SourcePool::open_once(const Connection& connection) const
{
    const SourcePlugin* plugin = TRY(find_source_plugin(connection.kind, "kind"));
    return plugin->open(connection.options, context_of(connection.workspace_id));
}

Result<> SourcePool::write_typed(const TypedRows& rows, Deadline deadline) const
{
    return write_typed_file(rows, context_, deadline);
}

Result<std::vector<Dataset>> SourcePool::datasets(std::int64_t workspace_id, const std::vector<Dataset>& own)
{
    std::vector<Dataset> all;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        all = TRY(store::datasets_in_reach(session, workspace_id, own));
        return {};
    }));
    return all;
}

Result<std::shared_ptr<Source>> SourcePool::get(std::int64_t workspace_id, const std::string& connection_name)
{
    store::ConnectionRecord record;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        record = TRY(store::get_connection(session, workspace_id, connection_name));
        return {};
    }));
    const std::int64_t id = record.connection.id;
    auto found = open_.with([&](std::list<Entry>& entries) -> std::shared_ptr<Source> {
        const auto entry = std::ranges::find(entries, id, &Entry::connection_id);
        if (entry == entries.end())
            return nullptr;
        if (entry->version != record.version) {
            entries.erase(entry);
            return nullptr;
        }
        entries.splice(entries.begin(), entries, entry);
        return entry->source;
    });
    if (found)
        return found;
    // Opened outside the lock: a slow file must not hold up
    // other connections. Two callers may both open; one wins.
    const SourcePlugin* plugin = TRY(find_source_plugin(record.connection.kind, "kind"));
    std::shared_ptr<Source> source =
        TRY(plugin->open(TRY(store::open_options(secrets_, record.connection)), context_of(workspace_id)));
    open_.with([&](std::list<Entry>& entries) {
        std::erase_if(entries, [&](const Entry& entry) { return entry.connection_id == id; });
        entries.push_front({id, record.version, source});
        if (entries.size() > kMaxOpen)
            entries.pop_back();
    });
    return source;
}

} // namespace presstime::run
