// Every kind is asked of an index that holds only its like, so that a calm day costs nothing.
#include "control/attention.hpp"

#include "control/access.hpp"
#include "control/run_list.hpp"
#include "store/ownership_store.hpp"
#include "store/today_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace presstime::control {
namespace {

constexpr int kMostOfAKind = 1'000;

std::string first_of(const std::string& reason, std::string_view otherwise)
{
    return reason.empty() ? std::string(otherwise) : reason;
}

// Mail servers mostly say whom they refused.
std::string missed_by(const std::string& recipient, std::string reason)
{
    return reason.contains(recipient) ? std::move(reason) : fmt::format("{}: {}", recipient, reason);
}

// One item for each run, however many recipients it missed.
Result<> add_missed_recipients(const Reading& reading, Instant since, std::vector<Attention>& items)
{
    struct Missed {
        std::size_t item = 0;
        int recipients = 0;
    };
    std::map<std::int64_t, Missed> by_run;
    for (const store::MissedRecipient& each : TRY(store::missed_recipients(
             reading.session, reading.principal.workspace_id, since, kMostOfAKind))) {
        if (reading.hidden.contains(each.dashboard_id))
            continue;
        auto [found, first] = by_run.try_emplace(each.run_id, Missed{items.size(), 0});
        if (first)
            items.push_back({.kind = AttentionKind::failed_delivery,
                             .title = each.report_name,
                             .at = each.at,
                             .run_id = each.run_id,
                             .report_id = each.report_id,
                             .delivery_id = each.delivery_id});
        Attention& item = items[found->second.item];
        if (each.unknown)
            item.kind = AttentionKind::unknown_delivery;
        const std::string recipient = store::without_path(each.recipient);
        if (++found->second.recipients == 1)
            item.detail = missed_by(recipient, first_of(each.reason, each.unknown ? "it may have arrived"
                                                                                  : "it was not accepted"));
        else
            item.detail = fmt::format("{} recipients were not reached, {} among them",
                                      found->second.recipients, recipient);
    }
    return {};
}

Result<> add_failing_reports(const Reading& reading, Instant since, std::vector<Attention>& items)
{
    std::set<std::int64_t> told;
    for (const Attention& item : items)
        told.insert(item.run_id);
    for (const store::FailingReport& report :
         TRY(store::failing_reports(reading.session, reading.principal.workspace_id, since, kMostOfAKind))) {
        if (reading.hidden.contains(report.dashboard_id) || told.contains(report.last_run_id))
            continue;
        items.push_back({.kind = report.last_status == RunStatus::failed ? AttentionKind::failed_run
                                                                         : AttentionKind::partial_run,
                         .title = report.name,
                         .at = report.last_run_at,
                         .run_id = report.last_run_id,
                         .report_id = report.id});
    }
    return {};
}

Result<> add_late_runs(const Reading& reading, Instant now, std::vector<Attention>& items)
{
    RunWish open;
    open.statuses = {RunStatus::running, RunStatus::queued};
    open.to = now;
    const RunWalk walk = TRY(RunWalk::plan(reading, open));
    for (const store::RunLine& line : TRY(walk.read(reading.session, store::RunPlace{}, kMostOfAKind)))
        if (const std::int64_t late_s = seconds_late(line, now); late_s > 0)
            items.push_back(
                {.kind = AttentionKind::late_run,
                 .title = line.report_name,
                 .detail = fmt::format("due {} minutes ago and still {}", late_s / 60,
                                       line.status == RunStatus::queued ? "waiting" : "under way"),
                 .at = line.nominal_at,
                 .run_id = line.id,
                 .report_id = line.report_id});
    return {};
}

Result<> add_orphans(const Reading& reading, Instant now, std::vector<Attention>& items)
{
    if (!require(reading.principal, Action::administer, ResourceKind::user))
        return {};
    for (const store::OrphanedReport& report :
         TRY(store::orphaned_reports(reading.session, reading.principal.workspace_id, now, kMostOfAKind)))
        items.push_back({.kind = AttentionKind::orphaned_report,
                         .title = report.name,
                         .detail = "nobody owns this report any more; give it to somebody",
                         .at = report.updated_at,
                         .report_id = report.id,
                         .user_id = report.owner_user_id});
    return {};
}

Result<> add_webhooks(const Reading& reading, std::vector<Attention>& items)
{
    for (const store::DisabledWebhook& webhook :
         TRY(store::disabled_webhooks(reading.session, reading.principal.workspace_id, kMostOfAKind))) {
        const Resource resource{ResourceKind::webhook, reading.principal.workspace_id, {}, webhook.owner};
        if (can(reading.principal, Action::read, resource))
            items.push_back({.kind = AttentionKind::disabled_webhook,
                             .title = webhook.name,
                             .detail = first_of(webhook.reason, "it was switched off"),
                             .at = webhook.disabled_at,
                             .webhook_id = webhook.id});
    }
    return {};
}

// Of those that are shown alone: why a run failed is in its own row.
Result<> fill_details(db::Session& session, std::vector<Attention>& items)
{
    for (Attention& item : items) {
        if (!item.detail.empty())
            continue;
        const auto line = TRY(store::find_run_line(session, item.run_id));
        item.detail =
            first_of(line ? line->error : std::string(),
                     item.kind == AttentionKind::failed_run ? "the run failed" : "something is missing");
        if (line)
            item.at = line->finished_at.value_or(line->nominal_at);
    }
    return {};
}

} // namespace

std::string_view mend_of(AttentionKind kind)
{
    switch (kind) {
    case AttentionKind::failed_run:
    case AttentionKind::partial_run:
        return "run_again";
    case AttentionKind::unknown_delivery:
    case AttentionKind::failed_delivery:
        return "resend";
    case AttentionKind::orphaned_report:
        return "hand_over";
    case AttentionKind::disabled_webhook:
        return "resume_webhook";
    case AttentionKind::late_run:
    case AttentionKind::disk:
        return "open";
    }
    return "open";
}

Result<AttentionList> find_attention(const Reading& reading, const DiskUse& disk, Instant now)
{
    std::vector<Attention> items;
    const Instant since = now - kAttentionSpan;
    TRY(add_missed_recipients(reading, since, items));
    TRY(add_failing_reports(reading, since, items));
    TRY(add_late_runs(reading, now, items));
    TRY(add_orphans(reading, now, items));
    TRY(add_webhooks(reading, items));
    if (auto shortage = TRY(disk.shortage(reading.session, reading.principal)))
        items.push_back(
            {.kind = AttentionKind::disk, .title = "Disk", .detail = std::move(*shortage), .at = now});
    std::ranges::stable_sort(items, [](const Attention& a, const Attention& b) {
        const bool a_late = a.kind == AttentionKind::late_run;
        const bool b_late = b.kind == AttentionKind::late_run;
        return a_late != b_late ? a_late : a.at > b.at;
    });
    AttentionList list{{}, static_cast<std::int64_t>(items.size())};
    items.resize(std::min(items.size(), static_cast<std::size_t>(kMaxAttention)));
    TRY(fill_details(reading.session, items));
    list.items = std::move(items);
    return list;
}

} // namespace presstime::control
