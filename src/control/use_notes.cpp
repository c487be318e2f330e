// The row that was read says when it was last written; what waits to be written is not queued twice.
#include "control/use_notes.hpp"

#include "base/log.hpp"
#include "store/token_store.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr auto kNoteEvery = std::chrono::minutes(1);

} // namespace

bool UseNotes::is_recent(std::optional<Instant> last_used_at) const
{
    return last_used_at && environment_.clock.now() - *last_used_at < kNoteEvery;
}

void UseNotes::note(const Token& token, const std::string& from)
{
    if (is_recent(token.last_used_at))
        return;
    const Instant now = environment_.clock.now();
    write_later(fmt::format("token {}", token.id),
                [id = token.id, user_id = token.user_id, from, now](db::Session& session) -> Result<> {
                    TRY(store::note_token_use(session, id, now, from));
                    return user_id == 0 ? Result<>{} : store::note_user_seen(session, user_id, now);
                });
}

void UseNotes::note(const store::BrowserSession& used)
{
    if (is_recent(used.last_used_at))
        return;
    const Instant now = environment_.clock.now();
    write_later(fmt::format("session {}", used.id),
                [id = used.id, user_id = used.user_id, now](db::Session& session) -> Result<> {
                    TRY(store::note_session_use(session, id, now));
                    return store::note_user_seen(session, user_id, now);
                });
}

void UseNotes::write_later(const std::string& what, std::function<Result<>(db::Session&)> work)
{
    if (!waiting_.with([&](std::set<std::string>& waiting) { return waiting.insert(what).second; }))
        return;
    const auto forget = [this, what] {
        waiting_.with([&](std::set<std::string>& waiting) { waiting.erase(what); });
    };
    const bool queued = errands_.run_later([this, forget, work = std::move(work)] {
        if (const Result<> noted = environment_.database.write(work); !noted)
            log_error("use.not_noted", noted.error());
        forget();
    });
    if (!queued)
        forget();
}

} // namespace presstime::control
