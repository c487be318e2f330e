// The mails that were written to the outbox folder instead of being sent, for people to look at. Who
// administers the server sees all of them but the links of people above them, everybody else what was sent to
// their own address. A name is a file of that folder, never a path.
#pragma once

#include "control/environment.hpp"
#include "model/principal.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace presstime::control {

struct OutboxMail {
    std::string name;
    std::int64_t bytes = 0;
    Instant written_at{};
    std::string subject;
    std::string from;
    std::string recipient; // whom this copy is for
    std::vector<std::string> to;
    std::int64_t run_id = 0; // 0 = it belongs to no run, or that is gone
    std::int64_t report_id = 0;
};

class Outbox {
public:
    Outbox(Environment environment, std::filesystem::path folder)
        : environment_(std::move(environment)), folder_(std::move(folder))
    {
    }

    // Newest first. Without a limit, the newest kMaxLimit.
    Result<Page<OutboxMail>> list(const Principal& principal, const PageRequest& page);
    // Where the whole message stands; not_found also for another's.
    Result<std::filesystem::path> path_of(const Principal& principal, const std::string& name);
    // Only for who administers the server.
    Result<> remove(const Principal& principal, const std::string& name);

private:
    std::vector<std::string> newest_names(const std::string& before, const std::string& part_of_name,
                                          std::size_t wanted) const;
    struct FoundMail;
    // With their runs, and without what is not for these eyes.
    Result<std::vector<OutboxMail>> readable_of(const Principal& principal, std::vector<FoundMail> found);
    std::optional<FoundMail> read_mail(const std::string& name) const;

    Environment environment_;
    std::filesystem::path folder_;
};

} // namespace presstime::control
