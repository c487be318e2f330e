#include "app/house_parts.hpp"

#include "app/builtin_names.hpp"
#include "calendar/zone.hpp"

#include <filesystem>

namespace presstime {
namespace {

namespace fs = std::filesystem;

control::DiskPlaces disk_places(const Settings& settings)
{
    const fs::path folder(settings.data_dir);
    control::DiskPlaces places{folder, folder / "outbox", folder / "uploads"};
    places.quota_bytes = settings.artifact_quota_gib << 30;
    places.retain = {
        static_cast<int>(settings.retain_results_days), static_cast<int>(settings.retain_artifacts_days),
        static_cast<int>(settings.retain_runs_days), static_cast<int>(settings.retain_events_days),
        static_cast<int>(settings.retain_audit_days)};
    return places;
}

control::ServerFacts server_facts(const std::string& public_url)
{
    control::ServerFacts facts;
    facts.version = PRESSTIME_VERSION;
    facts.tzdata = tzdata_version();
    for (const control::ConnectionKind& kind : connection_kinds())
        facts.sources.push_back(kind.name);
    facts.formats = renderer_names();
    facts.public_url = public_url;
    return facts;
}

} // namespace

HouseParts::HouseParts(const control::Environment& environment, SettingKeeper& keeper, const Settings& chosen,
                       const std::string& public_url, std::function<Result<>()> restart)
    : settings(environment, keeper, std::move(restart)),
      mail_trial(environment, settings),
      disk(environment, disk_places(chosen)),
      outbox(environment, fs::path(chosen.data_dir) / "outbox"),
      about(environment, server_facts(public_url), [&keeper] { return keeper.writes_outbox(); })
{
}

} // namespace presstime
