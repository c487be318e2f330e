// The reports that people of a host made for themselves, by person. The report is a row of its own; these go
// with it.
#pragma once

#include "model/embed.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <vector>

namespace presstime::store {

Result<> insert_embed_schedule(db::Session& session, const EmbedSchedule& schedule);
// In the order they were made, `limit` at most.
Result<std::vector<EmbedSchedule>> list_embed_schedules(db::Session& session, const EmbedUser& user,
                                                        int limit);
// Nothing when there is none, or when it is another person's.
Result<std::optional<EmbedSchedule>> find_embed_schedule(db::Session& session, const EmbedUser& user,
                                                         std::int64_t report_id);
Result<> set_embed_schedule_description(db::Session& session, std::int64_t report_id,
                                        const std::string& description);

} // namespace presstime::store
