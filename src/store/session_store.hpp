// Browser sessions and links that work once. Both are known by the SHA-256 of a random secret that is stored
// nowhere.
#pragma once

#include "base/time.hpp"
#include "model/enum_text.hpp"
#include "platform/db/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

struct BrowserSession {
    std::int64_t id = 0;
    std::int64_t user_id = 0;
    std::int64_t workspace_id = 0; // of the user
    std::string csrf;
    Instant created_at{};
    Instant expires_at{}; // whatever happens
    Instant last_used_at{};
    std::string peer;
    std::string agent;
};

// Fills id; removes sessions that have ended, so that the table stays as small as what is in use.
Result<> insert_session(db::Session& session, BrowserSession& made, const std::string& hash);
Result<std::optional<BrowserSession>> find_session(db::Session& session, const std::string& hash);
// Of one person, those still open at `now`: begun or used since `used_since`, the last used first.
struct SessionFilter {
    std::int64_t user_id = 0;
    Instant now{};
    Instant used_since{};
    int limit = 200;
};
Result<std::vector<BrowserSession>> list_sessions(db::Session& session, const SessionFilter& filter);
Result<> delete_session(db::Session& session, std::int64_t id);
// False when that person has no such session.
Result<bool> delete_session_of(db::Session& session, std::int64_t user_id, std::int64_t id);
// All sessions of the user but `keep_id`; returns how many.
Result<std::int64_t> delete_sessions_of(db::Session& session, std::int64_t user_id, std::int64_t keep_id = 0);
Result<> note_session_use(db::Session& session, std::int64_t id, Instant at);

enum class LinkPurpose { invite, reset, setup };

} // namespace presstime::store

template <>
inline constexpr presstime::Words<3> presstime::kEnumWords<presstime::store::LinkPurpose>{"invite", "reset",
                                                                                          "setup"};

namespace presstime::store {

struct OneTimeLink {
    LinkPurpose purpose = LinkPurpose::reset;
    std::int64_t user_id = 0; // 0 = the first start's, which makes the owner
    Instant created_at{};
    Instant expires_at{};
};

// Ends the user's earlier links of the purpose (of all users for setup), and those past their time.
Result<> insert_link(db::Session& session, const OneTimeLink& link, const std::string& hash);
Result<std::optional<OneTimeLink>> find_link(db::Session& session, const std::string& hash);
// Uses it up: of several callers at once one gets the link, the others nothing.
Result<std::optional<OneTimeLink>> take_link(db::Session& session, const std::string& hash);
// When the user's newest link of the purpose was made.
Result<std::optional<Instant>> last_link_at(db::Session& session, LinkPurpose purpose, std::int64_t user_id);
Result<> delete_links_of(db::Session& session, std::int64_t user_id);
Result<> delete_setup_links(db::Session& session);

} // namespace presstime::store
