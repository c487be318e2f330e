#include "control/suggestions.hpp"

#include "base/text.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"

#include <fmt/format.h>

namespace presstime::control {

Result<SuggestedDashboard> Suggestions::make(const Principal& principal, std::string_view text)
{
    TRY(require(principal, Action::edit, ResourceKind::dashboard));
    const boost::json::value document = TRY(codec::parse_json(text));
    codec::ObjectReader reader(document, "");
    std::string connection;
    std::string table_name;
    std::string name;
    reader.require("connection");
    reader.require("table");
    reader.text("connection", connection, codec::kNameRule);
    reader.text("table", table_name, codec::kNameRule);
    reader.text("name", name, codec::kNameRule);
    TRY(reader.finish());
    store::ConnectionRecord record;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        record = TRY(store::get_connection(session, principal.workspace_id, connection));
        return {};
    }));
    const Result<SchemaTable> table = schemas_.table(principal, connection, table_name, "");
    if (!table && table.error().kind == ErrorKind::not_found)
        return fail(Error::invalid("table", table.error().message));
    const Result<TableFacts> facts = look_at_table(interactive_, record.connection, TRY(table));
    if (!facts && facts.error().kind == ErrorKind::give_up)
        return fail(Error::invalid("table", facts.error().message));
    return suggest_dashboard(TRY(facts), connection, name.empty() ? plain_words(table_name) : name);
}

} // namespace presstime::control
