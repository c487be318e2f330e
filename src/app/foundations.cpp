// In the order in which each needs the one before.
#include "app/foundations.hpp"

#include "app/courier_lanes.hpp"
#include "app/sealed_settings.hpp"
#include "app/setting_keeper.hpp"
#include "app/source_settings.hpp"
#include "base/clock.hpp"
#include "control/files.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace presstime {
namespace {

// Data files that no setting places elsewhere go here: made at the first start, so that it can be found.
Result<> make_source_folder(const Settings& settings)
{
    std::error_code failed;
    std::filesystem::create_directories(source_context(settings).data_folder, failed);
    if (failed)
        return fail(
            Error::give_up(fmt::format("the folder data in {} cannot be made: {}; mend the rights of the "
                                       "data folder",
                                       settings.data_dir, failed.message())));
    return {};
}

// What a process that was killed left half done: who holds the folder is alone, so all of it is nobody's.
void clear_leftovers(const Settings& settings)
{
    namespace fs = std::filesystem;
    const SourceContext places = source_context(settings);
    std::error_code failed;
    fs::remove_all(places.temp_folder, failed);
    std::vector<fs::path> left;
    for (fs::recursive_directory_iterator entry(places.uploads_folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        if (entry.depth() == 1 && entry->path().filename().native().starts_with(control::Files::kAsidePrefix))
            left.push_back(entry->path());
        if (entry.depth() == 1)
            entry.disable_recursion_pending();
    }
    for (const fs::path& folder : left)
        fs::remove_all(folder, failed);
}

} // namespace

Result<Foundations> lay_foundations(const Settings& outside)
{
    DataFolder folder = TRY(DataFolder::open(outside.data_dir));
    TRY(make_source_folder(outside));
    clear_leftovers(outside);
    KeyRing ring = TRY(KeyRing::load_or_create(outside.secret_key_file));
    const SystemClock clock;
    auto state = TRY(store::open(outside.data_dir, outside.owner_email, clock));
    const SecretBox box(ring);
    Settings settings = TRY(settings_with_stored(outside, *state, box));
    if (settings.owner_email != outside.owner_email)
        TRY(state->write([&](db::Session& session) {
            return store::put_owner(session, settings.owner_email, clock.now());
        }));
    const Settings opened = TRY(open_settings(settings, box));
    MailSwitch mail = TRY(MailSwitch::create(opened));
    auto lanes = TRY(make_lanes(opened, mail));
    return Foundations{outside,          std::move(settings), std::move(folder), std::move(ring),
                       std::move(state), std::move(mail),     std::move(lanes)};
}

} // namespace presstime
