// Schemas in one line each: "name:type", "name!" for a member that every answer has, "type?" for one that may
// be null, "Type[]" for a list. Types are text, int, number, bool, time, object, any, or another schema.
#include "api/openapi.hpp"

#include "base/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace presstime::api {
namespace json = boost::json;
namespace {

struct Schema {
    std::string_view name;
    std::string_view members;
};

constexpr Schema kSchemas[] = {
    {"Problem", "type!:text title!:text status!:int detail!:text error!:text field:text code:text "
                "position:object"},
    {"Warning", "field!:text detail!:text"},
    // dashboards and queries
    {"DashboardDocument", "id:text name:text description:text category:text tags:text[] theme:text "
                          "parameters:object[] datasets:object[] queries:QueryDocument[] widgets:object[] "
                          "template_html:text?"},
    {"Dashboard", "id!:text number!:int name!:text description!:text category!:text tags!:text[] "
                  "parameters!:object[] queries!:object[] widgets!:object[] version!:int "
                  "published_version!:int? created_at!:time updated_at!:time warnings:Warning[]"},
    {"DashboardRow", "id!:text number!:int name!:text description!:text category!:text tags!:text[] "
                     "theme!:text widgets!:int version!:int published_version!:int? "
                     "has_unpublished_changes!:bool updated_at!:time reports!:int"},
    {"Publication", "comment:text"},
    {"PublishedVersion", "version!:int published_at!:time published_by!:text comment!:text changes!:int? "
                         "current!:bool"},
    {"UnsavedDashboard", "dashboard:DashboardDocument"},
    {"UnsavedWidget", "dashboard:DashboardDocument widget:text"},
    {"WidgetContent", "kind!:text title:text columns:object[] rows:any[] text:any[] totals:any row_count:int "
                      "rows_in_result:int counted:bool complete:bool note:text line:text data_as_of:text "
                      "blocks:object[]"},
    {"QueryDocument", "dashboard_id:text name:text connection:text sql:text max_rows:int timeout_s:int"},
    {"Query", "id!:int name!:text connection!:text sql!:text dashboard_id!:text warnings:Warning[]"},
    {"QueryRun", "parameters:object max_rows:int"},
    {"QueryResult", "columns!:Column[] rows!:any[] row_count!:int complete!:bool elapsed_ms:number"},
    {"Column", "name!:text type!:text"},
    {"QueryPreview", "connection:text sql:text parameters:object[] values:object datasets:object[] "
                     "dashboard_id:text max_rows:int"},
    {"Source", "name!:text summary!:text options!:SourceOption[]"},
    {"SourceOption", "name!:text label!:text type!:text required!:bool secret!:bool help!:text "
                     "default!:text minimum:int maximum:int?"},
    {"ConnectionTest", "ok!:bool elapsed_ms!:number detail!:text"},
    {"SuggestionWish", "connection:text table:text name:text"},
    {"Suggestion", "dashboard!:DashboardDocument why!:text[]"},
    {"File", "name!:text bytes!:int kind!:text connection!:text table!:text columns!:Column[] rows!:int? "
             "uploaded_at!:time? note:text workbook:text sheet:text sheets:File[]"},
    {"SampleData", "connection!:text dashboard_id!:text report_id!:int"},
    {"ConnectionSchema", "tables!:SchemaTable[] complete!:bool"},
    {"SchemaTable", "name!:text schema:text kind!:text rows:int columns!:Column[] problem:text"},
    {"QueryScheduleDocument",
     "schedule_kind:text hour:int minute:int day_of_week:int timezone:text cron:text enabled:bool"},
    {"QuerySchedule", "query_id!:int dashboard_id!:text enabled!:bool schedule_kind!:text timezone!:text "
                      "next_run_at!:time? version!:int created_at!:time updated_at!:time warnings:Warning[]"},
    {"QueryRunRecord",
     "id!:int query_id!:int query_name!:text status!:text cause!:text nominal_at!:time attempt!:int "
     "started_at!:time? finished_at!:time? rows!:int complete!:bool error:text reason:text"},
    {"RunResults", "report_id:int run:object queries:object[]"},
    {"WidgetPicture", "svg!:text alt!:text note!:text view_box!:number[] hits!:object[]"},
    // reports and runs
    {"ReportDocument",
     "dashboard_id:text name:text description:text tags:text[] owner:text enabled:bool schedule_kind:text "
     "hour:int minute:int day_of_week:int day_of_month:int cron:text at:time timezone:text parameters:object "
     "widgets:text[] run_as:text data_access:object user_reference:text? query:object? locale:text "
     "format:text "
     "formats:text[] email_to:text[] cc:text[] bcc:text[] subject:text body:text "
     "webhook_url:text webhook_retries:int strict:bool"},
    {"Report", "id!:int uuid!:text dashboard_id!:text name!:text enabled!:bool schedule_kind!:text "
               "timezone!:text email_to!:text[] user_reference:text query:object schedule_text!:text "
               "next_run_at!:time? "
               "owned_by!:object? version!:int created_at!:time updated_at!:time warnings:Warning[]"},
    {"Run",
     "id!:int uuid!:text report_id!:int status!:text phase!:text trigger!:text nominal_at!:time "
     "period_start!:time period_end!:time attempt!:int queued_at!:time started_at!:time? "
     "finished_at!:time? rows!:int complete!:bool artifact_bytes!:int error:text reason:text "
     "report_name:text dashboard_id:text dashboard_name:text format:text[] timezone:text cause:text "
     "late_s:int "
     "delivery_status!:text artifacts!:Artifact[] deliveries!:object[] steps:RunStep[] progress:object"},
    {"RunStep", "name!:text label!:text status!:text started_at!:time? elapsed_ms!:number rows:int "
                "detail:text recipient:text"},
    {"RunRow", "id!:int report_id!:int report_name!:text dashboard_id!:text dashboard_name!:text "
               "format!:text[] nominal_at!:time timezone!:text cause!:text status!:text "
               "delivery_status!:text phase!:text queued_at!:time started_at!:time? finished_at!:time? "
               "late_s!:int rows!:int complete!:bool error!:text reason!:text skipped_count!:int"},
    {"ReportRow", "id!:int name!:text dashboard_id!:text dashboard_name!:text category!:text enabled!:bool "
                  "format!:text[] schedule_text!:text timezone!:text next_run_at!:time? owned_by!:object? "
                  "owner!:text tags!:text[] recipients!:int orphaned!:bool last_run!:object?"},
    {"Today", "date!:text timezone!:text from!:time to!:time now!:time counts!:object buckets!:object[] "
              "runs!:RunRow[] runs_total!:int upcoming!:object[] upcoming_total!:int on_time!:object "
              "attention!:Attention[] attention_total!:int"},
    {"Attention", "kind!:text title!:text detail!:text at!:time action!:text run_id:int report_id:int "
                  "delivery_id:int webhook_id:int user_id:int"},
    {"Artifact", "n!:int format!:text filename!:text content_type!:text bytes!:int sha256!:text rows!:int "
                 "complete!:bool note!:text url!:text"},
    {"TestRequest", "email:text"},
    {"Resend", "all:bool recipients:text[]"},
    {"SchedulePreview", "schedule_kind:text hour:int minute:int timezone:text cron:text after:time count:int "
                        "strict:bool"},
    {"ScheduleInstants", "timezone!:text items!:object[] warnings:Warning[]"},
    {"Attempt", "n!:int started_at!:time latency_ms!:number outcome!:text status_code!:int response!:text "
                "peer!:text bytes!:int error!:text"},
    {"Delivery", "id!:int source!:text channel!:text recipient!:text status!:text attempt!:int "
                 "max_attempts!:int next_attempt_at!:time? reason!:text created_at!:time finished_at!:time? "
                 "report_id:int run_id:int url:text attempts!:Attempt[]"},
    // access
    {"Grant", "user:int group:int role:text level!:text"},
    {"CategoryDocument", "name:text description:text grants:Grant[]"},
    {"Category", "id!:int name!:text description!:text level!:text grants:Grant[] version!:int"},
    {"GroupDocument", "name:text members:int[]"},
    {"Group", "id!:int name!:text members!:int[] version!:int"},
    {"Reachable", "id!:text name!:text level!:text category:text dashboard_id:text"},
    {"UserAccess", "user!:object unrestricted!:text? categories!:Reachable[] dashboards!:Reachable[] "
                   "reports!:Reachable[]"},
    {"Reader", "user:int email:text token:int scope:text name!:text role!:text level!:text"},
    {"AuditRow", "id!:int at!:time actor!:text user_id!:int? token_id!:int? peer!:text action!:text "
                 "resource!:text detail!:text times!:int"},
    {"WorkspaceDocument", "name:text owner_email:text"},
    {"Workspace", "id!:int name!:text owner_email!:text"},
    {"NewWorkspace", "id!:int name!:text owner_email!:text token!:text"},
    // people
    {"Invitation", "email:text name:text role:text"},
    {"UserDocument", "name:text role:text enabled:bool"},
    {"User", "id!:int email!:text name!:text role!:text enabled!:bool version!:int created_at!:time "
             "last_seen_at!:time?"},
    {"PasswordChange", "current:text password:text"},
    {"TokenDocument", "name:text scope:text role:text expires_in_days:int expires_at:time"},
    {"Token", "id!:int name!:text scope!:text prefix!:text created_at!:time expires_at!:time? "
              "last_used_at!:time? role:text user_id:int"},
    {"NewToken", "id!:int name!:text scope!:text prefix!:text token!:text"},
    {"MailedLink", "id!:int email!:text link:text link_expires_at!:time"},
    {"HandOver", "to:int"},
    {"OwnedThing", "kind!:text id!:int name!:text"},
    {"HandedOver", "moved!:OwnedThing[]"},
    {"LogIn", "email:text password:text"},
    {"OpenSession", "id!:int current!:bool address!:text browser!:text created_at!:time last_used_at!:time "
                    "expires_at!:time"},
    {"EndedSessions", "ended!:int"},
    {"Session", "user!:object csrf!:text expires_at!:time"},
    {"LinkToken", "token:text"},
    {"LinkDetails", "purpose!:text email!:text name!:text workspace!:text expires_at!:time"},
    {"LinkAcceptance", "token:text password:text name:text email:text"},
    {"AcceptedLink", "user!:object"},
    {"ResetRequest", "email:text"},
    {"Notice", "detail!:text"},
    // events and webhooks
    {"Event", "id!:text type!:text timestamp!:time data!:object"},
    {"EventType", "type!:text description!:text resource!:text families!:text[] formats!:text[] "
                  "schema!:object example!:object"},
    {"WebhookDocument",
     "url:text secret:text filters:text[] format:text description:text paused:bool "
     "headers:object properties:object owner:any sign_ed25519:bool rate_limit_per_minute:int"},
    {"Webhook", "id!:int url!:text filters!:text[] format!:text description!:text paused!:bool "
                "headers!:object properties!:object owner!:object? secret!:text secrets!:object[] "
                "matches!:text[] status!:text disabled!:bool version!:int created_at!:time updated_at!:time"},
    {"SecretRotation", "secret:text overlap_s:int"},
    {"TestSend", "type:text"},
    {"SendEvent", "event_id:text"},
    {"ReplayRequest", "since:time until:time failed_only:bool dry_run:bool"},
    {"Replay", "webhook_id!:int since!:time until!:time failed_only!:bool total!:int dry_run!:bool id:int "
               "state:text queued:int"},
    {"WebhookDelivery", "id!:int source!:text url!:text status!:text attempt!:int max_attempts!:int "
                        "next_attempt_at!:time? reason!:text created_at!:time finished_at!:time? "
                        "attempts!:Attempt[] webhook_id:int event:object report_name:text payload:text"},
    {"KeySet", "keys!:object[]"},
    {"ServerKey", "kid!:text created_at!:time public_key!:object"},
    {"SecretsRotated", "renewed!:int sealed!:int unreadable!:int"},
    // settings
    {"Setting",
     "group!:text key!:text kind!:text help!:text value!:any default!:any source!:text where!:text "
     "editable!:bool needs_restart!:bool pending!:bool secret!:bool fault:text choices:text[] "
     "min:int max:int unit:text"},
    {"SettingChanges", ""},
    {"ChangedSettings", "applied!:bool settings!:Setting[]"},
    {"MailTest", "to:text settings:object"},
    {"MailTestStep", "step!:text ok!:bool detail!:text elapsed_ms!:int"},
    {"MailTestOutcome", "ok!:bool steps!:MailTestStep[] reply!:text"},
    {"DiskUse", "state_bytes!:int results_bytes!:int artifacts_bytes!:int outbox_bytes!:int "
                "uploads_bytes!:int free_bytes!:int quota_bytes!:int retain!:object oldest!:object"},
    {"OutboxMail", "name!:text bytes!:int written_at!:time subject!:text from!:text recipient!:text "
                   "to!:text[] run_id:int report_id:int"},
    {"About", "version!:text tzdata!:text sources!:text[] formats!:text[] started_at!:time "
              "public_url!:text outbox!:bool workspace!:object first_start!:bool sample!:bool"},
    // the rest
    {"ConnectionDocument", "name:text source:text options:object"},
    {"Connection", "id:int name!:text source!:text options!:object version!:int created_at!:time "
                   "updated_at!:time"},
    {"DatasetDocument", "id:text name:text connection:text table:text sql:text"},
    {"Dataset", "id!:text name!:text connection!:text version!:int created_at!:time updated_at!:time "
                "columns:Column[]"},
    {"ThemeDocument", "accent:text ink:text good:text bad:text warn:text categorical:text[] font:text "
                      "logo:text dark:object"},
    {"Theme", "version!:int updated_at!:time warnings:Warning[]"},
    {"DataAccessKeyDocument", "name:text public_key:any"},
    {"DataAccessKey", "id!:int name!:text kid!:text alg!:text fingerprint!:text created_at!:time"},
    {"CreateResults", "queries:object[] virtualFields:object identityConfigIntegritySignature:text "
                      "rows:text"},
    {"ResultRows", ""},
    {"EmbedSessionDocument",
     "tenant_id:text user_reference:text dashboard_id:text expires_in:any permissions:object"},
    {"EmbedSession", "id!:int dashboard_id!:text tenant_id!:text? user_reference!:text? permissions!:object "
                     "created_at!:time expires_at!:time token:text url:text"},
    {"ViewToken", "id!:int token!:text report_id!:int dashboard_id!:text expires_at!:time view_url!:text"},
    {"EmbeddedDashboard", "id:text name:text widgets:object[] permissions:object scheduling:object? "
                          "expires_at:time"},
    {"EmbedScheduleDocument", "widget_id:text cron:text option:text format:text timezone:text enabled:bool "
                              "email_to:text[] parameters:object"},
    {"EmbedSchedule", "id!:int dashboard_id!:text widget_id!:text widget_title!:text description!:text "
                      "cron!:text timezone!:text format!:text enabled!:bool email_to!:text[] "
                      "next_run_at!:time? created_at!:time last_run!:object?"},
    {"Health", "status!:text"},
    {"OpenApi", "openapi!:text info!:object paths!:object components!:object"},
};

struct PlainType {
    std::string_view word;
    std::string_view type;
    std::string_view format;
};
constexpr PlainType kPlainTypes[] = {{"text", "string", ""},   {"int", "integer", "int64"},
                                     {"number", "number", ""}, {"bool", "boolean", ""},
                                     {"object", "object", ""}, {"time", "string", "date-time"}};

json::object type_schema(std::string_view word)
{
    if (word.ends_with("[]"))
        return {{"type", "array"}, {"items", type_schema(word.substr(0, word.size() - 2))}};
    const bool may_be_null = word.ends_with('?');
    if (may_be_null)
        word.remove_suffix(1);
    if (word == "any")
        return {};
    const auto plain = std::ranges::find(kPlainTypes, word, &PlainType::word);
    if (plain == std::end(kPlainTypes))
        return {{"$ref", fmt::format("#/components/schemas/{}", word)}};
    json::object out;
    out["type"] = may_be_null ? json::value(json::array{plain->type, "null"}) : json::value(plain->type);
    if (!plain->format.empty())
        out["format"] = plain->format;
    return out;
}

json::object object_schema(std::string_view members)
{
    json::object properties;
    json::array required;
    for (std::string_view member : split(members, ' ')) {
        const std::size_t colon = member.find(':');
        if (colon == std::string_view::npos)
            continue;
        std::string_view name = member.substr(0, colon);
        if (name.ends_with('!')) {
            name.remove_suffix(1);
            required.push_back(json::string(name));
        }
        properties[name] = type_schema(member.substr(colon + 1));
    }
    json::object out{{"type", "object"}};
    if (!properties.empty())
        out["properties"] = std::move(properties);
    if (!required.empty())
        out["required"] = std::move(required);
    return out;
}

} // namespace

json::object openapi_schemas()
{
    json::object out;
    for (const Schema& schema : kSchemas)
        out[schema.name] = object_schema(schema.members);
    // A result is a list of rows, not an object.
    // A row is a list of values, or an object when the caller asked for that.
    out["ResultRows"] = {{"type", "array"}, {"items", {{"type", {"array", "object"}}}}};
    return out;
}

} // namespace presstime::api
