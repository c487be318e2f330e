// Mails of accounts in the delivery ledger that nobody needs any more: they belong to no run, so no run's end
// takes them away.
#pragma once

#include "platform/db/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace presstime::store {

struct OldLetter {
    std::int64_t delivery_id = 0;
    std::string payload_key;
};

// Settled before `before`, oldest first.
Result<std::vector<OldLetter>> old_letters(db::Session& session, Instant before, int limit);
Result<> delete_letter(db::Session& session, std::int64_t delivery_id);

} // namespace presstime::store
