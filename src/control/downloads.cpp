// All but the sample become a preview: what differs is where dashboard and report come from.
#include "control/downloads.hpp"

#include "base/text.hpp"
#include "calendar/period.hpp"
#include "codec/document.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/dashboard_checks.hpp"
#include "control/report_checks.hpp"
#include "control/theme_sample.hpp"
#include "control/themes.hpp"
#include "model/enum_text.hpp"
#include "store/access_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

template <typename Enum>
Result<> read_word(const std::string& name, const std::string& given, Enum& out)
{
    if (given.empty())
        return {};
    const std::optional<Enum> found = from_text<Enum>(given);
    if (!found) {
        const auto& words = kEnumWords<Enum>;
        return fail(
            Error::invalid(name, fmt::format("{} must be one of {}; \"{}\" was given", name,
                                             join(std::vector<std::string>(words.begin(), words.end()), ", "),
                                             clip_utf8(given, 40))));
    }
    out = *found;
    return {};
}

} // namespace

Result<> Downloads::check_format(const std::string& format) const
{
    if (std::ranges::find(formats_, format) != formats_.end())
        return {};
    return fail(Error::invalid("format", fmt::format("format must be one of {}; \"{}\" was given",
                                                     join(formats_, ", "), clip_utf8(format, 40))));
}

Result<RenderedFile> Downloads::draw(const Principal& principal, const std::string& dashboard,
                                     const DownloadWish& wish)
{
    return interactive_.preview(
        TRY(request_for(principal, TRY(find_shown(environment_, principal, dashboard, wish.shown)), wish)));
}

Result<PreviewRequest> Downloads::request_for(const Principal& principal, Dashboard dashboard,
                                              const DownloadWish& wish)
{
    const Instant now = environment_.clock.now();
    PreviewRequest request;
    Report& report = request.report;
    request.format = wish.format.empty() ? "pdf" : wish.format;
    TRY(check_format(request.format));
    TRY(read_word("paper", wish.paper, report.paper));
    TRY(read_word("orientation", wish.orientation, report.orientation));
    request.pages = wish.pages;
    request.dashboard = std::move(dashboard);
    TRY(set_theme(wish.shown, request.dashboard));
    request.period = TRY(period_of_wish(wish.shown, now));
    request.nominal_at = now;
    report.workspace_id = principal.workspace_id;
    report.dashboard_id = request.dashboard.id;
    report.name = request.dashboard.name;
    report.parameters = wish.shown.parameters;
    report.schedule.timezone = wish.shown.timezone;
    report.locale = wish.shown.locale;
    TRY(check_parameters(report, request.dashboard, now));
    return request;
}

Result<RenderedFile> Downloads::draw_unsaved(const Principal& principal, std::string_view json,
                                             const DownloadWish& wish)
{
    TRY(require_scope(principal, Action::edit, ResourceKind::dashboard));
    const boost::json::value body = TRY(codec::parse_json(json));
    codec::ObjectReader reader(body, "");
    reader.require("dashboard");
    const boost::json::value* document = reader.take("dashboard");
    TRY(reader.finish());
    Result<Dashboard> read = codec::dashboard_from_json(boost::json::serialize(*document));
    if (!read)
        return fail(in_document(std::move(read).error()));
    TRY(environment_.database.read(
        [&](db::Session& session) { return require_saving(session, principal, *read); }));
    PreviewRequest request = TRY(request_for(principal, std::move(*read), wish));
    // As saving would, so that a name that no query returns is refused with its line.
    const Result<> sound =
        check_dashboard_sources(request.dashboard, principal.workspace_id, request.nominal_at, inspector_);
    if (!sound)
        return fail(in_document(sound.error()));
    return interactive_.preview(request);
}

Result<RenderedFile> Downloads::draw_theme(const Principal& principal, std::string_view json,
                                           const ThemeWish& wish)
{
    constexpr double kSampleWidth = 460; // pt
    TRY(require(principal, Action::administer, ResourceKind::workspace));
    GivenRequest request;
    request.theme = TRY(codec::theme_from_json(json));
    TRY(check_theme(request.theme));
    if (wish.page != "light" && wish.page != "dark")
        return fail(Error::invalid("page", "page must be light or dark"));
    if (wish.format != "png" && wish.format != "pdf")
        return fail(Error::invalid("format", "format must be png or pdf"));
    ThemeSample sample = TRY(make_theme_sample(wish.page));
    request.workspace_id = principal.workspace_id;
    request.dashboard = std::move(sample.dashboard);
    request.results = std::move(sample.results);
    request.format = wish.format;
    request.width_pt = kSampleWidth;
    request.nominal_at = environment_.clock.now();
    request.period = TRY(period_of_wish({}, request.nominal_at));
    return interactive_.draw_given(request);
}

Result<RenderedFile> Downloads::preview_report(const Principal& principal, std::string_view json,
                                               const std::string& format, PagesWanted pages)
{
    TRY(require_scope(principal, Action::manage, ResourceKind::report));
    PreviewRequest request;
    Report& report = request.report;
    report = TRY(codec::report_from_json(json));
    report.workspace_id = principal.workspace_id;
    report.pdf_password.clear();
    TRY(settle_timezone(report.schedule, Strictness::warn));
    TRY(validate_schedule(report.schedule));
    request.format = format.empty() ? report.formats.front() : format;
    request.pages = pages;
    TRY(check_format(request.format));
    request.nominal_at = environment_.clock.now();
    Result<Dashboard> shown = find_shown(environment_, principal, report.dashboard_id, {});
    if (!shown && shown.error().kind == ErrorKind::not_found)
        return fail(Error::invalid("dashboard_id",
                                   fmt::format("dashboard_id names a dashboard that does not exist: {}",
                                               report.dashboard_id))
                        .with_context(shown.error().context));
    request.dashboard = TRY(std::move(shown));
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const auto grants =
            TRY(store::grants_of_category(session, principal.workspace_id, request.dashboard.category));
        return check_access(principal, Action::manage,
                            {ResourceKind::report, principal.workspace_id, grants, {}});
    }));
    TRY(check_parameters(report, request.dashboard, request.nominal_at));
    const Recurrence recurrence = TRY(Recurrence::compile(report.schedule));
    request.period = period_of(report.schedule, recurrence, request.nominal_at);
    return interactive_.preview(request);
}

} // namespace presstime::control
