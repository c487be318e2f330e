// Steps follow one another on one worker: of those that have left no row yet, the first is the one under way,
// and it began when the one before it ended.
#include "control/run_steps.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::control {
namespace {

std::int64_t microseconds_between(Instant from, Instant to)
{
    return std::max<std::int64_t>(0, (to - from).count());
}

std::string format_label(const std::string& format)
{
    std::string label = format;
    std::ranges::transform(label, label.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
    return label;
}

const Artifact* artifact_of(const std::vector<Artifact>& artifacts, std::size_t index)
{
    const auto found = std::ranges::find(artifacts, static_cast<int>(index) + 1, &Artifact::n);
    return found == artifacts.end() ? nullptr : &*found;
}

const StoredResult* result_of(const std::vector<StoredResult>& results, const std::string& query)
{
    const auto found = std::ranges::find(results, query, &StoredResult::query);
    return found == results.end() ? nullptr : &*found;
}

class StepsWriter {
public:
    StepsWriter(const RunStory& story, Instant now) : story_(story), now_(now) {}

    std::vector<RunStep> write()
    {
        queued();
        for (const std::string& query : queries())
            this->query(query);
        for (std::size_t index = 0; index < formats().size(); ++index)
            format(formats()[index], artifact_of(story_.artifacts, index));
        for (const DeliveryRecord& record : story_.deliveries)
            delivery(record);
        return std::move(steps_);
    }

private:
    bool works() const { return story_.run.status == RunStatus::running; }

    // Of a run without a plan, what it has left behind.
    std::vector<std::string> queries() const
    {
        if (!story_.plan.queries.empty() || !story_.plan.formats.empty())
            return story_.plan.queries;
        std::vector<std::string> names;
        for (const StoredResult& result : story_.results)
            names.push_back(result.query);
        return names;
    }
    std::vector<std::string> formats() const
    {
        if (!story_.plan.formats.empty())
            return story_.plan.formats;
        std::vector<std::string> names;
        for (const Artifact& artifact : story_.artifacts)
            names.push_back(artifact.format);
        return names;
    }

    void queued()
    {
        const Run& run = story_.run;
        RunStep step{.kind = StepKind::queued, .label = "Waiting for a worker", .started_at = run.queued_at};
        const Instant until = run.started_at.value_or(run.finished_at.value_or(now_));
        step.elapsed_us = microseconds_between(run.queued_at, until);
        const bool waits = run.status == RunStatus::queued;
        step.status = waits ? StepStatus::running : StepStatus::done;
        // Handed back or tried again: the error says why it waits once more.
        step.detail = waits ? run.error : run.started_at ? std::string() : run.reason;
        last_end_ = run.started_at;
        steps_.push_back(std::move(step));
    }

    void query(const std::string& name)
    {
        RunStep step{.kind = StepKind::query, .label = name};
        if (const StoredResult* result = result_of(story_.results, name)) {
            step.status = result->error.empty() ? StepStatus::done : StepStatus::failed;
            step.started_at = result->started_at;
            step.elapsed_us = result->elapsed_us;
            if (result->error.empty())
                step.rows = result->rows;
            step.detail = result->error.empty() ? result->cut_reason : result->error;
            end_of(step);
        } else {
            not_there_yet(step);
        }
        steps_.push_back(std::move(step));
    }

    void format(const std::string& name, const Artifact* artifact)
    {
        RunStep drawing{.kind = StepKind::render, .label = format_label(name)};
        if (!artifact) {
            not_there_yet(drawing);
            steps_.push_back(std::move(drawing));
            return;
        }
        drawing.started_at = artifact->started_at;
        if (artifact->layout_us) {
            RunStep layout{.kind = StepKind::layout, .label = drawing.label, .status = StepStatus::done};
            layout.started_at = artifact->started_at;
            layout.elapsed_us = artifact->layout_us;
            end_of(layout);
            steps_.push_back(std::move(layout));
            if (drawing.started_at)
                *drawing.started_at += Microseconds(*artifact->layout_us);
        }
        drawing.status = StepStatus::done;
        drawing.elapsed_us = artifact->elapsed_us;
        drawing.rows = artifact->rows;
        drawing.detail = artifact->note;
        end_of(drawing);
        steps_.push_back(std::move(drawing));
    }

    void delivery(const DeliveryRecord& record)
    {
        const Delivery& delivery = record.delivery;
        RunStep step{.kind = StepKind::delivery, .label = delivery.channel, .recipient = delivery.recipient};
        step.status = status_of(delivery);
        step.detail = delivery.reason;
        if (!record.attempts.empty()) {
            const Attempt& last = record.attempts.back();
            step.started_at = record.attempts.front().started_at;
            step.elapsed_us = microseconds_between(*step.started_at, last.started_at) + last.latency_us;
            if (last.status_code != 0)
                step.detail = last.response.empty() ? fmt::format("{}", last.status_code)
                                                    : fmt::format("{} {}", last.status_code, last.response);
            else if (!last.error.empty())
                step.detail = last.error;
        }
        steps_.push_back(std::move(step));
    }

    static StepStatus status_of(const Delivery& delivery)
    {
        switch (delivery.state) {
        case DeliveryState::accepted:
            return StepStatus::done;
        case DeliveryState::sending:
            return StepStatus::running;
        case DeliveryState::pending:
        case DeliveryState::retrying:
            return StepStatus::waiting;
        default:
            return StepStatus::failed;
        }
    }

    void end_of(const RunStep& step)
    {
        if (step.started_at && step.elapsed_us)
            last_end_ = *step.started_at + Microseconds(*step.elapsed_us);
    }

    // The first without a row is under way; in a run that ended before it, it is what stopped the run.
    void not_there_yet(RunStep& step)
    {
        if (std::exchange(found_first_, true))
            return;
        if (works() && story_.run.phase != RunPhase::deliver) {
            step.status = StepStatus::running;
            step.started_at = last_end_;
            if (last_end_)
                step.elapsed_us = microseconds_between(*last_end_, now_);
        } else if (story_.run.status == RunStatus::failed) {
            step.status = StepStatus::failed;
            step.detail = story_.run.error;
        }
    }

    const RunStory& story_;
    Instant now_;
    std::vector<RunStep> steps_;
    std::optional<Instant> last_end_;
    bool found_first_ = false;
};

Instant last_end(const ProgressFacts& facts, Instant now)
{
    Instant last = facts.begun_at;
    for (const StoredResult& result : facts.results)
        if (result.started_at)
            last = std::max(last, *result.started_at + Microseconds(result.elapsed_us));
    for (const Artifact& artifact : facts.artifacts)
        if (artifact.started_at)
            last = std::max(last, *artifact.started_at +
                                      Microseconds(artifact.layout_us.value_or(0) + artifact.elapsed_us));
    return std::min(last, now);
}

std::string label_of(const ProgressFacts& facts)
{
    if (facts.status == RunStatus::queued)
        return "Waiting for a worker";
    if (facts.phase == RunPhase::deliver)
        return facts.deliveries == 0 ? "Finishing"
                                     : fmt::format("Sending: {} of {}", facts.tried, facts.deliveries);
    for (const std::string& query : facts.plan.queries)
        if (!result_of(facts.results, query))
            return fmt::format("Running query {}", query);
    for (std::size_t index = 0; index < facts.plan.formats.size(); ++index)
        if (!artifact_of(facts.artifacts, index))
            return fmt::format("Drawing {}", format_label(facts.plan.formats[index]));
    return facts.plan == RunPlan{} ? "Starting" : "Preparing the delivery";
}

} // namespace

std::vector<RunStep> steps_of(const RunStory& story, Instant now)
{
    return StepsWriter(story, now).write();
}

RunProgress progress_of(const ProgressFacts& facts, Instant now)
{
    const bool planned = facts.phase == RunPhase::deliver;
    RunProgress progress;
    progress.done = static_cast<int>(facts.results.size() + facts.artifacts.size()) + facts.tried;
    progress.total = static_cast<int>(facts.plan.queries.size() + facts.plan.formats.size()) +
                     (planned ? facts.deliveries : facts.plan.deliveries);
    progress.total = std::max(progress.total, progress.done);
    progress.label = label_of(facts);
    progress.updated_at = last_end(facts, now);
    return progress;
}

} // namespace presstime::control
