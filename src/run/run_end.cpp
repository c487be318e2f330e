// What a run's end is, stage/settle.hpp decides; here are the rows it is decided from, and those it becomes.
#include "run/run_end.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "codec/document.hpp"
#include "model/delivery.hpp"
#include "model/enum_text.hpp"
#include "platform/crypto/sha256.hpp"
#include "stage/settle.hpp"
#include "store/delivery_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"
#include "store/store.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::run {
namespace {

constexpr std::size_t kMaxTold = 50;

// A widget failed in some artifact, or one was cut although its report asks for whole results.
Result<bool> drawn_partly(db::Session& session, const Run& run)
{
    for (const Artifact& artifact : TRY(store::list_artifacts(session, run.id))) {
        if (artifact.failed_widgets > 0)
            return true;
        if (!artifact.complete && TRY(store::get_report(session, run.report_id)).fail_rather_than_cut)
            return true;
    }
    return false;
}

// The report's own address, else that of the user who owns it, else the workspace's.
Result<std::string> owner_of(db::Session& session, const Report& report)
{
    if (!report.owner.empty())
        return report.owner;
    if (report.owned_by.user_id != 0) {
        const auto user = TRY(store::find_user(session, report.owned_by.user_id));
        if (user && user->enabled)
            return user->email;
    }
    return TRY(store::get_workspace(session, report.workspace_id)).owner_email;
}

// The owner first, then the admins who are not the owner too; each address once.
Result<std::vector<std::string>> told_of(db::Session& session, const Run& run)
{
    std::vector<std::string> addresses;
    const auto add = [&](const std::string& address) {
        const bool known = std::ranges::any_of(
            addresses, [&](const std::string& other) { return equals_ignore_case_ascii(other, address); });
        if (!address.empty() && !known && addresses.size() < kMaxTold)
            addresses.push_back(address);
    };
    add(TRY(owner_of(session, TRY(store::get_report(session, run.report_id)))));
    for (const User& admin : TRY(store::active_admins(session, run.workspace_id)))
        add(admin.email);
    return addresses;
}

} // namespace

Result<> tell_owner(db::Session& session, const Run& run, Instant now)
{
    if (run.cause == RunCause::test)
        return {};
    const std::vector<std::string> addresses = TRY(told_of(session, run));
    if (addresses.empty())
        log_warn("run.owner_unknown",
                 {{"run_id", run.id}, {"mend", "set owner_email, or owner in the report"}});
    for (const std::string& address : addresses) {
        const bool first = address == addresses.front();
        Delivery notice;
        notice.workspace_id = run.workspace_id;
        notice.run_id = run.id;
        notice.report_id = run.report_id;
        notice.purpose = DeliveryPurpose::failure_notice;
        notice.channel = "email";
        notice.recipient = address;
        notice.message_id =
            first ? fmt::format("{}.notice@presstime", run.uuid)
                  : fmt::format("{}.notice.{}@presstime", run.uuid, sha256_hex(address).substr(0, 12));
        notice.max_attempts = stage::email_max_attempts();
        notice.next_attempt_at = now;
        notice.created_at = now;
        TRY(store::insert_delivery(session, notice));
    }
    return {};
}

Result<> settle_run(db::Session& session, std::int64_t run_id, Instant now)
{
    Run run = TRY(store::get_run(session, run_id));
    const store::DeliveryTally tally = TRY(store::tally_deliveries(session, run_id));
    if (run.status == RunStatus::running && run.phase == RunPhase::deliver && tally.awaiting_first == 0) {
        const stage::RunEnd end = stage::decide_run_end(tally, run.error);
        if (TRY(store::finish_delivered_run(session, run_id, end.status, end.error, now)))
            log_info("run.finished",
                     {{"run_id", run_id}, {"status", to_text(end.status)}, {"error", end.error}});
        run = TRY(store::get_run(session, run_id));
    }
    if (!is_terminal(run.status) || tally.open > 0)
        return {};
    // A first try that failed and later succeeded needs no notice: only what went wrong in the end is told.
    const bool nothing_drawn = run.status == RunStatus::failed && tally.total == 0;
    if (nothing_drawn || tally.final_bad > 0 || TRY(drawn_partly(session, run)))
        return tell_owner(session, run, now);
    return {};
}

} // namespace presstime::run
