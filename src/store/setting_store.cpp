// At most as many rows as there are settings.
#include "store/setting_store.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kList{"settings.list", R"sql(
    SELECT key, value, sealed
    FROM settings
    ORDER BY key
)sql"};
constexpr db::Statement kPut{"settings.put", R"sql(
    INSERT INTO settings (key, value, sealed, updated_at)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (key) DO UPDATE
    SET value = excluded.value, sealed = excluded.sealed, updated_at = excluded.updated_at
)sql"};
constexpr db::Statement kRemove{"settings.remove", R"sql(
    DELETE FROM settings
    WHERE key = $1
)sql"};

} // namespace

std::string setting_purpose(std::string_view key)
{
    return fmt::format("settings.value/{}", key);
}

Result<std::vector<StoredSetting>> list_settings(db::Session& session)
{
    return query_all(session, kList, {}, [](const db::Row& row) -> Result<StoredSetting> {
        return StoredSetting{row.text(0), row.text(1), row.boolean(2)};
    });
}

Result<> put_setting(db::Session& session, const StoredSetting& setting, Instant now)
{
    TRY(session.execute(kPut, {db::param(setting.key), db::param(setting.value),
                               db::param(setting.sealed ? 1 : 0), db::param(now)}));
    return {};
}

Result<> remove_setting(db::Session& session, const std::string& key)
{
    TRY(session.execute(kRemove, {db::param(key)}));
    return {};
}

} // namespace presstime::store
