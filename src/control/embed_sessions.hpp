// Embed sessions: a bearer token that opens one published dashboard for a while, with what its maker locked
// and hid. The token is random and stored as a hash, so that a session can be ended before its time.
#pragma once

#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "model/access.hpp"
#include "model/dashboard.hpp"
#include "model/dataset.hpp"
#include "model/embed.hpp"
#include "model/principal.hpp"

#include <string>
#include <string_view>

namespace presstime::control {

struct NewEmbedSession {
    EmbedSession session;
    std::int64_t dashboard_number = 0;
    std::string token; // "pte_..."; nowhere stored
};

// What a session stands for, as it is now: before its rules are applied.
struct FoundEmbed {
    EmbedSession session;
    Dashboard dashboard;           // the published version
    std::vector<Dataset> datasets; // that its queries can read
};

class EmbedSessions {
public:
    // `inspector` must outlive this.
    EmbedSessions(Environment environment, QueryInspector& inspector)
        : environment_(std::move(environment)), inspector_(inspector)
    {
    }

    // Body {"dashboard_id","tenant_id","expires_in","permissions"}; expires_in is 1 to 24 hours, in seconds
    // or as "1h", one hour when it is not given. The dashboard must be published, and what is locked must
    // find something to filter: `invalid("tenant_id")`, `invalid("permissions.locked_filters.NAME")`.
    Result<NewEmbedSession> create(const Principal& principal, std::string_view json);
    // Five minutes, nothing locked: what the caller itself may read. `dashboard` is its id or number.
    Result<NewEmbedSession> create_view(const Principal& principal, const std::string& dashboard);
    // Those that have not ended.
    Result<Page<EmbedSession>> list(const Principal& principal, const PageRequest& page);
    Result<> remove(const Principal& principal, std::int64_t id);

    // `unauthenticated` for an unknown or ended token, and once its maker is gone or may no longer read the
    // dashboard; not_found while the dashboard is not published.
    Result<FoundEmbed> open(std::string_view token);

private:
    Result<NewEmbedSession> insert(const Principal& principal, EmbedSession session,
                                   const std::string& dashboard, Action needed);
    // Every query prepares under what is locked; may ask sources, so not inside a transaction.
    Result<> check_locks(const EmbedSession& session, const FoundEmbed& opened);

    Environment environment_;
    QueryInspector& inspector_;
};

} // namespace presstime::control
