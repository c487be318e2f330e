// What a connection holds, for people who write queries: its tables, a few rows of one, and whether a
// connection that is not saved yet can be opened.
#pragma once

#include "base/guarded.hpp"
#include "control/connections.hpp"
#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "control/schema_reader.hpp"

#include <list>
#include <memory>
#include <string>
#include <string_view>

namespace presstime::control {

enum class Freshness { kept, fresh };

struct TriedConnection {
    std::int64_t elapsed_us = 0;
    std::string detail; // "it holds 3 tables: months, orders, shops"
};

class Schemas {
public:
    static constexpr std::size_t kMostKept = 64;
    static constexpr std::chrono::seconds kKeepFor{60};

    // All must outlive this.
    Schemas(Environment environment, Connections& connections, SchemaReader& reader, Interactive& interactive)
        : environment_(std::move(environment)),
          connections_(connections),
          reader_(reader),
          interactive_(interactive)
    {
    }

    // For whoever may write queries: on the dashboard when one is named, on any otherwise. Kept for a minute,
    // as long as the connection does not change.
    Result<std::shared_ptr<const SourceSchema>> get(const Principal& principal, const std::string& connection,
                                                    const std::string& dashboard_id, Freshness freshness);
    // A table of that schema, "name" or "schema.name"; not_found when there is none, give_up when it cannot
    // be read. A kept schema that lacks it is read anew.
    Result<SchemaTable> table(const Principal& principal, const std::string& connection,
                              const std::string& table, const std::string& dashboard_id);
    // The first rows of a table of that schema, "name" or "schema.name"; not_found when there is none.
    Result<QueryAnswer> sample(const Principal& principal, const std::string& connection,
                               const std::string& table, const std::string& dashboard_id, std::int64_t limit);
    // Opens the connection of the document once; nothing is saved. Errors as those of saving it.
    Result<TriedConnection> test(const Principal& principal, std::string_view json);

private:
    struct Kept {
        std::int64_t connection_id = 0;
        std::int64_t version = 0;
        Instant read_at{};
        std::shared_ptr<const SourceSchema> schema;
    };
    std::shared_ptr<const SourceSchema> find_kept(const store::ConnectionRecord& record);
    void keep(const store::ConnectionRecord& record, std::shared_ptr<const SourceSchema> schema);

    Environment environment_;
    Connections& connections_;
    SchemaReader& reader_;
    Interactive& interactive_;
    Guarded<std::list<Kept>> kept_; // newest first
};

// For whoever may write queries: on that dashboard, or on any when none is named.
Result<> require_author(db::Session& session, const Principal& principal, const std::string& dashboard_id);

// The table of the name, or of "schema.name"; nullptr when there is none.
const SchemaTable* find_table(const SourceSchema& schema, const std::string& name);

} // namespace presstime::control
