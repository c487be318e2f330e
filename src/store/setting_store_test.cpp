// Settings as rows.
#include "store/setting_store.hpp"

#include "store/test_store.hpp"

namespace presstime::store {
namespace {

class SettingStore : public StoreTest {
protected:
    std::vector<std::string> lines()
    {
        std::vector<std::string> found;
        for (const StoredSetting& setting : read([](db::Session& session) { return list_settings(session); }))
            found.push_back(setting.key + "=" + setting.value + (setting.sealed ? " sealed" : ""));
        return found;
    }
};

TEST_F(SettingStore, KeepsOneValueAKey)
{
    write([&](db::Session& session) -> Result<> {
        TRY(put_setting(session, {"workers", "2"}, at(0)));
        TRY(put_setting(session, {"smtp_password", "s3cret", true}, at(1)));
        return put_setting(session, {"workers", "3"}, at(2));
    });
    EXPECT_EQ(lines(), (std::vector<std::string>{"smtp_password=s3cret sealed", "workers=3"}));
}

TEST_F(SettingStore, ForgetsWhatIsRemoved)
{
    write([&](db::Session& session) -> Result<> {
        TRY(put_setting(session, {"workers", "2"}, at(0)));
        TRY(remove_setting(session, "workers"));
        return remove_setting(session, "never_there");
    });
    EXPECT_EQ(lines(), std::vector<std::string>{});
}

} // namespace
} // namespace presstime::store
