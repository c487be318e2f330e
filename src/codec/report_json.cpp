// The report document: flat keys as docs/api.md states them.
#include "codec/document.hpp"
#include "codec/json_write.hpp"
#include "codec/parameter_json.hpp"
#include "codec/schedule_json.hpp"
#include "codec/security_json.hpp"
#include "platform/text/number_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kMaxRecipients = 1'000;
constexpr TextRule kAddressRule{1, 320, TextShape::line};
constexpr TextRule kTemplateRule{0, 262'144, TextShape::paragraphs};
constexpr std::size_t kMaxWidgets = 200;
constexpr std::int64_t kMaxRetainDays = 3'650;

enum class Presence { whole, partial };

char read_character(ObjectReader& reader, std::string_view key, std::string_view valid, char current)
{
    std::string given;
    if (!reader.text(key, given, {1, 10, TextShape::paragraphs}))
        return current;
    if (given.size() == 1 && valid.find(given[0]) != std::string_view::npos)
        return given[0];
    std::vector<std::string> names;
    for (char each : valid)
        names.push_back(each == '\t' ? "\"\\t\"" : fmt::format("\"{}\"", each));
    reader.fail(key, fmt::format("must be one of {}", join(names, " ")));
    return current;
}

void read_csv(ObjectReader& outer, CsvDialect& csv)
{
    if (const json::value* value = outer.take("csv")) {
        ObjectReader reader(*value, "csv");
        csv.delimiter = read_character(reader, "delimiter", ",;\t|", csv.delimiter);
        csv.decimal = read_character(reader, "decimal", ".,", csv.decimal);
        reader.boolean("bom", csv.bom);
        std::string quote = csv.quote_all ? "all" : "minimal";
        if (reader.text("quote", quote, {1, 20}) && quote != "all" && quote != "minimal")
            reader.fail_unknown_word("quote", quote, {"minimal", "all"});
        csv.quote_all = quote == "all";
        reader.word("layout", csv.layout);
        if (reader.text("date_format", csv.date_format, {0, 100}) && !csv.date_format.empty())
            if (Result<> checked = check_date_format(csv.date_format); !checked)
                reader.fail_with(Error::invalid("csv.date_format",
                                                fmt::format("csv.date_format: {}", checked.error().message)));
        reader.boolean("formula_guard", csv.formula_guard);
        if (csv.delimiter == csv.decimal)
            reader.fail("delimiter", "must differ from the decimal mark");
        if (Result<> finished = reader.finish(); !finished)
            outer.fail_with(std::move(finished).error());
    }
    outer.word("csv_layout", csv.layout);
}

void read_formats(ObjectReader& reader, Report& report)
{
    if (reader.has("format") && reader.has("formats"))
        reader.fail("formats", "must not stand beside format; give one of the two");
    const json::value* single = reader.take("format");
    if (single && single->is_string()) {
        std::string name;
        if (reader.text("format", name, {1, 20}))
            report.formats = {name};
    } else if (single) {
        reader.texts("format", report.formats, 10, {1, 20});
    }
    reader.texts("formats", report.formats, 10, {1, 20});
    const std::string_view key = reader.has("formats") ? "formats" : "format";
    if (report.formats.empty())
        reader.fail(key, "must name at least one format");
    for (std::size_t index = 0; index < report.formats.size(); ++index)
        if (std::find(report.formats.begin(), report.formats.begin() + static_cast<std::ptrdiff_t>(index),
                      report.formats[index]) != report.formats.begin() + static_cast<std::ptrdiff_t>(index))
            reader.fail(key, fmt::format("names {} twice", report.formats[index]));
}

void read_data_access(ObjectReader& reader, Report& report)
{
    reader.word("run_as", report.run_as);
    const json::value* given = reader.take("data_access");
    if (!given)
        return;
    Result<SecurityContext> security = security_from_json(*given, "data_access");
    if (security)
        report.data_access = std::move(*security);
    else
        reader.fail_with(std::move(security).error());
}

// Whom a host made the report for, and the query that its receiver runs with that person's token.
void read_host_members(ObjectReader& reader, Report& report)
{
    reader.text("user_reference", report.user_reference);
    if (reader.clears("query"))
        report.structured_query.clear();
    const json::value* given = reader.take("query");
    if (!given)
        return;
    if (Result<std::string> query = structured_query_text(*given, "query"))
        report.structured_query = std::move(*query);
    else
        reader.fail_with(std::move(query).error());
}

void read_retention(ObjectReader& reader, Report& report)
{
    std::string given;
    if (!reader.text("retain_results", given, {1, 20}))
        return;
    if (given == "none") {
        report.retain_results_days = 0;
        return;
    }
    std::optional<std::int64_t> days;
    if (given.ends_with('d'))
        days = parse_int(std::string_view(given).substr(0, given.size() - 1));
    if (!days || *days < 1 || *days > kMaxRetainDays)
        reader.fail("retain_results",
                    fmt::format("must be \"none\" or days such as \"30d\", up to {}d", kMaxRetainDays));
    else
        report.retain_results_days = *days;
}

void check_filename(ObjectReader& reader, const std::string& filename)
{
    if (filename.find_first_of("/\\") != std::string::npos)
        reader.fail("filename", "must be a plain file name without / or \\");
}

void check_locale(ObjectReader& reader, const std::string& locale)
{
    const bool valid = locale.size() >= 2 && std::ranges::all_of(locale, [](unsigned char byte) {
                           return byte < 0x80 && (std::isalnum(byte) != 0 || byte == '-');
                       });
    if (!valid)
        reader.fail("locale",
                    fmt::format("must be a language tag such as en-US or de-DE; \"{}\" was given", locale));
}

// The readers of encrypted PDF files take 127 bytes of UTF-8 (ISO 32000-2, 7.6.4.3.3). Stored documents hold
// it sealed, which is longer; who takes a document from people checks what is in it.
void read_pdf_password(ObjectReader& reader, std::string& password)
{
    constexpr std::size_t kMaxBytes = 127, kMaxSealed = 400;
    reader.text("pdf_password", password, {0, kMaxSealed});
    if (password.size() > kMaxBytes && !password.starts_with("sealed:v1:"))
        reader.fail("pdf_password", fmt::format("must have at most {} bytes", kMaxBytes));
}

void read_output(ObjectReader& reader, Report& report)
{
    read_formats(reader, report);
    reader.word("paper", report.paper);
    reader.word("orientation", report.orientation);
    if (reader.text("locale", report.locale, {2, 35}))
        check_locale(reader, report.locale);
    read_csv(reader, report.csv);
    reader.integer("png_scale", report.png_scale, {1, 2});
    read_pdf_password(reader, report.pdf_password);
    reader.text("filename", report.filename);
    check_filename(reader, report.filename);
    read_retention(reader, report);
    reader.boolean("fail_rather_than_cut", report.fail_rather_than_cut);
}

void read_delivery(ObjectReader& reader, Report& report)
{
    reader.texts("email_to", report.email_to, kMaxRecipients, kAddressRule);
    reader.texts("cc", report.cc, kMaxRecipients, kAddressRule);
    reader.texts("bcc", report.bcc, kMaxRecipients, kAddressRule);
    reader.text("subject", report.subject, {0, 500});
    reader.text("body", report.body, kTemplateRule);
    reader.word("email_mode", report.email_mode);
    reader.boolean("email_html", report.email_html);
    reader.word("on_unknown", report.on_unknown);
    reader.text("webhook_url", report.webhook_url, {0, 2'000});
    reader.text("webhook_secret", report.webhook_secret,
                {0, 400}); // sealed ones are longer than what people give
    reader.integer("webhook_retries", report.webhook_retries, {0, 9});
}

void read_report(ObjectReader& reader, Report& report, Presence presence)
{
    reader.ignore({"kind", "strict", "warnings", "id", "owned_by", "uuid", "workspace_id", "version",
                   "created_at", "updated_at", "next_run_at", "schedule_text"});
    reader.refuse_not_yet({"burst", "rrule", "attach"});
    if (presence == Presence::whole) {
        reader.require("dashboard_id");
        reader.require("name");
    }
    reader.text("dashboard_id", report.dashboard_id, {1, 100});
    reader.text("name", report.name, kNameRule);
    reader.text("description", report.description, {0, 10'000, TextShape::paragraphs});
    reader.texts("tags", report.tags, 50, {1, 100});
    reader.text("owner", report.owner, {0, 320});
    reader.boolean("enabled", report.enabled);
    read_schedule(reader, report.schedule,
                  presence == Presence::whole ? std::nullopt : std::optional(report.schedule.kind));
    read_parameters(reader, report.parameters);
    reader.texts("widgets", report.widgets, kMaxWidgets, kNameRule);
    read_data_access(reader, report);
    read_host_members(reader, report);
    read_output(reader, report);
    read_delivery(reader, report);
}

// What the server wrote itself: read back from storage, overwritten by control in what a caller sends.
void read_server_fields(const json::object& document, Report& report)
{
    auto integer = [&](std::string_view key, std::int64_t& out) {
        const json::value* value = document.if_contains(key);
        if (value && value->is_int64())
            out = value->get_int64();
    };
    auto instant = [&](std::string_view key) -> std::optional<Instant> {
        const json::value* value = document.if_contains(key);
        if (!value || !value->is_string())
            return std::nullopt;
        Result<Instant> parsed = parse_rfc3339(value->get_string());
        return parsed ? std::optional(*parsed) : std::nullopt;
    };
    integer("id", report.id);
    integer("workspace_id", report.workspace_id);
    integer("version", report.version);
    if (const json::value* uuid = document.if_contains("uuid"); uuid && uuid->is_string())
        report.uuid = std::string(uuid->get_string());
    report.next_run_at = instant("next_run_at");
    report.created_at = instant("created_at").value_or(Instant{});
    report.updated_at = instant("updated_at").value_or(Instant{});
}

void write_output(json::object& out, const Report& report)
{
    if (report.formats.size() == 1)
        out["format"] = report.formats.front();
    else
        out["format"] = json::value_from(report.formats);
    out["paper"] = to_text(report.paper);
    out["orientation"] = to_text(report.orientation);
    out["locale"] = report.locale;
    json::object csv{{"delimiter", std::string(1, report.csv.delimiter)},
                     {"decimal", std::string(1, report.csv.decimal)},
                     {"bom", report.csv.bom},
                     {"quote", report.csv.quote_all ? "all" : "minimal"},
                     {"layout", to_text(report.csv.layout)}};
    if (!report.csv.date_format.empty())
        csv["date_format"] = report.csv.date_format;
    if (report.csv.formula_guard)
        csv["formula_guard"] = true;
    out["csv"] = std::move(csv);
    if (report.png_scale != 1)
        out["png_scale"] = report.png_scale;
    if (!report.pdf_password.empty())
        out["pdf_password"] = report.pdf_password;
    out["filename"] = report.filename;
    out["retain_results"] = report.retain_results_days == 0 ? std::string("none")
                                                            : fmt::format("{}d", report.retain_results_days);
    out["fail_rather_than_cut"] = report.fail_rather_than_cut;
}

void write_delivery(json::object& out, const Report& report)
{
    out["email_to"] = json::value_from(report.email_to);
    out["cc"] = json::value_from(report.cc);
    out["bcc"] = json::value_from(report.bcc);
    out["subject"] = report.subject;
    out["body"] = report.body;
    out["email_mode"] = to_text(report.email_mode);
    if (!report.email_html)
        out["email_html"] = false;
    out["on_unknown"] = to_text(report.on_unknown);
    out["webhook_url"] = report.webhook_url.empty() ? json::value(nullptr) : json::value(report.webhook_url);
    if (!report.webhook_secret.empty())
        out["webhook_secret"] = report.webhook_secret;
    out["webhook_retries"] = report.webhook_retries;
}

} // namespace

Result<Report> report_from_json(std::string_view text)
{
    const json::value document = TRY(parse_json(text));
    ObjectReader reader(document, "");
    Report report;
    report.formats = {"pdf"};
    read_report(reader, report, Presence::whole);
    TRY(reader.finish());
    read_server_fields(document.get_object(), report);
    return report;
}

Result<Report> patch_report(const Report& current, std::string_view text)
{
    const json::value document = TRY(parse_json(text));
    ObjectReader reader(document, "");
    Report report = current;
    read_report(reader, report, Presence::partial);
    TRY(reader.finish());
    return report;
}

Result<bool> report_wants_strict(std::string_view text)
{
    const json::value document = TRY(parse_json(text));
    bool strict = false;
    if (const json::object* object = document.if_object())
        if (const json::value* given = object->if_contains("strict"); given && !given->is_null()) {
            if (!given->is_bool())
                return presstime::fail(Error::invalid("strict", "strict must be true or false"));
            strict = given->get_bool();
        }
    return strict;
}

std::string report_to_json(const Report& report)
{
    json::object out;
    out["id"] = report.id;
    out["uuid"] = report.uuid;
    out["workspace_id"] = report.workspace_id;
    out["dashboard_id"] = report.dashboard_id;
    out["name"] = report.name;
    out["description"] = report.description;
    out["tags"] = json::value_from(report.tags);
    out["owner"] = report.owner;
    out["enabled"] = report.enabled;
    write_schedule(out, report.schedule);
    out["next_run_at"] =
        report.next_run_at ? json::value(format_rfc3339(*report.next_run_at)) : json::value(nullptr);
    json::object parameters;
    for (const auto& [name, value] : report.parameters)
        parameters[name] = value;
    out["parameters"] = std::move(parameters);
    if (!report.widgets.empty())
        out["widgets"] = json::value_from(report.widgets);
    if (report.run_as != RunAs::owner)
        out["run_as"] = to_text(report.run_as);
    if (report.data_access)
        out["data_access"] = security_to_json(*report.data_access);
    if (!report.user_reference.empty())
        out["user_reference"] = report.user_reference;
    if (!report.structured_query.empty())
        out["query"] = json::parse(report.structured_query);
    write_output(out, report);
    write_delivery(out, report);
    out["version"] = report.version;
    out["created_at"] = format_rfc3339(report.created_at);
    out["updated_at"] = format_rfc3339(report.updated_at);
    return json::serialize(out);
}

} // namespace presstime::codec
