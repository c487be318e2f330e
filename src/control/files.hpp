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

struct SheetFile;
struct UploadedBook;

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
    // Of a sheet of a workbook, which became a file of its own.
    std::string workbook; // "sales.xlsx"
    std::string sheet;    // "Orders"
};

// What its path tells.
FileRow row_of(const std::filesystem::path& file);

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

    // Whether the caller may upload at all, before a byte is read. What replaces a table is none more.
    Result<> check_may_add(const Principal& principal, const std::string& name, SameName same_name) const;
    // Moves `upload` in when it can be read as a table: `invalid("file")` names the line otherwise. A name
    // that is taken gets a number behind it, or replaces the table of that name. One table of every kind but
    // a workbook, of which each visible sheet becomes one: replacing it, a sheet keeps its table, and one
    // that is gone goes with it unless a query reads it.
    Result<std::vector<FileRow>> add(const Principal& principal, const std::string& name,
                                     const std::filesystem::path& upload, SameName same_name);
    // By name.
    Result<std::vector<FileRow>> list(const Principal& principal);
    // A file, or a workbook with all of its tables. conflict naming the queries that read it.
    Result<> remove(const Principal& principal, const std::string& name);

private:
    std::filesystem::path folder_of(std::int64_t workspace_id) const;
    std::string path_of(std::int64_t workspace_id) const;
    // The file opened alone and read from its first row to its last.
    Result<FileRow> look_through(const Principal& principal, const std::filesystem::path& file,
                                 const std::string& shown_name);
    struct BookPlace {
        std::int64_t workspace_id = 0;
        std::string stem; // "sales"
        std::string name; // "sales.xlsx"
    };
    // Fills the rows of the sheets with what they are called now.
    Result<> move_book_in(const BookPlace& place, const std::vector<SheetFile>& sheets, SameName same_name,
                          std::vector<FileRow>& rows);
    Result<std::optional<std::string>> find_connection(std::int64_t workspace_id);
    Result<std::vector<std::filesystem::path>> keep_read_sheets(std::int64_t workspace_id,
                                                                const UploadedBook& before,
                                                                UploadedBook& book, FileRow& told);
    // Who reads the tables of these files, at most a handful.
    Result<std::vector<std::string>> readers_of(db::Session& session, std::int64_t workspace_id,
                                                const std::vector<std::filesystem::path>& files) const;
    Result<FileRow> add_file(const Principal& principal, const std::string& name,
                             const std::filesystem::path& arrived, SameName same_name);
    Result<std::vector<FileRow>> add_workbook(const Principal& principal, const std::string& name,
                                              const std::filesystem::path& arrived, SameName same_name);
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
