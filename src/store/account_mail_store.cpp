// Through a partial index that holds account mails alone.
#include "store/account_mail_store.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kOld{"deliveries.old_account_mails", R"sql(
    SELECT id, payload_key
    FROM deliveries
    WHERE purpose = 'account' AND finished_at < $1
    ORDER BY finished_at
    LIMIT $2
)sql"};
constexpr db::Statement kDelete{"deliveries.delete_account_mail", R"sql(
    DELETE FROM deliveries
    WHERE id = $1 AND purpose = 'account'
)sql"};

} // namespace

Result<std::vector<OldLetter>> old_letters(db::Session& session, Instant before, int limit)
{
    return query_all(
        session, kOld, {db::param(before), db::param(limit)},
        [](const db::Row& row) -> Result<OldLetter> { return OldLetter{row.integer(0), row.text(1)}; });
}

Result<> delete_letter(db::Session& session, std::int64_t delivery_id)
{
    TRY(session.execute(kDelete, {db::param(delivery_id)}));
    return {};
}

} // namespace presstime::store
