// The report document: dashboard x schedule x format x recipients x parameters.
#pragma once

#include "model/principal.hpp"
#include "model/schedule.hpp"
#include "model/secure_filter.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace presstime {

enum class Paper { a4, letter, a3 };
enum class Orientation { portrait, landscape };
enum class EmailMode { together, each };
enum class CsvLayout { sections, zip };
enum class UnknownOutcome { resend, hold };
// Whose rows a report shows: those its owner may see, or those of the person it is made for.
enum class RunAs { owner, viewer };

struct CsvDialect {
    char delimiter = ',';
    char decimal = '.';
    bool bom = false;
    bool quote_all = false;
    std::string date_format;    // a date pattern; empty = ISO 8601
    bool formula_guard = false; // text that a spreadsheet would run gets a leading '
    CsvLayout layout = CsvLayout::sections;
};

struct Report {
    std::int64_t id = 0;
    std::string uuid;
    std::int64_t workspace_id = 0;
    std::string dashboard_id;
    std::string name;
    std::string description;
    std::vector<std::string> tags;
    std::string owner; // e-mail address that failure notices go to; empty = the workspace's owner
    bool enabled = true;
    Schedule schedule;
    std::map<std::string, std::string> parameters; // literal or expression ("period_start - 7d") by name
    std::vector<std::string> widgets;              // ids of those it is made of; empty = the whole dashboard
    RunAs run_as = RunAs::owner;
    std::optional<SecurityContext>
        data_access; // every run applies it; of the token that the report was made with
    std::string locale = "en-US";
    std::vector<std::string> formats; // one or more names of renderer plug-ins
    Paper paper = Paper::a4;
    Orientation orientation = Orientation::portrait;
    CsvDialect csv;
    int png_scale = 1;        // 1 or 2: the picture is 1,200 or 2,400 pixels wide
    std::string pdf_password; // not empty: the PDF is encrypted with it (AES-256)
    bool email_html = true;   // an HTML alternative beside the plain text
    std::string filename;     // template without extension; empty = report name and date
    std::vector<std::string> email_to;
    std::vector<std::string> cc;
    std::vector<std::string> bcc;
    std::string subject; // template; empty = default
    std::string body;    // template; empty = default
    EmailMode email_mode = EmailMode::together;
    UnknownOutcome on_unknown = UnknownOutcome::resend;
    // Of a host that embeds dashboards: whom the report is for, and the structured query (JSON) its receiver
    // runs with that user's token; both travel in report.scheduled.
    std::string user_reference;
    std::string structured_query;
    std::string webhook_url;
    std::string webhook_secret;            // sealed once saved; artifact posts are signed with it
    int webhook_retries = 0;               // 0-9 retries after the first attempt, on the event schedule
    std::int64_t retain_results_days = 30; // 0 = do not keep after the run has ended
    bool fail_rather_than_cut = false;

    OwnerRef owned_by;                  // who made it, or was given it; the document does not say
    std::optional<Instant> next_run_at; // computed by the server
    std::int64_t version = 1;           // grows with every change; the ETag
    Instant created_at{};
    Instant updated_at{};
};

// Made of one widget for somebody whom a host names: its event is its delivery, told to the host.
inline bool is_of_embedded_user(const Report& report)
{
    return !report.user_reference.empty() && report.widgets.size() == 1;
}

// What a run of the report may read: everything, or what its filters leave. `give_up` when it shows the rows
// of a viewer and holds no filters of one: it is not run rather than run for everybody's.
Result<std::optional<SecurityContext>> security_of(const Report& report);

} // namespace presstime
