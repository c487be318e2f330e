// One run from claim to delivery rows, in durable steps: definition -> results -> artifacts -> deliveries. A
// run that was claimed before goes on after its last durable step; nothing stored is queried or drawn again.
#pragma once

#include "base/clock.hpp"
#include "base/deadline.hpp"
#include "model/enum_words.hpp"
#include "model/run.hpp"
#include "platform/db/database.hpp"
#include "platform/mail/sender_address.hpp"
#include "platform/objects/object_store.hpp"
#include "run/source_pool.hpp"
#include "stage/query.hpp"
#include "stage/template_print.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace presstime::run {

struct PipelineConfig {
    stage::ServerQueryLimits query_limits;
    std::chrono::seconds run_timeout{1800}; // of all steps together
    int max_attempts = 3;                   // claims of one run before it fails
    int max_pages = 5000;
    stage::TemplateTools templates;
    mail::SenderAddress mail_from;                    // in From:
    std::string public_url;                           // links in mail
    std::int64_t attachment_limit_bytes = 20LL << 20; // more goes as a link
    std::chrono::hours link_life{7 * 24};
};

enum class RunOutcome {
    handed_over, // artifacts and deliveries stored; the couriers end it
    failed,      // ended
    retried,     // queued again for later, the attempt counted
    released,    // queued again unharmed: we are stopping
    lost,        // the lease had gone to another worker; nothing was kept
};

class Pipeline {
public:
    Pipeline(db::Database& database, ObjectStore& objects, SourcePool& sources, const Clock& clock,
             std::function<void()> wake_couriers, PipelineConfig config);

    // Works on a claimed run until it leaves this worker's hands. Never throws. Safe from several threads.
    RunOutcome process(const Run& claimed, CancelToken stop);

private:
    db::Database& database_;
    ObjectStore& objects_;
    SourcePool& sources_;
    const Clock& clock_;
    std::function<void()> wake_couriers_;
    PipelineConfig config_;

    friend class RunProcess;
};

} // namespace presstime::run

template <>
inline constexpr presstime::Words<5> presstime::kEnumWords<presstime::run::RunOutcome>{
    "handed_over", "failed", "retried", "released", "lost"};
