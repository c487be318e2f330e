// A picture is decoded once before it is kept, so that drawing need not fear it.
#include "control/themes.hpp"

#include "codec/document.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "platform/canvas/canvas.hpp"
#include "platform/canvas/image.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::size_t kMaxLogoBytes = 512 * 1024;

std::vector<Warning> warnings_of(const WorkspaceTheme& theme)
{
    std::vector<Warning> warnings;
    for (const WeakColor& weak : weak_colors(theme))
        warnings.push_back({weak.field, fmt::format("{} has a contrast of {:.1f} against the paper; text is "
                                                    "hard to read below {}",
                                                    weak.field, weak.contrast, kLeastContrast)});
    if (!theme.font.empty())
        if (const Result<> installed = check_font_family(theme.font); !installed)
            warnings.push_back({"font", installed.error().message});
    return warnings;
}

Error no_theme()
{
    return Error::not_found("the workspace has no theme of its own; the built-in ones are in force");
}

} // namespace

Result<> check_theme(const WorkspaceTheme& theme)
{
    if (theme.logo.empty())
        return {};
    const Result<std::shared_ptr<const Image>> logo = read_data_uri(theme.logo);
    if (!logo)
        return fail(Error::invalid("logo", fmt::format("logo: {}", logo.error().message)));
    if ((*logo)->bytes.size() > kMaxLogoBytes)
        return fail(Error::too_large("logo", "logo must be a picture of at most 512 KiB"));
    return {};
}

Result<store::ThemeRecord> Themes::get(const Principal& principal)
{
    TRY(require(principal, Action::read, ResourceKind::workspace));
    std::optional<store::ThemeRecord> found;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        found = TRY(store::find_theme(session, principal.workspace_id));
        return {};
    }));
    if (!found)
        return fail(no_theme());
    return std::move(*found);
}

Result<SavedTheme> Themes::put(const Principal& principal, std::string_view json, ExpectedVersion expected)
{
    TRY(require(principal, Action::administer, ResourceKind::workspace));
    const WorkspaceTheme wanted = TRY(codec::theme_from_json(json));
    TRY(check_theme(wanted));
    SavedTheme saved;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const auto current = TRY(store::find_theme(session, principal.workspace_id));
        TRY(check_version(expected, current ? current->version : 0, "the theme"));
        saved = {current.value_or(store::ThemeRecord{}), warnings_of(wanted), !current};
        if (current && current->theme == wanted)
            return {};
        saved.record.theme = wanted;
        const Instant now = environment_.clock.now();
        TRY(store::put_theme(session, principal.workspace_id, saved.record, now));
        return record_change(session, principal, {.type = "theme.updated", .resource = "theme"}, now);
    }));
    return saved;
}

Result<> Themes::remove(const Principal& principal)
{
    TRY(require(principal, Action::administer, ResourceKind::workspace));
    return environment_.database.write([&](db::Session& session) -> Result<> {
        if (!TRY(store::find_theme(session, principal.workspace_id)))
            return fail(no_theme());
        const Instant now = environment_.clock.now();
        TRY(store::remove_theme(session, principal.workspace_id, now));
        return record_change(session, principal, {.type = "theme.deleted", .resource = "theme"}, now);
    });
}

} // namespace presstime::control
