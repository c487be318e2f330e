// Open sources by connection: a source is opened on first use and kept while its connection does not change;
// the least recently used goes when there are too many.
#pragma once

#include "base/guarded.hpp"
#include "model/typed_rows.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/db/database.hpp"
#include "source/source.hpp"

#include <list>
#include <memory>
#include <string>

namespace presstime::run {

class SourcePool {
public:
    static constexpr std::size_t kMaxOpen = 16;

    // `secrets` opens what the options hold sealed.
    SourcePool(db::Database& database, const SecretBox& secrets, SourceContext context)
        : database_(database), secrets_(secrets), context_(std::move(context))
    {
    }

    // The open source of the named connection. not_found names the connection; other errors are the source's.
    Result<std::shared_ptr<Source>> get(std::int64_t workspace_id, const std::string& connection_name);
    // The data sets that a query of the workspace can name, `own` of its dashboard among them
    // (dataset_store.hpp).
    Result<std::vector<Dataset>> datasets(std::int64_t workspace_id, const std::vector<Dataset>& own);
    // Opened for the caller alone, as saving a connection does to check it. Its secrets stand in the clear.
    Result<std::unique_ptr<Source>> open_once(const Connection& connection) const;
    // A Parquet file of rows whose types are known.
    Result<> write_typed(const TypedRows& rows, Deadline deadline) const;
    const SecretBox& secrets() const { return secrets_; }

private:
    struct Entry {
        std::int64_t connection_id = 0;
        std::int64_t version = 0;
        std::shared_ptr<Source> source;
    };

    SourceContext context_of(std::int64_t workspace_id) const;

    db::Database& database_;
    const SecretBox& secrets_;
    SourceContext context_;
    Guarded<std::list<Entry>> open_; // most recently used first
};

} // namespace presstime::run
