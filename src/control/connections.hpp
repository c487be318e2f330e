// Connections for people and the API. Options are checked against the plug-in's schema and by opening the
// connection once; secrets never leave again.
#pragma once

#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "model/principal.hpp"
#include "store/connection_store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

// A source plug-in as control knows it.
struct ConnectionKind {
    std::string name;
    OptionSchema options;
    std::string summary{}; // one line
};

// Whether the schema of `kind` calls the option secret; of a kind that is no longer built in nothing is
// known, and every option may be.
bool is_secret_option(const std::vector<ConnectionKind>& kinds, std::string_view kind,
                      std::string_view option);

struct SavedConnection {
    store::ConnectionRecord record; // secrets masked
    bool created = false;
};

class Connections {
public:
    // `inspector` must outlive this.
    Connections(Environment environment, QueryInspector& inspector, std::vector<ConnectionKind> kinds);

    Result<SavedConnection> create(const Principal& principal, std::string_view json);
    // Creates or replaces; unchanged when it says the same already.
    Result<SavedConnection> put(const Principal& principal, const std::string& name, std::string_view json,
                                ExpectedVersion expected);
    // Replaces the named members; `options` is merged by name, null removes one.
    Result<SavedConnection> patch(const Principal& principal, const std::string& name, std::string_view json,
                                  ExpectedVersion expected);
    // conflict naming the queries that read it.
    Result<> remove(const Principal& principal, const std::string& name);
    Result<store::ConnectionRecord> get(const Principal& principal, const std::string& name);
    Result<std::vector<store::ConnectionRecord>> list(const Principal& principal);
    // Every kind that a connection can have.
    Result<std::vector<ConnectionKind>> kinds(const Principal& principal) const;
    // A document as it would be opened: options checked, secrets in the clear; `name` may be left out.
    // Masked secrets are those of the stored connection of that name.
    Result<Connection> complete(const Principal& principal, std::string_view json);

private:
    Result<const ConnectionKind*> find_kind(const std::string& name) const;
    store::ConnectionRecord masked(store::ConnectionRecord record) const;
    // Fills masked secrets from `stored`, validates, opens once, seals the secrets.
    Result<> check(Connection& connection, const Connection* stored) const;
    Result<> fill_masked(Connection& connection, const Connection* stored) const;
    void seal_secrets(Connection& connection, const Connection* stored) const;
    Result<SavedConnection> insert(const Principal& principal, Connection connection);
    Result<SavedConnection> replace(const Principal& principal, const store::ConnectionRecord& current,
                                    Connection connection);
    Result<store::ConnectionRecord> load(std::int64_t workspace_id, const std::string& name);

    Environment environment_;
    QueryInspector& inspector_;
    std::vector<ConnectionKind> kinds_;
};

} // namespace presstime::control
