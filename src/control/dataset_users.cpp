// Reads every dashboard of the workspace, page by page: data sets are deleted seldom.
#include "control/dataset_users.hpp"

#include "codec/json_reader.hpp"
#include "codec/security_json.hpp"
#include "model/secure_filter.hpp"
#include "store/dashboard_store.hpp"
#include "store/report_store.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>

namespace presstime::control {
namespace {

constexpr std::size_t kNamed = 5;
constexpr int kPage = 200;

class Users {
public:
    void add(std::string user)
    {
        if (names_.size() < kNamed)
            names_.push_back(std::move(user));
        else if (names_.size() == kNamed)
            names_.emplace_back("and more");
    }
    std::vector<std::string> take() { return std::move(names_); }

private:
    std::vector<std::string> names_;
};

// The draft, and the published version where that is another.
using Visit = std::function<void(const Dashboard& dashboard, const std::string& shown_id)>;
Result<> each_dashboard(db::Session& session, std::int64_t workspace_id, const Visit& visit)
{
    std::string after;
    while (true) {
        const auto page = TRY(store::list_dashboards(session, workspace_id, after, kPage));
        for (const store::DashboardRecord& record : page) {
            visit(record.draft, record.draft.id);
            if (record.published_version && *record.published_version != record.version)
                visit(TRY(store::get_published(session, workspace_id, record.draft.id)),
                      record.draft.id + " (published)");
        }
        if (page.size() < static_cast<std::size_t>(kPage))
            return {};
        after = page.back().draft.id;
    }
}

bool names(const SecurityContext& security, const Dataset& dataset)
{
    const auto calls_it = [&](const std::string& text) { return is_called(dataset, text); };
    return std::ranges::any_of(security.dataset_ids, calls_it) ||
           std::ranges::any_of(security.filters, [&](const auto& each) { return calls_it(each.first); });
}

} // namespace

Result<std::vector<std::string>> dataset_users(db::Session& session, std::int64_t workspace_id,
                                               const Dataset& dataset)
{
    Users users;
    TRY(each_dashboard(session, workspace_id, [&](const Dashboard& dashboard, const std::string& id) {
        for (const Query& query : dashboard.queries)
            if (query.connection == dataset.connection && may_name(query.sql, dataset))
                users.add(fmt::format("{}: {}", id, query.name));
    }));
    for (const Report& report : TRY(store::list_reports(session, {.workspace_id = workspace_id})))
        if ((report.data_access && names(*report.data_access, dataset)) ||
            is_called(dataset, TRY(queried_dataset(report))))
            users.add(fmt::format("report {} \"{}\"", report.id, report.name));
    return users.take();
}

Result<std::string> queried_dataset(const Report& report)
{
    if (report.structured_query.empty())
        return std::string();
    const boost::json::value document = TRY(codec::parse_json(report.structured_query));
    return TRY(codec::structured_query_from_json(document, "query")).dataset;
}

Result<std::vector<std::string>> dashboards_bringing(db::Session& session, std::int64_t workspace_id,
                                                     const Dataset& dataset)
{
    Users users;
    TRY(each_dashboard(session, workspace_id, [&](const Dashboard& dashboard, const std::string& id) {
        if (std::ranges::any_of(dashboard.datasets,
                                [&](const Dataset& own) { return is_called(dataset, own.name); }))
            users.add("dashboard " + id);
    }));
    return users.take();
}

} // namespace presstime::control
