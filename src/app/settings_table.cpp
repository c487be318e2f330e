// The table itself: one row a setting. Help texts are sentences that stand alone, since they become --help,
// the default file and docs/settings.md.
#include "app/settings_table.hpp"

#include "app/setting_checks.hpp"

#include <array>

namespace presstime {

namespace {

using Kind = SettingKind;
using S = Settings;

constexpr std::int64_t kKiB = 1 << 10;
constexpr std::int64_t kMiB = 1 << 20;
constexpr std::int64_t kTiB = std::int64_t{1} << 40;
constexpr std::int64_t kHundredYears = 36'500;

constexpr SettingRow text(std::string_view group, std::string_view key, Kind kind, SettingTarget target,
                          std::string_view default_text, std::string_view help,
                          Result<> (*check)(const std::string&) = nullptr)
{
    return {.group = group,
            .key = key,
            .kind = kind,
            .target = target,
            .default_text = default_text,
            .help = help,
            .check = check};
}

constexpr SettingRow choice(std::string_view group, std::string_view key, SettingTarget target,
                            std::string_view default_text, std::string_view choices, std::string_view help)
{
    return {.group = group,
            .key = key,
            .kind = Kind::choice,
            .target = target,
            .default_text = default_text,
            .help = help,
            .choices = choices};
}

struct Bounds {
    std::int64_t minimum;
    std::int64_t maximum;
    std::string_view unit;
};

constexpr SettingRow number(std::string_view group, std::string_view key, Kind kind, SettingTarget target,
                            std::string_view default_text, Bounds bounds, std::string_view help)
{
    return {.group = group,
            .key = key,
            .kind = kind,
            .target = target,
            .default_text = default_text,
            .help = help,
            .minimum = bounds.minimum,
            .maximum = bounds.maximum,
            .unit = bounds.unit};
}

constexpr SettingRow fixed(SettingRow row)
{
    row.effect = SettingEffect::fixed;
    return row;
}

constexpr SettingRow at_once(SettingRow row)
{
    row.effect = SettingEffect::at_once;
    return row;
}

// Fixed is what decides where the server listens and keeps its state, and what names a file or a program of
// this machine: an account of the web side must not reach further into the machine than the operator lets it.
constexpr std::array kTable{
    fixed(text("Server", "data_dir", Kind::path, &S::data_dir, "./presstime-data",
               "The folder that holds everything the server keeps; one server at a time uses it.")),
    fixed(text("Server", "secret_key_file", Kind::path, &S::secret_key_file, "",
               "The file of the keys that stored secrets are sealed with, made at the first start; empty = "
               "secret.key in "
               "data_dir. Keep its copies apart from those of the data folder.")),
    fixed(text("Server", "listen", Kind::list, &S::listen, "127.0.0.1:8080",
               "Addresses to serve HTTP on, as IP:PORT, separated by commas; port 0 lets the system choose.",
               check_listen_address)),
    fixed(text(
        "Server", "insecure", Kind::boolean, &S::insecure, "false",
        "Permits a listen address that other machines reach, although the server speaks no TLS itself. Set "
        "it when "
        "a proxy in front does.")),
    fixed(text(
        "Server", "trusted_proxies", Kind::list, &S::trusted_proxies, "127.0.0.0/8, ::1",
        "Proxies in front of the server, as addresses or networks separated by commas: what one of them says "
        "in X-Forwarded-For is believed, and nobody else's.",
        check_network)),
    text("Server", "metrics_open", Kind::boolean, &S::metrics_open, "true",
         "Lets programs on this machine read /metrics without a key; behind a proxy on this machine it must "
         "send X-Forwarded-For."),
    text("Server", "public_url", Kind::text, &S::public_url, "",
         "The address people use to reach this server, for links in mail; empty = the address listened on.",
         check_public_url),
    number("Server", "io_threads", Kind::integer, &S::io_threads, "2", {1, 64, "threads"},
           "Threads that read and write HTTP connections."),
    number("Server", "handler_threads", Kind::integer, &S::handler_threads, "8", {1, 256, "threads"},
           "Threads that answer requests; when all are busy, 256 requests wait and more are answered 503."),
    number("Server", "max_connections", Kind::integer, &S::max_connections, "1024",
           {1, 100'000, "connections"}, "Open HTTP connections; one more is answered 503."),
    number("Server", "request_body_limit", Kind::bytes, &S::request_body_limit, "1 MiB",
           {kKiB, 64 * kMiB, ""}, "Largest request body; a larger one is answered 413."),
    number("Server", "drain_s", Kind::integer, &S::drain_s, "20", {0, 600, "seconds"},
           "How long a stopping server lets runs and requests finish before it hands them back."),
    at_once(choice("Server", "log_level", &S::log_level, "info", "debug, info, warn, error, off",
                   "The least important log lines to write.")),
    fixed(text("Server", "node", Kind::text, &S::node, "",
               "This server's name in run records; empty = the name of the machine.")),
    text(
        "Server", "owner_email", Kind::text, &S::owner_email, "",
        "Who is told when a report fails and nobody owns it, and the address that the first start offers the "
        "owner; empty = nobody.",
        check_email),

    number("Access", "session_idle_hours", Kind::integer, &S::session_idle_hours, "12", {1, 24 * 30, "hours"},
           "A browser session that is not used for so long ends."),
    number("Access", "session_lifetime_days", Kind::integer, &S::session_lifetime_days, "30",
           {1, 366, "days"}, "A browser session ends after so long, however much it is used."),

    fixed(text(
        "Queries", "source_roots", Kind::list, &S::source_roots, "",
        "Folders that file connections may read, separated by commas; empty = the folder data in the data "
        "folder.")),
    number("Queries", "query_timeout_s", Kind::integer, &S::query_timeout_s, "60", {1, 86'400, "seconds"},
           "A query that takes longer is interrupted; a query may ask for less, not for more."),
    number("Queries", "max_result_rows", Kind::integer, &S::max_result_rows, "5000000",
           {1, 1'000'000'000, "rows"}, "Rows of one result; more are cut and the report says so."),
    number("Queries", "max_result_bytes", Kind::bytes, &S::max_result_bytes, "2 GiB", {kMiB, kTiB, ""},
           "Cell data of one result; more is cut and the report says so."),
    number("Queries", "duckdb_memory_limit_mb", Kind::integer, &S::duckdb_memory_limit_mb, "256",
           {16, 1 << 20, "megabytes"}, "Memory of one DuckDB connection; what is over is spilled to disk."),
    number("Queries", "duckdb_threads", Kind::integer, &S::duckdb_threads, "2", {1, 256, "threads"},
           "Threads of one DuckDB connection."),

    number("Runs", "workers", Kind::integer, &S::workers, "2", {1, 64, "threads"},
           "Reports rendered at the same time."),
    number("Runs", "lease_s", Kind::integer, &S::lease_s, "30", {5, 3'600, "seconds"},
           "How long the work of a process that died waits before another takes it over."),
    number("Runs", "run_attempts", Kind::integer, &S::run_attempts, "3", {1, 20, "attempts"},
           "How often a run is begun before it counts as failed."),
    text("Runs", "strict_timezones", Kind::boolean, &S::strict_timezones, "false",
         "Refuses an unknown time zone instead of using UTC with a warning."),
    number("Runs", "max_recipients", Kind::integer, &S::max_recipients, "1000", {1, 100'000, "recipients"},
           "Mail recipients of one report."),
    number("Runs", "max_pages", Kind::integer, &S::max_pages, "5000", {1, 100'000, "pages"},
           "Pages of one PDF."),
    fixed(text(
        "Runs", "browser_path", Kind::path, &S::browser_path, "",
        "Chromium, which HTML template dashboards need and nothing else; empty = looked for where Debian "
        "puts it and in PATH.")),
    number("Runs", "browser_memory_mib", Kind::integer, &S::browser_memory_mib, "1024", {256, 65'536, "MiB"},
           "Memory of all pages of HTML templates together; the largest page is killed beyond it."),
    number("Runs", "template_timeout_s", Kind::integer, &S::template_timeout_s, "30", {1, 600, "seconds"},
           "Time for one page of an HTML template, its scripts included."),

    at_once(text(
        "Mail", "smtp_host", Kind::text, &S::smtp_host, "",
        "The mail server to send through; empty = mail is written to the folder outbox in the data folder.",
        check_host)),
    at_once(number("Mail", "smtp_port", Kind::integer, &S::smtp_port, "587", {1, 65'535, ""},
                   "The mail server's port.")),
    at_once(choice(
        "Mail", "smtp_security", &S::smtp_security, "starttls", "starttls, tls, none",
        "How the connection is protected: starttls upgrades it, tls begins with it, none leaves it open "
        "to read.")),
    at_once(
        text("Mail", "smtp_user", Kind::text, &S::smtp_user, "", "Name to log in with; empty = no login.")),
    at_once(text("Mail", "smtp_password", Kind::secret, &S::smtp_password, "",
                 "Password to log in with; may stand sealed, as presstime secret seal prints it.")),
    fixed(text("Mail", "smtp_password_file", Kind::path, &S::smtp_password_file, "",
               "A file whose first line is the password, instead of smtp_password.")),
    at_once(text("Mail", "smtp_from", Kind::text, &S::smtp_from, "",
                 "Sender address of every mail; needed when smtp_host is set.", check_email)),
    fixed(text("Mail", "smtp_ca_file", Kind::path, &S::smtp_ca_file, "",
               "Certificates to trust for the mail server, in PEM form; empty = the system's.")),
    at_once(text("Mail", "smtp_helo", Kind::text, &S::smtp_helo, "",
                 "Name to greet the mail server with; empty = the name of the machine.", check_host)),
    number(
        "Mail", "smtp_server_response_timeout_s", Kind::integer, &S::smtp_server_response_timeout_s, "600",
        {600, 3'600, "seconds"},
        "How long to wait for the answer of the mail server after the final dot. RFC 5321 asks for 600: with "
        "less, a slow server makes deliveries of unknown outcome."),
    number("Mail", "email_attachment_limit_mib", Kind::integer, &S::email_attachment_limit_mib, "20",
           {1, 1'024, "MiB"}, "Largest artifact to attach to a mail; a larger one goes as a link."),

    text(
        "Webhooks", "egress_allow", Kind::list, &S::egress_allow, "",
        "Private addresses that webhooks may reach all the same, as networks with an optional port, or "
        "names, "
        "separated by commas: 10.1.0.0/16, 127.0.0.1/32:8099, hooks.internal, *.corp.example. Empty = public "
        "addresses only.",
        check_egress_entry),
    text("Webhooks", "webhook_header_prefix", Kind::text, &S::webhook_header_prefix, "X-Presstime",
         "What the headers of artifact webhooks begin with.", check_header_prefix),
    number("Webhooks", "webhook_timeout_s", Kind::integer, &S::webhook_timeout_s, "20", {1, 300, "seconds"},
           "Time for one artifact webhook, from connecting to the end of the answer."),
    number("Webhooks", "webhook_artifact_limit_mib", Kind::integer, &S::webhook_artifact_limit_mib, "100",
           {1, 10'240, "MiB"}, "Largest artifact to post; a larger one goes as a link."),
    number("Webhooks", "link_days", Kind::integer, &S::link_days, "7", {1, 366, "days"},
           "How long a link to an artifact that is too large to attach or post opens it."),
    number("Webhooks", "event_timeout_s", Kind::integer, &S::event_timeout_s, "15", {1, 60, "seconds"},
           "Time for one try of an event webhook, from looking up the name to the end of the answer."),
    number("Webhooks", "webhook_in_flight", Kind::integer, &S::webhook_in_flight, "1024", {1, 16'384, ""},
           "Tries of event webhooks under way at once, in all."),
    number("Webhooks", "webhook_in_flight_per_endpoint", Kind::integer, &S::webhook_in_flight_per_endpoint,
           "16", {1, 4'096, ""}, "Tries under way at one webhook."),
    number("Webhooks", "webhook_rate_per_minute", Kind::integer, &S::webhook_rate_per_minute, "0",
           {0, 6'000'000, "a minute"},
           "Tries a minute at a webhook that has no rate_limit_per_minute of its own; 0 = no limit."),
    fixed(text("Webhooks", "webhook_ca_file", Kind::path, &S::webhook_ca_file, "",
               "Certificates to trust for webhooks, in PEM form; empty = the system's.")),

    text("Embedding", "embed_origins", Kind::list, &S::embed_origins, "",
         "Origins whose pages may call the embed API and show dashboards in frames, separated by commas: "
         "https://app.example.com; null = sandboxed frames, * = every one, empty = this server's own pages.",
         check_origin),
    number("Embedding", "data_access_lifetime_h", Kind::integer, &S::data_access_lifetime_h, "24",
           {1, 8'760, "hours"}, "Longest life of a data access token; one that lives longer is refused."),

    number("Retention", "retain_results_days", Kind::integer, &S::retain_results_days, "30",
           {0, kHundredYears, "days"},
           "How long query results are kept to render again from, at most: a report may ask for less "
           "(retain_results); 0 = not at all."),
    number("Retention", "retain_artifacts_days", Kind::integer, &S::retain_artifacts_days, "90",
           {1, kHundredYears, "days"}, "How long rendered files are kept."),
    number("Retention", "retain_audit_days", Kind::integer, &S::retain_audit_days, "400",
           {1, kHundredYears, "days"}, "How long the audit keeps who changed what and who was refused."),
    number("Retention", "retain_runs_days", Kind::integer, &S::retain_runs_days, "400",
           {1, kHundredYears, "days"}, "How long the records of runs and deliveries are kept."),
    number("Retention", "retain_events_days", Kind::integer, &S::retain_events_days, "30",
           {1, kHundredYears, "days"},
           "How long events and the deliveries that have ended are kept; what is undelivered always is."),
    number("Retention", "artifact_quota_gib", Kind::integer, &S::artifact_quota_gib, "10",
           {1, 1 << 20, "GiB"}, "Room for results and rendered files together; the log warns at 80 %."),
};

} // namespace

std::span<const SettingRow> setting_table()
{
    return kTable;
}

const SettingRow* find_setting(std::string_view key)
{
    for (const SettingRow& row : kTable)
        if (row.key == key)
            return &row;
    return nullptr;
}

} // namespace presstime
