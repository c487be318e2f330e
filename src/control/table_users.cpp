// Who reads an uploaded table: asked seldom, so every dashboard is looked through.
#include "control/files.hpp"

#include "model/secure_filter.hpp"
#include "store/dashboard_store.hpp"
#include "store/dataset_store.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr int kPage = 200;
constexpr std::size_t kNamed = 5;

class Search {
public:
    Search(std::string connection, std::string table)
        : connection_(std::move(connection)), table_{"", std::move(table), connection_, "", ""}
    {
    }
    void look(const Dashboard& dashboard, std::string_view where)
    {
        for (const Query& query : dashboard.queries)
            note(query.connection, query.sql, fmt::format("{}{}: {}", dashboard.id, where, query.name));
        for (const Dataset& dataset : dashboard.datasets)
            look(dataset, fmt::format("{}{}: data set ", dashboard.id, where));
    }
    void look(const Dataset& dataset, const std::string& where)
    {
        note(dataset.connection, dataset.sql + " " + dataset.table, where + dataset.name);
    }
    std::vector<std::string> take() { return std::move(users_); }

private:
    void note(const std::string& connection, const std::string& sql, std::string user)
    {
        if (connection == connection_ && may_name(sql, table_) && users_.size() < kNamed)
            users_.push_back(std::move(user));
    }

    std::string connection_;
    Dataset table_; // a table is named in a statement as a data set is
    std::vector<std::string> users_;
};

} // namespace

Result<std::vector<std::string>> table_users(db::Session& session, std::int64_t workspace_id,
                                             const std::string& connection, const std::string& table)
{
    Search search(connection, table);
    for (const store::DatasetRecord& record : TRY(store::list_datasets(session, workspace_id)))
        search.look(record.dataset, "data set ");
    std::string after;
    while (true) {
        const auto page = TRY(store::list_dashboards(session, workspace_id, after, kPage));
        for (const store::DashboardRecord& record : page) {
            search.look(record.draft, "");
            if (record.published_version && *record.published_version != record.version)
                search.look(TRY(store::get_published(session, workspace_id, record.draft.id)),
                            " (published)");
        }
        if (page.size() < static_cast<std::size_t>(kPage))
            return search.take();
        after = page.back().draft.id;
    }
}

} // namespace presstime::control
