// Secrets at rest as a whole: sealing what is not sealed with the newest key, and changing the key. See
// docs/secrets.md.
#pragma once

#include "control/connections.hpp"
#include "control/environment.hpp"
#include "model/principal.hpp"
#include "store/secret_rows.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct SealingCount {
    std::int64_t sealed = 0;     // stood in the clear
    std::int64_t renewed = 0;    // were sealed with an older key
    std::int64_t unreadable = 0; // cannot be opened: their key is not in the key file, or they were changed
};

class Secrets {
public:
    // `box` is the one of `environment`, and must outlive this. `settings`: sealed texts that stand in the
    // settings; their keys stay in the key file.
    Secrets(Environment environment, SecretBox& box, std::vector<ConnectionKind> kinds,
            std::vector<std::string> settings);

    // At every start: seals what is not sealed with the newest key, 100 rows a transaction. Does nothing when
    // the last pass was with this key and left nothing over. What cannot be opened stays as it is, one log
    // line each.
    Result<SealingCount> seal_all();
    // A new key, everything sealed with it, the old keys dropped. Those who administer the server alone; one
    // at a time, else `conflict`. After an error the old keys are still there, and the next start goes on.
    Result<SealingCount> rotate(const Principal& principal);
    // Whether the settings hold a text sealed with an older key, to be sealed again by hand.
    bool settings_lag_behind() const;

private:
    Result<SealingCount> seal_rows();
    // One page from after `key` on; the last key looked at, "" at the end.
    Result<std::string> seal_page(store::SecretColumn column, const std::string& after_key,
                                  SealingCount& count);
    // The column's text with its secrets sealed by the newest key.
    std::string renewed_text(store::SecretColumn column, const store::SecretRow& row,
                             SealingCount& count) const;
    std::string renewed_report(const store::SecretRow& row, SealingCount& count) const;
    std::string renewed_options(const store::SecretRow& row, SealingCount& count) const;
    std::string renewed_headers(const store::SecretRow& row, SealingCount& count) const;
    std::string renewed(const std::string& value, std::string_view purpose, const std::string& what,
                        SealingCount& count) const;

    Environment environment_;
    SecretBox& box_;
    std::vector<ConnectionKind> kinds_;
    std::vector<std::string> settings_;
    std::mutex rotating_;
};

} // namespace presstime::control
