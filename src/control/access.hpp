// Asks can() before anything is shown or done. What the caller may not read answers exactly as if it were not
// there; what it may read and not change is `forbidden`, naming what is missing.
#pragma once

#include "control/environment.hpp"
#include "model/access.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace presstime::control {

// Marks a not_found that hides something: the audit tells the two apart, no caller can.
inline constexpr std::string_view kHidden = "hidden from the caller";

// `missing` is the answer for what is not there.
Result<> require(const Principal& principal, Action action, const Resource& resource, Error missing);
// For what lies in no category and is there for everybody to see: connections, settings, the theme.
Result<> require(const Principal& principal, Action action, ResourceKind kind);
// Before anything is known of the thing: refuses a key whose scope could never do this.
Result<> require_scope(const Principal& principal, Action action, ResourceKind kind);
// For what all workspaces share, such as the server's keys: those who administer the first workspace, which
// is the one of whoever runs the server.
Result<> require_server_admin(const Principal& principal);

// By their dashboard's category; also the answer when they are not there at all.
Result<> require_dashboard(db::Session& session, const Principal& principal, Action action,
                           const std::string& dashboard_id);
Result<> require_report(db::Session& session, const Principal& principal, Action action,
                        std::int64_t report_id);
Result<> require_run(db::Session& session, const Principal& principal, Action action, std::int64_t run_id);

Error missing_dashboard(const std::string& id);
Error missing_report(std::int64_t id);
Error missing_run(std::int64_t id);
Error missing_query(std::int64_t id);

// Whose a thing is that the principal makes: the user, or the key; nobody for the local operator.
OwnerRef owner_of(const Principal& principal);

// Dashboards in categories that the caller may not read: what lists leave out.
Result<std::set<std::string>> hidden_dashboards(db::Session& session, const Principal& principal);

// What lists and sums read by: one transaction, for one caller.
struct Reading {
    db::Session& session;
    const Principal& principal;
    const std::set<std::string>& hidden; // as hidden_dashboards() says
};

// Rows on from `cursor` that `keep` wants, until there are `wanted` of them or no more: a page comes out full
// whatever is left out of it. `fetch(cursor, limit)` reads in the order of `cursor_of(row)`.
template <typename Row, typename Cursor, typename Fetch, typename Keep, typename CursorOf>
Result<std::vector<Row>> collect(int wanted, Cursor cursor, Fetch&& fetch, Keep&& keep, CursorOf&& cursor_of)
{
    constexpr int kLaterBatch = 500;
    int batch = wanted; // enough where nothing is left out
    std::vector<Row> kept;
    while (true) {
        std::vector<Row> rows = TRY(fetch(cursor, batch));
        const bool ended = rows.size() < static_cast<std::size_t>(batch);
        if (!rows.empty())
            cursor = cursor_of(rows.back());
        for (Row& row : rows) {
            if (!TRY(keep(row)))
                continue;
            kept.push_back(std::move(row));
            if (kept.size() == static_cast<std::size_t>(wanted))
                return kept;
        }
        if (ended)
            return kept;
        batch = std::max(batch, kLaterBatch);
    }
}

} // namespace presstime::control
