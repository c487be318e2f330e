// A refusal's key begins with its minute, so that a minute that is over can be forgotten once it is written.
#include "control/refusals.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "store/audit_list.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::size_t kLongestText = 300; // bytes

void clip(std::string& text)
{
    text = std::string(clip_utf8(text, kLongestText));
}

} // namespace

Refusals::Refusals(db::Database& database, const Clock& clock, RefusalLimits limits)
    : database_(database), clock_(clock), limits_(limits)
{
}

Result<> Refusals::start()
{
    thread_ = std::thread([this] { loop(); });
    return {};
}

void Refusals::stop()
{
    stopping_ = true;
    poke_.poke();
    if (!thread_.joinable())
        return;
    thread_.join();
    if (Result<> written = write(); !written)
        log_error("refusals.not_written", written.error());
}

void Refusals::loop()
{
    while (!stopping_) {
        poke_.wait_for(limits_.write_every);
        if (Result<> written = write(); !written)
            log_error("refusals.not_written", written.error());
    }
}

void Refusals::note(store::AuditRow refusal)
{
    refusal.at = clock_.now();
    refusal.times = 0;
    clip(refusal.resource);
    clip(refusal.detail);
    const auto period = refusal.at.time_since_epoch() / limits_.together;
    kinds_.with([&](Kinds& kinds) {
        std::string key = fmt::format("{} {} {} {} {} {} {} {} {}", period, refusal.workspace_id,
                                      refusal.actor_user_id, refusal.actor_token_id, refusal.actor,
                                      refusal.peer, refusal.action, refusal.resource, refusal.detail);
        if (kinds.size() >= limits_.kinds && !kinds.contains(key)) {
            store::AuditRow others;
            others.workspace_id = refusal.workspace_id;
            others.at = refusal.at;
            others.times = 0;
            others.action = refusal.action;
            others.detail = "more refusals than are told apart";
            key = fmt::format("{} {} {}", period, others.workspace_id, others.action);
            refusal = std::move(others);
        }
        ++kinds.try_emplace(std::move(key), Counted{std::move(refusal)}).first->second.row.times;
    });
}

Result<> Refusals::write()
{
    const std::lock_guard one_at_a_time(writing_);
    Kinds fresh = kinds_.with([&](Kinds& kinds) {
        Kinds changed;
        for (const auto& [key, counted] : kinds)
            if (counted.row.times > counted.written)
                changed.emplace(key, counted);
        return changed;
    });
    if (!fresh.empty())
        TRY(database_.write([&](db::Session& session) -> Result<> {
            for (auto& [key, counted] : fresh) {
                if (counted.written == 0)
                    TRY(store::insert_audit(session, counted.row));
                if (counted.row.times > 1)
                    TRY(store::set_audit_times(session, counted.row.id, counted.row.times));
            }
            return {};
        }));
    const auto period = clock_.now().time_since_epoch() / limits_.together;
    kinds_.with([&](Kinds& kinds) {
        for (const auto& [key, counted] : fresh) {
            Counted& held = kinds.at(key);
            held.row.id = counted.row.id;
            held.written = counted.row.times;
        }
        std::erase_if(kinds, [&](const auto& entry) {
            const Counted& counted = entry.second;
            return counted.written == counted.row.times &&
                   counted.row.at.time_since_epoch() / limits_.together < period;
        });
    });
    return {};
}

} // namespace presstime::control
