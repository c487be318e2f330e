// Reports that people of a host make for themselves from a widget: at the host's frequencies, with the rows
// of the token they were made with, and seen by nobody else. Each is a report like any other; this decides
// who may have one.
#pragma once

#include "control/embed_frequency.hpp"
#include "control/embeds.hpp"
#include "control/environment.hpp"
#include "control/reports.hpp"
#include "model/embed.hpp"
#include "model/run.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct EmbedScheduleView {
    EmbedSchedule schedule;
    Report report;
    std::string widget_title; // empty when the widget is gone or has none
    std::optional<Run> last_run;
};

class EmbedSchedules {
public:
    static constexpr int kMostOfAPerson = 50;

    // All must outlive this.
    EmbedSchedules(Environment environment, Embeds& embeds, Reports& reports)
        : environment_(std::move(environment)), embeds_(embeds), reports_(reports)
    {
    }

    // Those of the token's person, in the order they were made; a session's, or one that names a dashboard,
    // of that dashboard alone.
    Result<std::vector<EmbedScheduleView>> list(const EmbedTarget& target);
    // Body {"widget_id","cron" | "option","format","timezone","enabled","email_to","parameters"}. `forbidden`
    // for a token that names no person, `conflict` beyond kMostOfAPerson.
    Result<EmbedScheduleView> create(const EmbedTarget& target, std::string_view json);
    // {"cron" | "option","format","timezone","enabled","email_to"}; anything but pausing takes over the
    // token's filters as they are now. not_found for another person's.
    Result<EmbedScheduleView> change(const EmbedTarget& target, std::int64_t id, std::string_view json);
    Result<> remove(const EmbedTarget& target, std::int64_t id);

    // What a schedule may be made of, for the dialog.
    const std::vector<std::string>& formats() const { return reports_.formats(); }

private:
    struct Found {
        EmbedSchedule schedule;
        Report report;
    };
    Result<Found> find(const EmbedTarget& target, std::int64_t id);
    Result<EmbedScheduleView> view(EmbedSchedule schedule);
    Result<> fill(db::Session& session, EmbedScheduleView& view);

    Environment environment_;
    Embeds& embeds_;
    Reports& reports_;
};

} // namespace presstime::control
