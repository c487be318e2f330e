// Runs for people and the API: start one, look at one, cancel, send again, replay. It only writes rows; the
// loops of `run` do the work.
#pragma once

#include "control/deliveries.hpp"
#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "control/run_rows.hpp"
#include "control/run_steps.hpp"
#include "model/access.hpp"
#include "model/delivery.hpp"
#include "model/report.hpp"
#include "model/run.hpp"
#include "store/delivery_store.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct RunDetails {
    Run run;
    std::vector<Artifact> artifacts;
    std::vector<DeliveryRecord> deliveries;
    bool with_attempts = true; // false in lists, where the deliveries come without them
    DeliveryStatus delivery_status = DeliveryStatus::none;
    // Not in lists.
    std::optional<RunRow> row; // with what is shown of its report
    std::vector<RunStep> steps;
    std::optional<RunProgress> progress; // while it is under way
};

struct StoredFile {
    Artifact artifact;
    std::filesystem::path path;
};

class Runs {
public:
    // `interactive` must outlive this.
    Runs(Environment environment, Interactive& interactive, std::vector<std::string> formats);

    // Runs now, for the period before now; conflict when the dashboard is not published.
    Result<RunDetails> run_now(const Principal& principal, std::int64_t report_id);
    // Runs now and sends to one address alone: body {"email"}, or the workspace's owner.
    Result<RunDetails> test(const Principal& principal, std::int64_t report_id, std::string_view json);
    // conflict when it has ended.
    Result<RunDetails> cancel(const Principal& principal, std::int64_t run_id);
    // Body: nothing = what failed; {"all":true} = everything; {"recipients":[...]} = those,
    // with "artifact" that file alone. A new revision of each, with a message id of its own.
    Result<RunDetails> resend(const Principal& principal, std::int64_t run_id, std::string_view json);
    // A new run that draws the stored results of this one again.
    Result<RunDetails> replay(const Principal& principal, std::int64_t run_id);

    // Nothing is left to do about a run that went wrong: Today lists it no more; undone, it does. Either may
    // be said twice; conflict while the run has not ended.
    Result<> deal_with(const Principal& principal, std::int64_t run_id);
    Result<> undo_dealt_with(const Principal& principal, std::int64_t run_id);

    Result<RunDetails> get(const Principal& principal, std::int64_t run_id);
    Result<Page<RunDetails>> list(const Principal& principal, std::int64_t report_id,
                                  const PageRequest& page);
    Result<StoredFile> artifact(const Principal& principal, std::int64_t run_id, int n);
    // What a signed link opens, without a key; not_found once its time is over or the file is gone.
    Result<StoredFile> linked_artifact(std::string_view token);
    // Another format of an ended run.
    Result<RenderedFile> draw_again(const Principal& principal, std::int64_t run_id,
                                    const std::string& format);
    // The report as it would look now; `format` empty = its first one.
    Result<RenderedFile> preview(const Principal& principal, std::int64_t report_id,
                                 const std::string& format);

private:
    Result<Run> find(db::Session& session, const Principal& principal, Action action, std::int64_t run_id);
    Result<RunDetails> look_up(const Principal& principal, Action action, std::int64_t run_id);
    enum class Attempts { leave_out, include };
    Result<RunDetails> details(db::Session& session, Run run, Attempts attempts = Attempts::include);
    Result<> add_steps(db::Session& session, RunDetails& details);
    Result<RunDetails> insert(db::Session& session, Run run, bool serial);
    Result<> check_format(const std::string& format) const;
    void wake() const;

    Environment environment_;
    Interactive& interactive_;
    std::vector<std::string> formats_;
};

} // namespace presstime::control
