// Every way to save ends in insert() or replace() after check(): the options against the kind's schema, then
// the source itself, opened once. Secrets leave masked; a mask that comes back means the stored secret.
#include "control/connections.hpp"

#include "base/text.hpp"
#include "codec/document.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "model/masked.hpp"
#include "store/sealed_values.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::control {
namespace json = boost::json;

Connections::Connections(Environment environment, QueryInspector& inspector,
                         std::vector<ConnectionKind> kinds)
    : environment_(std::move(environment)), inspector_(inspector), kinds_(std::move(kinds))
{
}

Result<const ConnectionKind*> Connections::find_kind(const std::string& name) const
{
    std::vector<std::string> names;
    for (const ConnectionKind& kind : kinds_) {
        if (kind.name == name)
            return &kind;
        names.push_back(kind.name);
    }
    std::string message = fmt::format("source must be one of {}; \"{}\" was given", join(names, ", "), name);
    if (std::optional<std::string> near = did_you_mean(name, names))
        message += fmt::format(" (did you mean {}?)", *near);
    return fail(Error::invalid("source", std::move(message)));
}

bool is_secret_option(const std::vector<ConnectionKind>& kinds, std::string_view kind,
                      std::string_view option)
{
    const auto known = std::ranges::find(kinds, kind, &ConnectionKind::name);
    if (known == kinds.end())
        return true;
    return std::ranges::any_of(known->options, [&](const Option& each) {
        return each.name == option && each.type == OptionType::secret;
    });
}

store::ConnectionRecord Connections::masked(store::ConnectionRecord record) const
{
    for (auto& [name, value] : record.connection.options)
        if (!value.empty() && (is_sealed(value) || is_secret_option(kinds_, record.connection.kind, name)))
            value = kMasked;
    return record;
}

// A mask, and what PATCH merged in from the stored options, mean the stored secret.
Result<> Connections::fill_masked(Connection& connection, const Connection* stored) const
{
    for (auto& [name, value] : connection.options) {
        if (!is_secret_option(kinds_, connection.kind, name))
            continue;
        const bool known = stored && stored->kind == connection.kind && stored->options.contains(name);
        if (known && (value == kMasked || value == stored->options.at(name))) {
            Result<std::string> plain = store::open_option(environment_.secrets, *stored, name);
            if (!plain)
                return fail(Error::invalid("options." + name, plain.error().message));
            value = std::move(*plain);
        } else if (value == kMasked)
            return fail(Error::invalid(
                "options." + name,
                fmt::format("options.{} is masked here and not stored yet; give the secret itself", name)));
    }
    return {};
}

void Connections::seal_secrets(Connection& connection, const Connection* stored) const
{
    for (auto& [name, value] : connection.options) {
        if (value.empty() || !is_secret_option(kinds_, connection.kind, name))
            continue;
        const bool known = stored && stored->options.contains(name);
        value =
            store::seal_or_keep(environment_.secrets, value, known ? stored->options.at(name) : std::string(),
                                store::option_purpose(connection.workspace_id, connection.name, name));
    }
}

Result<> Connections::check(Connection& connection, const Connection* stored) const
{
    const ConnectionKind* kind = TRY(find_kind(connection.kind));
    TRY(fill_masked(connection, stored));
    connection.options = TRY(validate_options(kind->options, connection.options, "options"));
    TRY(inspector_.check_connection(connection));
    seal_secrets(connection, stored);
    return {};
}

Result<store::ConnectionRecord> Connections::load(std::int64_t workspace_id, const std::string& name)
{
    store::ConnectionRecord record;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        record = TRY(store::get_connection(session, workspace_id, name));
        return {};
    }));
    return record;
}

Result<SavedConnection> Connections::insert(const Principal& principal, Connection connection)
{
    TRY(check(connection, nullptr));
    store::ConnectionRecord record;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        record = {};
        record.connection = connection;
        Result<> inserted = store::insert_connection(session, record, environment_.clock.now());
        if (!inserted && inserted.error().kind == ErrorKind::conflict)
            return fail(Error::conflict(
                fmt::format("a connection named {} exists already; PUT replaces it", connection.name)));
        TRY(inserted);
        return record_change(session, principal, ConnectionChange{"connection.created", record.connection},
                             environment_.clock.now());
    }));
    return SavedConnection{masked(std::move(record)), true};
}

Result<SavedConnection> Connections::replace(const Principal& principal,
                                             const store::ConnectionRecord& current, Connection connection)
{
    if (connection.name != current.connection.name)
        return fail(
            Error::invalid("name", "name is what queries say and cannot change; make a new connection"));
    connection.id = current.connection.id;
    TRY(check(connection, &current.connection));
    if (connection.kind == current.connection.kind && connection.options == current.connection.options)
        return SavedConnection{masked(current)};
    store::ConnectionRecord record;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        record = current;
        record.connection = connection;
        const Instant now = environment_.clock.now();
        TRY(store::update_connection(session, record, now));
        const bool moved = record.connection.kind != current.connection.kind;
        return record_change(
            session, principal,
            ConnectionChange{"connection.updated", record.connection, {moved ? "source" : "options"}}, now);
    }));
    return SavedConnection{masked(std::move(record))};
}

