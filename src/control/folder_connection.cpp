#include "control/folder_connection.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::control {
namespace json = boost::json;

Result<std::optional<std::string>> find_folder_connection(db::Session& session, std::int64_t workspace_id,
                                                          const std::string& path)
{
    for (const store::ConnectionRecord& record : TRY(store::list_connections(session, workspace_id))) {
        const auto option = record.connection.options.find("path");
        if (record.connection.kind == "duckdb" && option != record.connection.options.end() &&
            option->second == path)
            return std::optional(record.connection.name);
    }
    return std::optional<std::string>{};
}

Result<std::string> ensure_folder_connection(const Environment& environment, Connections& connections,
                                             const Principal& principal, const FolderConnection& wanted)
{
    constexpr int kTries = 20;
    for (int number = 1; number <= kTries; ++number) {
        std::optional<std::string> found;
        TRY(environment.database.read([&](db::Session& session) -> Result<> {
            found = TRY(find_folder_connection(session, principal.workspace_id, wanted.path));
            return {};
        }));
        if (found)
            return *found;
        const std::string name = number == 1 ? wanted.name : fmt::format("{}-{}", wanted.name, number);
        const json::object document{
            {"name", name}, {"source", "duckdb"}, {"options", {{"path", wanted.path}}}};
        const Result<SavedConnection> made = connections.create(principal, json::serialize(document));
        if (made)
            return name;
        if (made.error().kind != ErrorKind::conflict)
            return fail(made.error());
    }
    return fail(Error::conflict(fmt::format(
        "the connection {} cannot be made: its name and {} others are taken", wanted.name, kTries - 1)));
}

} // namespace presstime::control
