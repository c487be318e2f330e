// Which members the data of each type has is a table; what each member is, stands once among the definitions.
#include "codec/event_schema.hpp"

#include "base/text.hpp"
#include "codec/json_write.hpp"
#include "model/event_type.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::string_view kDefinitions = R"json({
  "time": {"type": "string", "format": "date-time", "description": "RFC 3339, in UTC"},
  "time_or_null": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
  "period": {
    "description": "Half-open: the end is not in it",
    "type": "object", "required": ["start", "end"],
    "properties": {"start": {"$ref": "#/$defs/time"}, "end": {"$ref": "#/$defs/time"}}
  },
  "workspace": {
    "type": "object", "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}
  },
  "dashboard": {
    "type": "object", "required": ["id", "number", "name", "description", "category", "tags"],
    "properties": {
      "id": {"type": "string"}, "number": {"type": "integer"}, "name": {"type": "string"},
      "description": {"type": "string"}, "category": {"type": "string"},
      "tags": {"type": "array", "items": {"type": "string"}}
    }
  },
  "query": {
    "type": "object", "required": ["id", "name", "connection"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "connection": {"type": "string"}}
  },
  "schedule": {
    "type": "object", "required": ["kind", "cron", "at", "timezone", "starts_at", "ends_at"],
    "properties": {
      "kind": {
        "enum": ["minutely", "hourly", "daily", "weekly", "monthly", "cron", "once", "rrule", "trigger"]
      },
      "cron": {"type": ["string", "null"], "description": "Five fields; null where there is no such form"},
      "at": {"$ref": "#/$defs/time_or_null"}, "timezone": {"type": "string"},
      "starts_at": {"$ref": "#/$defs/time_or_null"}, "ends_at": {"$ref": "#/$defs/time_or_null"}
    }
  },
  "report": {
    "type": "object",
    "required": ["id", "uuid", "name", "description", "dashboard_id", "enabled", "user_reference", "schedule",
                 "formats", "next_run_at", "created_at", "updated_at"],
    "properties": {
      "id": {"type": "integer"}, "uuid": {"type": "string"}, "name": {"type": "string"},
      "description": {"type": "string"}, "dashboard_id": {"type": "string"}, "enabled": {"type": "boolean"},
      "user_reference": {"type": ["string", "null"], "description": "Whom a host made the report for"},
      "schedule": {"$ref": "#/$defs/schedule"}, "formats": {"type": "array", "items": {"type": "string"}},
      "next_run_at": {"$ref": "#/$defs/time_or_null"}, "created_at": {"$ref": "#/$defs/time"},
      "updated_at": {"$ref": "#/$defs/time"}
    }
  },
  "artifact": {
    "type": "object",
    "required": ["n", "format", "filename", "content_type", "bytes", "sha256", "rows", "complete"],
    "properties": {
      "n": {"type": "integer"}, "format": {"type": "string"}, "filename": {"type": "string"},
      "content_type": {"type": "string"}, "bytes": {"type": "integer"},
      "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "rows": {"type": "integer"},
      "complete": {"type": "boolean"}
    }
  },
  "run_cause": {"enum": ["schedule", "catch_up", "manual", "test", "trigger", "replay"]},
  "run": {
    "type": "object",
    "required": ["id", "uuid", "report_id", "status", "cause", "nominal_at", "nominal_local", "period",
                 "burst_key", "attempt", "started_at", "finished_at", "error", "rows", "complete"],
    "properties": {
      "id": {"type": "integer"}, "uuid": {"type": "string"}, "report_id": {"type": "integer"},
      "status": {"enum": ["running", "success", "partial", "failed", "cancelled"]},
      "cause": {"$ref": "#/$defs/run_cause"}, "nominal_at": {"$ref": "#/$defs/time"},
      "nominal_local": {"type": "string"}, "period": {"$ref": "#/$defs/period"},
      "burst_key": {"type": ["string", "null"]}, "attempt": {"type": "integer"},
      "started_at": {"$ref": "#/$defs/time_or_null"}, "finished_at": {"$ref": "#/$defs/time_or_null"},
      "error": {"type": ["string", "null"]}, "rows": {"type": "integer"}, "complete": {"type": "boolean"},
      "artifacts": {"type": "array", "items": {"$ref": "#/$defs/artifact"}},
      "artifact_count": {"type": "integer", "description": "Of all, also when the list was cut"}
    }
  },
  "report_notebook_outputs": {"type": "string", "description": "Where every result of the run is fetched"},
  "results": {
    "type": "array",
    "items": {
      "type": "object", "required": ["query_id", "query_name", "query_result"],
      "properties": {
        "query_id": {"type": "integer"}, "query_name": {"type": "string"},
        "query_result": {"type": "string", "description": "Where its rows are fetched"}
      }
    }
  },
  "result_count": {"type": "integer", "description": "Of all, also when the list was cut"},
  "structured_query": {
    "description": "What the receiver asks with a token of its own: POST /api/v1/create-results",
    "type": "object", "anyOf": [
      {"required": ["dataSetId"], "properties": {"dataSetId": {"type": "string"}}},
      {"required": ["dashboardId", "widgetId"],
       "properties": {"dashboardId": {"type": "string"}, "widgetId": {"type": "string"}}}
    ],
    "properties": {
      "dashboardId": {"type": "string"}, "widgetId": {"type": "string"}, "parameters": {"type": "object"},
      "periodStart": {"type": "string"}, "periodEnd": {"type": "string"},
      "dataSetId": {"type": "string"},
      "dimension": {"type": ["array", "null"], "items": {"type": ["string", "object"]}},
      "measure": {"type": ["array", "null"], "items": {"$ref": "#/$defs/structured_field"}},
      "timeDimension": {"type": ["object", "null"]},
      "filter": {"type": ["array", "null"], "items": {"type": ["array", "object"]}},
      "order": {"type": ["array", "null"], "items": {"$ref": "#/$defs/structured_field"}},
      "limit": {"type": ["integer", "null"]}, "offset": {"type": ["integer", "null"]}
    }
  },
  "structured_field": {
    "type": "object", "required": ["field"],
    "properties": {
      "field": {"type": "string"}, "aggregate": {"type": ["string", "null"]},
      "direction": {"type": ["string", "null"]}
    }
  },
  "query_run": {
    "type": "object",
    "required": ["id", "status", "cause", "nominal_at", "period", "started_at", "finished_at", "error",
                 "rows", "complete"],
    "properties": {
      "id": {"type": "integer"}, "status": {"enum": ["success", "failed"]},
      "cause": {"$ref": "#/$defs/run_cause"}, "nominal_at": {"$ref": "#/$defs/time"},
      "period": {"$ref": "#/$defs/period"}, "started_at": {"$ref": "#/$defs/time_or_null"},
      "finished_at": {"$ref": "#/$defs/time_or_null"}, "error": {"type": ["string", "null"]},
      "rows": {"type": "integer"}, "complete": {"type": "boolean"}
    }
  },
  "query_result": {"type": "string", "description": "Where the rows are fetched; not there without rows"},
  "delivery": {
    "type": "object", "required": ["id", "channel", "state", "attempts", "reason"],
    "properties": {
      "id": {"type": "integer"}, "channel": {"type": "string"},
      "state": {"enum": ["rejected", "unknown"]},
      "attempts": {"type": "integer"}, "reason": {"type": "string"}
    }
  },
  "category": {
    "type": "object", "required": ["id", "name", "description"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "description": {"type": "string"}}
  },
  "connection": {
    "type": "object", "required": ["name", "source"],
    "properties": {"name": {"type": "string"}, "source": {"type": "string"}}
  },
  "alert": {
    "type": "object",
    "required": ["id", "name", "dashboard_id", "widget_id", "query_id", "condition", "enabled"],
    "properties": {
      "id": {"type": "integer"}, "name": {"type": "string"}, "dashboard_id": {"type": ["string", "null"]},
      "widget_id": {"type": ["string", "null"]}, "query_id": {"type": ["integer", "null"]},
      "condition": {
        "type": "object", "required": ["type"],
        "properties": {
          "type": {"enum": ["threshold", "delta", "no_data", "changed", "new_rows"]},
          "operator": {"enum": ["gt", "lt", "gte", "lte", "eq", "neq"]}, "value": {"type": "number"}
        }
      },
      "enabled": {"type": "boolean"}, "state": {"enum": ["firing", "ok"]},
      "fired_at": {"$ref": "#/$defs/time"}, "value": {"type": ["number", "null"]},
      "previous_value": {"type": ["number", "null"]}
    }
  },
  "changes": {"type": "array", "items": {"type": "string"}, "description": "Members that differ"},
  "changed_by": {"type": "string"}
})json";

