// Each check stops at the first mistake and names its field.
#include "control/report_checks.hpp"

#include "base/text.hpp"
#include "calendar/parameter_expression.hpp"
#include "control/dataset_users.hpp"
#include "control/sql_hints.hpp"
#include "platform/mail/mail_address.hpp"
#include "store/dataset_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::control {
namespace {

Result<> check_formats(const Report& report, const ReportRules& rules)
{
    for (const std::string& format : report.formats) {
        if (std::ranges::find(rules.formats, format) != rules.formats.end())
            continue;
        std::string message =
            fmt::format("format must be one of {}; \"{}\" was given", join(rules.formats, ", "), format);
        if (std::optional<std::string> near = did_you_mean(format, rules.formats))
            message += fmt::format(" (did you mean {}?)", *near);
        return fail(Error::invalid("format", std::move(message)));
    }
    return {};
}

Result<> check_addresses(const std::vector<std::string>& addresses, std::string_view field)
{
    for (std::size_t index = 0; index < addresses.size(); ++index)
        TRY(mail::check_mail_address(addresses[index], fmt::format("{}[{}]", field, index)));
    return {};
}

} // namespace

Result<> check_delivery(const Report& report, const ReportRules& rules, const http::EgressPolicy& egress)
{
    TRY(check_formats(report, rules));
    TRY(check_addresses(report.email_to, "email_to"));
    TRY(check_addresses(report.cc, "cc"));
    TRY(check_addresses(report.bcc, "bcc"));
    if (!report.owner.empty())
        TRY(mail::check_mail_address(report.owner, "owner"));
    const std::size_t recipients = report.email_to.size() + report.cc.size() + report.bcc.size();
    if (recipients > rules.max_recipients)
        return fail(
            Error::invalid("email_to", fmt::format("email_to, cc and bcc may hold {} addresses together; {} "
                                                   "were given",
                                                   rules.max_recipients, recipients)));
    if (!report.webhook_url.empty())
        TRY(egress.check_webhook_url(report.webhook_url, "webhook_url"));
    const bool told_to_host = !report.structured_query.empty() || is_of_embedded_user(report);
    const bool may_have_none = told_to_host || report.schedule.kind == ScheduleKind::trigger;
    if (recipients == 0 && report.webhook_url.empty() && !may_have_none)
        return fail(
            Error::invalid("email_to", "a report needs a recipient: give email_to, cc, bcc or webhook_url"));
    return {};
}

Result<> check_parameters(const Report& report, const Dashboard& dashboard, Instant now)
{
    const Period day{now - std::chrono::hours(24), now};
    for (const auto& [name, value] : report.parameters) {
        const std::string field = "parameters." + name;
        const auto found = std::ranges::find(dashboard.parameters, name, &Parameter::name);
        if (found == dashboard.parameters.end()) {
            std::vector<std::string> names;
            for (const Parameter& parameter : dashboard.parameters)
                names.push_back(parameter.name);
            return fail(Error::invalid(
                field, names.empty() ? fmt::format("{}: dashboard {} has no parameters", field, dashboard.id)
                                     : fmt::format("{} is no parameter of dashboard {}; it has {}", field,
                                                   dashboard.id, join(names, ", "))));
        }
        TRY(evaluate_parameter(value, found->type, day, now, field));
    }
    return {};
}

Result<> check_query(db::Session& session, const Report& report)
{
    const std::string dataset = TRY(queried_dataset(report));
    if (dataset.empty())
        return {};
    const auto found = store::get_dataset(session, report.workspace_id, dataset);
    if (found)
        return {};
    if (found.error().kind != ErrorKind::not_found)
        return fail(found.error());
    return fail(Error::invalid(
        "query.dataSetId",
        fmt::format(
            "query.dataSetId names a data set that does not exist: {}; make it with POST /v1/datasets",
            dataset)));
}

std::vector<Warning> clock_warnings(const Dashboard& dashboard)
{
    std::vector<Warning> warnings;
    for (std::size_t index = 0; index < dashboard.queries.size(); ++index)
        if (std::optional<std::string> word = find_clock_use(dashboard.queries[index].sql))
            warnings.push_back(
                {fmt::format("queries[{}].sql", index),
                 fmt::format("query {} reads the clock ({}): a late or replayed run shows another "
                             "period; use $period_start, $period_end or $nominal_at",
                             dashboard.queries[index].name, *word)});
    return warnings;
}

std::vector<Warning> protection_warnings(const Report& report)
{
    std::vector<Warning> warnings;
    if (!report.pdf_password.empty())
        for (const std::string& format : report.formats)
            if (format != "pdf")
                warnings.push_back(
                    {"pdf_password",
                     fmt::format("pdf_password protects PDF files alone; {} goes out as it is", format)});
    return warnings;
}

Result<std::optional<Instant>> first_occurrence(const Schedule& schedule, Instant now)
{
    TRY(validate_schedule(schedule));
    if (schedule.kind == ScheduleKind::trigger)
        return std::optional<Instant>{};
    const Recurrence recurrence = TRY(Recurrence::compile(schedule));
    std::optional<Instant> next = recurrence.next(now);
    if (next)
        return next;
    if (schedule.kind == ScheduleKind::once)
        return fail(Error::invalid(
            "at", "at lies in the past or outside starts_on and ends_on; give a time to come"));
    if (schedule.ends_on)
        return fail(Error::invalid("ends_on",
                                   "ends_on leaves the schedule no occurrence to come; give a later date"));
    return fail(Error::invalid("schedule_kind", "the schedule never fires; choose a day that exists"));
}

} // namespace presstime::control
