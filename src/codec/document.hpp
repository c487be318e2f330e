// Documents to and from JSON and YAML text, strictly: an unknown key, a wrong type or a value out of range is
// `invalid` with the dotted field and the mend; text that is no JSON at all is `malformed`. Shape only:
// whether a zone exists or a dashboard is there is judged by control.
#pragma once

#include "base/result.hpp"
#include "model/connection.hpp"
#include "model/dashboard.hpp"
#include "model/report.hpp"
#include "model/workspace_theme.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace presstime::codec {

Result<Report> report_from_json(std::string_view json);
// Applies a partial document over `current`: only the named keys change.
Result<Report> patch_report(const Report& current, std::string_view json);
// For the store: the PDF password stands in it in the clear. Whoever answers a caller masks it first.
std::string report_to_json(const Report& report);

// The `strict` of a report document: a request to refuse what would only be a warning. It is not stored.
Result<bool> report_wants_strict(std::string_view json);

// The body of POST /v1/schedules/preview: a schedule's flat keys, and from when and how many.
struct SchedulePreview {
    Schedule schedule;
    std::optional<Instant> after;
    int count = 5;
    bool strict = false;
};
Result<SchedulePreview> schedule_preview_from_json(std::string_view json);

Result<Dashboard> dashboard_from_json(std::string_view json);
std::string dashboard_to_json(const Dashboard& dashboard);

// One query alone, as it stands in a dashboard's `queries`.
Result<Query> query_from_json(std::string_view json);
std::string query_to_json(const Query& query);

// {"name","source","options":{}}; `source` names the plug-in (Connection::kind).
Result<Connection> connection_from_json(std::string_view json);
std::string connection_to_json(const Connection& connection);

Result<WorkspaceTheme> theme_from_json(std::string_view json);
std::string theme_to_json(const WorkspaceTheme& theme);

// One YAML document to JSON text with the same keys, and back; scalars keep their type (quoted = string).
Result<std::string> yaml_to_json(std::string_view yaml);
std::string json_to_yaml(std::string_view json);

// A run's snapshot: report and dashboard in one JSON object, without the PDF password, which is asked for
// when a file is encrypted and never kept a second time.
// Of the workspace's theme it names the version alone, since a logo would weigh on every run.
struct Definition {
    Report report;
    Dashboard dashboard;
    std::int64_t theme_version = 0; // 0 = the built-in themes
};
std::string definition_to_json(const Definition& definition);
Result<Definition> definition_from_json(std::string_view json);

} // namespace presstime::codec