// Members of `data`, by the type's beginning; one with a ? may be absent.
struct Members {
    std::string_view prefix;
    std::vector<std::string_view> names;
};

const std::vector<std::string_view>& members_of(std::string_view type)
{
    // The first that fits counts, so a longer name stands before its beginning.
    static const std::vector<Members> kMembers{
        {"dashboard.", {"dashboard", "changes?", "changed_by"}},
        {"query.run", {"dashboard", "query", "query_run", "query_result?"}},
        {"query.", {"dashboard", "query", "changes?", "changed_by"}},
        {"report.run.started", {"dashboard?", "report", "run"}},
        {"report.run",
         {"dashboard?", "report", "run", "report_notebook_outputs?", "results?", "result_count?"}},
        {"report.scheduled",
         {"dashboard?", "report", "run", "report_notebook_outputs?", "results?", "result_count?",
          "structured_query?"}},
        {"report.", {"dashboard?", "report", "changes?", "changed_by"}},
        {"category.", {"category", "changes?", "changed_by"}},
        {"connection.", {"connection", "changes?", "changed_by"}},
        {"alert.fired", {"dashboard?", "alert"}},
        {"alert.recovered", {"dashboard?", "alert"}},
        {"alert.", {"dashboard?", "alert", "changes?", "changed_by"}},
        {"delivery.failed", {"dashboard?", "report", "run", "delivery"}}};
    for (const Members& members : kMembers)
        if (type.starts_with(members.prefix))
            return members.names;
    return kMembers.back().names;
}

