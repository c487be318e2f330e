// One open DuckDB, locked down before any query sees it: read-only, no file outside the connection's own, no
// configuration to change, no function that acts on the process. Shared by the queries that run on it.
#pragma once

#include "model/source_schema.hpp"
#include "source/duckdb_session.hpp"

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace presstime {

struct DuckdbSettings {
    std::filesystem::path path; // canonical: a database file, a data file, or a folder of data files
    std::filesystem::path temp_folder;
    std::int64_t memory_limit_bytes = 256LL << 20;
    int threads = 2;
};

class DuckdbInstance {
public:
    // invalid("options.path") when the file is corrupt or of another kind, retry when a writer holds it.
    static Result<std::shared_ptr<DuckdbInstance>> open(const DuckdbSettings& settings);
    ~DuckdbInstance();
    DuckdbInstance(const DuckdbInstance&) = delete;
    DuckdbInstance& operator=(const DuckdbInstance&) = delete;

    Result<std::unique_ptr<DuckdbSession>> session(std::optional<QueryTimer> timer);
    // Refuses, as invalid("sql"), whatever is not a SELECT made of harmless functions. Run it before
    // prepare(): DuckDB has table functions that end the process or write files when merely bound.
    Result<> check(DuckdbSession& session, const std::string& sql) const;
    // Adds why a file of the folder is no table to an error that misses it.
    Error explain(Error error) const;

    // Calls the views over files what they are, and adds the files that no view could be made of.
    void add_files(SourceSchema& schema) const;

    // The files as they were when this instance opened them.
    const std::string& signature() const { return signature_; }
    void mark_broken() { broken_ = true; }
    bool broken() const { return broken_; }

private:
    DuckdbInstance(const DuckdbApi& api, const DuckdbSettings& settings);
    Result<> open_database();
    Result<> lock_down();
    Result<> make_views(DuckdbSession& setup, const std::vector<std::filesystem::path>& files);

    const DuckdbApi& api_;
    DuckdbSettings settings_;
    std::filesystem::path folder_; // of the data: the path itself, or where the file lies
    std::filesystem::path temp_folder_;
    std::string signature_;
    DuckdbDatabase database_;
    bool is_database_ = false; // not data files
    std::set<std::string> refused_functions_;
    std::map<std::string, std::string> unreadable_; // table name -> reason
    std::atomic<bool> broken_ = false;
};

} // namespace presstime
