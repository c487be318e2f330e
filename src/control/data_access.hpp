// Data access tokens: what somebody without an account may read, signed by the host. The token is the
// credential; nothing in it is believed before its signature is.
#pragma once

#include "control/environment.hpp"
#include "model/embed.hpp"
#include "model/secure_filter.hpp"
#include "model/value.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct DataAccess {
    std::int64_t workspace_id = 1; // of the key that signed
    SecurityContext security;
    std::vector<Binding> parameters; // for data sets made of SQL
    std::string user_reference;
    // Dashboards that it opens, by id; nothing = every published one whose category is open to all.
    std::optional<std::vector<std::string>> dashboards;
    std::optional<std::vector<ScheduleOption>> schedule_options; // nothing = any that is at most hourly
    std::vector<std::string> recipients;                         // that its user's schedules may mail to
    Instant expires_at{};
};

// What the claims say once the signature holds, judged at `now`: `expires` (ISO 8601) or `exp` is there and
// the earlier of both is not past, the life is at most `max_lifetime`, `iat` and `nbf` are not ahead; clocks
// may differ by a minute. `unauthenticated` for times, `invalid` for what is not of its shape.
Result<DataAccess> read_data_access(std::string_view payload_json, Instant now,
                                    std::chrono::seconds max_lifetime);

// Whether it has the look of one, three parts of a JWT; an embed session's has not.
inline bool is_data_access_token(std::string_view token)
{
    return token.find('.') != std::string_view::npos;
}

class DataAccessTokens {
public:
    DataAccessTokens(Environment environment, std::chrono::seconds max_lifetime)
        : environment_(std::move(environment)), max_lifetime_(max_lifetime)
    {
    }

    // `unauthenticated` when no registered key signed it. The key is found by the token's `kid`; one that
    // names none of ours is tried with the hundred newest.
    Result<DataAccess> verify(std::string_view token);

private:
    Environment environment_;
    std::chrono::seconds max_lifetime_;
};

} // namespace presstime::control