void collect_references(const json::value& value, std::vector<std::string>& names)
{
    constexpr std::string_view kPlace = "#/$defs/";
    if (const json::array* items = value.if_array())
        for (const json::value& item : *items)
            collect_references(item, names);
    if (!value.is_object())
        return;
    for (const auto& [key, member] : value.get_object()) {
        if (key == "$ref" && member.is_string())
            names.emplace_back(member.get_string().subview(kPlace.size()));
        collect_references(member, names);
    }
}

// The definitions that the schema needs, and those that these need, in the order of the list.
json::object definitions_for(const json::object& schema)
{
    static const json::object all = json::parse(kDefinitions).get_object();
    json::object needed;
    std::vector<std::string> open;
    collect_references(schema, open);
    while (!open.empty()) {
        const std::string name = std::move(open.back());
        open.pop_back();
        if (needed.contains(name))
            continue;
        needed[name] = all.at(name);
        collect_references(all.at(name), open);
    }
    json::object ordered;
    for (const auto& [key, value] : all)
        if (needed.contains(key))
            ordered[key] = value;
    return ordered;
}

} // namespace

std::string event_schema(std::string_view name)
{
    const EventType& type = *find_event_type(name);
    json::array required{"workspace"};
    json::object properties{{"workspace", {{"$ref", "#/$defs/workspace"}}}};
    for (std::string_view member : members_of(name)) {
        const bool optional = member.ends_with('?');
        if (optional)
            member.remove_suffix(1);
        else
            required.emplace_back(member);
        properties[member] = json::object{{"$ref", fmt::format("#/$defs/{}", member)}};
    }
    json::object data{{"type", "object"}};
    data["required"] = std::move(required);
    data["properties"] = std::move(properties);
    json::object schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                        {"$id", fmt::format("urn:presstime:event:{}", name)},
                        {"title", name},
                        {"description", type.summary},
                        {"type", "object"},
                        {"required", {"type", "timestamp", "data"}}};
    schema["properties"] = json::object{
        {"type", {{"const", name}}}, {"timestamp", {{"$ref", "#/$defs/time"}}}, {"data", std::move(data)}};
    schema["$defs"] = definitions_for(schema);
    return write_json(schema);
}

} // namespace presstime::codec
