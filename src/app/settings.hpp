// What an operator can set. One declared table (settings_table.cpp) gives each key its type, default, bounds
// and help; reading, --help, the default file and docs/settings.md all derive from it. A key the table does
// not know stops the start, wherever it was found.
#pragma once

#include "base/result.hpp"
#include "cli/arguments.hpp"
#include "control/server_settings.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace presstime {

// A value as it was written, and where.
struct GivenSetting {
    std::string text;
    std::string where; // "presstime.conf:3", "PRESSTIME_WORKERS", "--workers"; of a stored one its key
    control::SettingSource source = control::SettingSource::built_in;
};
using GivenSettings = std::map<std::string, GivenSetting>; // by key

// Members are named after their keys. Paths are absolute once loaded.
struct Settings {
    // Server
    std::string data_dir;
    std::string secret_key_file;     // empty in the file = <data_dir>/secret.key
    std::vector<std::string> listen; // each passes http::parse_listen_address
    bool insecure = false;
    std::vector<std::string> trusted_proxies; // each passes http::parse_ip_network
    bool metrics_open = true;
    std::string public_url; // without a final slash; empty = the address listened on
    std::int64_t io_threads = 0;
    std::int64_t handler_threads = 0;
    std::int64_t max_connections = 0;
    std::int64_t request_body_limit = 0;
    std::int64_t drain_s = 0;
    std::string log_level;
    std::string node; // empty = the host's name
    std::string owner_email;
    // Access
    std::int64_t session_idle_hours = 0;
    std::int64_t session_lifetime_days = 0;
    // Queries
    std::vector<std::string> source_roots; // empty in the file = <data_dir>/data
    std::int64_t query_timeout_s = 0;
    std::int64_t max_result_rows = 0;
    std::int64_t max_result_bytes = 0;
    std::int64_t duckdb_memory_limit_mb = 0;
    std::int64_t duckdb_threads = 0;
    // Runs
    std::int64_t workers = 0;
    std::int64_t lease_s = 0;
    std::int64_t run_attempts = 0;
    bool strict_timezones = false;
    std::int64_t max_recipients = 0;
    std::int64_t max_pages = 0;
    std::string browser_path;
    std::int64_t browser_memory_mib = 0;
    std::int64_t template_timeout_s = 0;
    // Mail
    std::string smtp_host; // empty = the outbox folder
    std::int64_t smtp_port = 0;
    std::string smtp_security; // starttls, tls, none
    std::string smtp_user;
    std::string smtp_password;
    std::string smtp_password_file; // its first line has been read into smtp_password
    std::string smtp_from;
    std::string smtp_ca_file;
    std::string smtp_helo;
    std::int64_t smtp_server_response_timeout_s = 0;
    std::int64_t email_attachment_limit_mib = 0;
    // Webhooks
    std::vector<std::string> egress_allow;
    std::string webhook_header_prefix;
    std::int64_t webhook_timeout_s = 0;
    std::int64_t webhook_artifact_limit_mib = 0;
    std::int64_t link_days = 0;
    std::int64_t event_timeout_s = 0;
    std::int64_t webhook_in_flight = 0;
    std::int64_t webhook_in_flight_per_endpoint = 0;
    std::int64_t webhook_rate_per_minute = 0;
    std::string webhook_ca_file;
    // Embedding
    std::vector<std::string> embed_origins;
    std::int64_t data_access_lifetime_h = 0;
    // Retention
    std::int64_t retain_results_days = 0;
    std::int64_t retain_artifacts_days = 0;
    std::int64_t retain_runs_days = 0;
    std::int64_t retain_events_days = 0;
    std::int64_t retain_audit_days = 0;
    std::int64_t artifact_quota_gib = 0;

    GivenSettings given; // what these were read from; a key that is not in it has its default
};

struct SettingSources {
    std::optional<std::filesystem::path> file;
    std::vector<std::string> environment; // "NAME=value", all of the process's
    std::map<std::string, std::vector<std::string>>
        flags; // by flag name; those of no setting are passed over
};

// The flags given and the process's environment; --config names the file.
SettingSources setting_sources(const cli::Arguments& arguments, const char* const* environment);

// Flags win over environment over file over default. Errors are `invalid` with the key as field and begin
// with where the value stood: "presstime.conf:3", "PRESSTIME_WORKERS", "--workers".
Result<Settings> load_settings(const SettingSources& sources);
// The same from values that have been gathered already.
Result<Settings> read_settings(GivenSettings given);

// The flags of every setting that may be one, and --config.
std::vector<cli::Flag> setting_flags();

// A file with every key, its help and its default, ready to be edited; loading it changes nothing.
std::string default_settings_file();
// The settings as loaded in the same form, secrets masked.
std::string print_settings(const Settings& settings);
// docs/settings.md.
std::string settings_markdown();

} // namespace presstime