Result<SavedConnection> Connections::create(const Principal& principal, std::string_view text)
{
    TRY(require(principal, Action::manage, ResourceKind::connection));
    const auto carrying = environment_.secrets.carry();
    Connection connection = TRY(codec::connection_from_json(text));
    connection.workspace_id = principal.workspace_id;
    return insert(principal, std::move(connection));
}

Result<SavedConnection> Connections::put(const Principal& principal, const std::string& name,
                                         std::string_view text, ExpectedVersion expected)
{
    TRY(require(principal, Action::manage, ResourceKind::connection));
    const auto carrying = environment_.secrets.carry();
    Connection connection = TRY(codec::connection_from_json(text));
    connection.workspace_id = principal.workspace_id;
    if (connection.name != name)
        return fail(Error::invalid(
            "name", fmt::format("name is {} in the document and {} in the address", connection.name, name)));
    const Result<store::ConnectionRecord> current = load(principal.workspace_id, name);
    if (!current && current.error().kind == ErrorKind::not_found) {
        TRY(check_version(expected, 0, "connection " + name));
        return insert(principal, std::move(connection));
    }
    const store::ConnectionRecord record = TRY(current);
    TRY(check_version(expected, record.version, "connection " + name));
    return replace(principal, record, std::move(connection));
}

Result<SavedConnection> Connections::patch(const Principal& principal, const std::string& name,
                                           std::string_view text, ExpectedVersion expected)
{
    TRY(require(principal, Action::manage, ResourceKind::connection));
    const json::value change = TRY(codec::parse_json(text));
    if (!change.is_object())
        return fail(Error::malformed("the document must be a JSON object"));
    const auto carrying = environment_.secrets.carry();
    const store::ConnectionRecord record = TRY(load(principal.workspace_id, name));
    TRY(check_version(expected, record.version, "connection " + name));
    json::object merged = json::parse(codec::connection_to_json(record.connection)).get_object();
    for (const auto& member : change.get_object()) {
        if (member.key() != "options" || !member.value().is_object()) {
            merged[member.key()] = member.value();
            continue;
        }
        for (const auto& option : member.value().get_object())
            merged["options"].get_object()[option.key()] = option.value();
    }
    Connection connection = TRY(codec::connection_from_json(json::serialize(merged)));
    connection.workspace_id = principal.workspace_id;
    return replace(principal, record, std::move(connection));
}

Result<> Connections::remove(const Principal& principal, const std::string& name)
{
    TRY(require(principal, Action::manage, ResourceKind::connection));
    return environment_.database.write([&](db::Session& session) -> Result<> {
        const std::vector<std::string> users =
            TRY(store::connection_users(session, principal.workspace_id, name));
        if (!users.empty())
            return fail(Error::conflict(
                fmt::format("connection {} is read by {}; change those first", name, join(users, ", "))));
        const store::ConnectionRecord gone =
            TRY(store::get_connection(session, principal.workspace_id, name));
        TRY(store::delete_connection(session, principal.workspace_id, name));
        return record_change(session, principal, ConnectionChange{"connection.deleted", gone.connection},
                             environment_.clock.now());
    });
}

Result<store::ConnectionRecord> Connections::get(const Principal& principal, const std::string& name)
{
    TRY(require(principal, Action::read, ResourceKind::connection));
    return masked(TRY(load(principal.workspace_id, name)));
}

Result<std::vector<store::ConnectionRecord>> Connections::list(const Principal& principal)
{
    TRY(require(principal, Action::read, ResourceKind::connection));
    std::vector<store::ConnectionRecord> records;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        records = TRY(store::list_connections(session, principal.workspace_id));
        return {};
    }));
    for (store::ConnectionRecord& record : records)
        record = masked(std::move(record));
    return records;
}

Result<std::vector<ConnectionKind>> Connections::kinds(const Principal& principal) const
{
    TRY(require(principal, Action::read, ResourceKind::connection));
    return kinds_;
}

Result<Connection> Connections::complete(const Principal& principal, std::string_view text)
{
    TRY(require(principal, Action::manage, ResourceKind::connection));
    json::value document = TRY(codec::parse_json(text));
    const bool named = document.is_object() && document.get_object().contains("name");
    if (document.is_object() && !named)
        document.get_object()["name"] = "unsaved";
    Connection connection = TRY(codec::connection_from_json(json::serialize(document)));
    connection.workspace_id = principal.workspace_id;
    std::optional<Connection> stored;
    if (named) {
        const Result<store::ConnectionRecord> found = load(principal.workspace_id, connection.name);
        if (!found && found.error().kind != ErrorKind::not_found)
            return fail(found.error());
        if (found)
            stored = found->connection;
    }
    const ConnectionKind* kind = TRY(find_kind(connection.kind));
    TRY(fill_masked(connection, stored ? &*stored : nullptr));
    connection.options = TRY(validate_options(kind->options, connection.options, "options"));
    return connection;
}

} // namespace presstime::control
