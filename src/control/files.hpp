// Files that people upload: each becomes a table of the connection "uploads", which the first one makes. They
// lie in a folder per workspace that sources of other workspaces cannot reach.
#pragma once

#include "control/connections.hpp"
#include "control/environment.hpp"
#include "control/schemas.hpp"

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace presstime::control {

struct FilesConfig {
    std::filesystem::path folder; // holds a folder per workspace
    std::string connection_path;  // the same as connections write it, relative to their data folder
};

struct FileRow {
    std::string name; // "orders.csv"
    std::int64_t bytes = 0;
    std::string kind; // "csv", "tsv", "json", "ndjson", "parquet"
    std::string connection;
    std::string table;
    std::vector<Column> columns;
    std::optional<std::int64_t> rows; // counted when it came
    Instant uploaded_at{};
    std::string note; // what was done to it on the way
};

enum class SameName { beside, replace };

class Files {
public:
    static constexpr std::uint64_t kMostBytes = 64 << 20;
    static constexpr std::size_t kMostFiles = 500;
    // What a file is looked through in, beside the others; gone at the next start if the process dies.
    static constexpr std::string_view kAsidePrefix = ".new-";

    // All must outlive this.
    Files(Environment environment, FilesConfig config, Connections& connections, Schemas& schemas,
          SchemaReader& reader)
        : environment_(std::move(environment)),
          config_(std::move(config)),
          connections_(connections),
          schemas_(schemas),
          reader_(reader)
    {
    }

    // Whether the caller may upload at all, before a byte is read.
    Result<> check_may_add(const Principal& principal) const;
    // Moves `upload` in when it can be read as a table: `invalid("file")` names the line otherwise. A name
    // that is taken gets a number behind it, or replaces the table of that name.
    Result<FileRow> add(const Principal& principal, const std::string& name,
                        const std::filesystem::path& upload, SameName same_name);
    // By name.
    Result<std::vector<FileRow>> list(const Principal& principal);
    // conflict naming the queries that read it.
    Result<> remove(const Principal& principal, const std::string& name);

private:
    std::filesystem::path folder_of(std::int64_t workspace_id) const;
    std::string path_of(std::int64_t workspace_id) const;
    // The file opened alone and read from its first row to its last.
    Result<FileRow> look_through(const Principal& principal, const std::filesystem::path& file,
                                 const std::string& shown_name);
    Result<std::optional<std::string>> find_connection(std::int64_t workspace_id);
    Result<std::filesystem::path> move_in(const std::filesystem::path& folder,
                                          const std::filesystem::path& file, const std::string& stem,
                                          const std::string& kind, SameName same_name);

    Environment environment_;
    FilesConfig config_;
    Connections& connections_;
    Schemas& schemas_;
    SchemaReader& reader_;
    std::mutex moving_; // one name is chosen at a time
};

// Queries and data sets of the connection that name the table, at most a handful: "dash_sales: by_month".
Result<std::vector<std::string>> table_users(db::Session& session, std::int64_t workspace_id,
                                             const std::string& connection, const std::string& table);

} // namespace presstime::control
