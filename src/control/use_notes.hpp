// When keys, sessions and people were last seen, and from where: at most once a minute each, and never on the
// way of the request that used them.
#pragma once

#include "base/guarded.hpp"
#include "control/environment.hpp"
#include "control/errands.hpp"
#include "model/principal.hpp"
#include "store/session_store.hpp"

#include <set>
#include <string>

namespace presstime::control {

class UseNotes {
public:
    // `errands` must outlive this, and do nothing any more when this ends.
    UseNotes(Environment environment, Errands& errands)
        : environment_(std::move(environment)), errands_(errands)
    {
    }

    void note(const Token& token, const std::string& from);
    void note(const store::BrowserSession& session);

private:
    bool is_recent(std::optional<Instant> last_used_at) const;
    void write_later(const std::string& what, std::function<Result<>(db::Session&)> work);

    Environment environment_;
    Errands& errands_;
    Guarded<std::set<std::string>> waiting_; // what will be written already
};

} // namespace presstime::control
