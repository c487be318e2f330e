// All files are read and checked before the first is sent, the theme and connections before dashboards before
// reports. Export writes what apply reads, without what the server alone decides.
#include "cli/apply.hpp"

#include "cli/api_call.hpp"
#include "cli/documents.hpp"
#include "codec/document.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <set>
#include <vector>

namespace presstime::cli {
namespace json = boost::json;
namespace fs = std::filesystem;
namespace {

// What can be judged before anything is sent.
Result<> check_shape(const Document& document)
{
    if (document.kind == "connection")
        TRY(codec::connection_from_json(document.json));
    else if (document.kind == "dashboard")
        TRY(codec::dashboard_from_json(document.json));
    else if (document.kind == "theme")
        TRY(codec::theme_from_json(document.json));
    else
        TRY(codec::report_from_json(document.json));
    return {};
}

Result<std::vector<Document>> read_folder(const fs::path& folder)
{
    std::vector<Document> documents;
    for (const fs::path& file : TRY(find_documents(folder))) {
        Result<Document> document = read_document(file);
        if (document)
            if (const Result<> shape = check_shape(*document); !shape)
                document = fail(shape.error());
        if (!document)
            return fail(in_file(std::move(document).error(), file));
        documents.push_back(std::move(*document));
    }
    return documents;
}

enum class Change { created, updated, unchanged };

std::string_view to_string(Change change)
{
    return change == Change::created ? "created" : change == Change::updated ? "updated" : "unchanged";
}

std::int64_t version_of(const json::value& document)
{
    return document.as_object().at("version").to_number<std::int64_t>();
}

std::string path_of(const Document& document)
{
    if (document.kind == "theme")
        return "/v1/theme";
    return document.kind == "report" ? std::string("/v1/reports")
                                     : fmt::format("/v1/{}s/{}", document.kind, document.name);
}

// The version stored now, or nothing.
Result<std::optional<std::int64_t>> find_version(ApiTransport& api, const Document& document)
{
    if (document.kind != "report") {
        const Result<json::value> found = call_api(api, "GET", path_of(document));
        if (!found && found.error().kind == ErrorKind::not_found)
            return std::optional<std::int64_t>{};
        return std::optional(version_of(TRY(found)));
    }
    // Reports are recognised by their name; the integer id is the server's.
    const json::value reports = TRY(call_api(api, "GET", "/v1/reports"));
    for (const json::value& report : reports.as_array())
        if (text_of(report.as_object(), "name") == document.name)
            return std::optional(version_of(report));
    return std::optional<std::int64_t>{};
}

// PUT makes the server say what the file says: what the file leaves out goes back to its default.
Result<Change> apply_document(ApiTransport& api, const Document& document)
{
    const std::optional<std::int64_t> before = TRY(find_version(api, document));
    const std::string item = path_of(document);
    const json::value after = TRY(call_api(api, "PUT", item, document.json));
    if (document.kind == "dashboard")
        TRY(call_api(api, "POST", item + "/publish"));
    if (!before)
        return Change::created;
    return *before == version_of(after) ? Change::unchanged : Change::updated;
}

Result<> write_file(const fs::path& file, const std::string& text)
{
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << text;
    stream.flush();
    if (error || !stream)
        return fail(Error::give_up(
            fmt::format("{} cannot be written; check its folder's rights and room", file.string())));
    return {};
}

// A name as a file name: what is not plain becomes '-'.
std::string file_name(std::string name)
{
    for (char& letter : name)
        if (!std::isalnum(static_cast<unsigned char>(letter)) && letter != '_' && letter != '-' &&
            letter != '.')
            letter = '-';
    return name + ".yaml";
}

// Drops what the server alone decides and what says nothing, so that the file is what a person would write.
std::string document_yaml(const json::value& item, const std::string& kind)
{
    static constexpr std::string_view kServerOwn[] = {
        "kind",        "number",   "uuid",       "workspace_id", "version",  "published_version",
        "next_run_at", "owned_by", "created_at", "updated_at",   "warnings", "datasets"};
    json::object document{{"kind", kind}};
    for (const auto& member : item.as_object()) {
        const bool row_id = kind != "dashboard" && member.key() == "id";
        const bool no_template = member.key() == "template_html" && member.value().is_null();
        if (!row_id && !no_template &&
            std::ranges::find(kServerOwn, std::string_view(member.key())) == std::end(kServerOwn))
            document[member.key()] = member.value();
    }
    if (json::value* queries = document.if_contains("queries"))
        for (json::value& query : queries->as_array())
            query.as_object().erase("id");
    return codec::json_to_yaml(json::serialize(document));
}

Result<int> export_items(ApiTransport& api, const fs::path& folder, const std::string& kind,
                         std::ostream& progress)
{
    const std::string collection = fmt::format("/v1/{}s", kind);
    const json::value items = TRY(call_api(api, "GET", collection));
    const char* key = kind == "dashboard" ? "id" : "name";
    std::set<fs::path> written;
    int count = 0;
    for (const json::value& item : items.as_array()) {
        const std::string name = text_of(item.as_object(), key);
        fs::path file = folder / fmt::format("{}s", kind) / file_name(name);
        // Two names may come down to one file name.
        for (int copy = 2; !written.insert(file).second; ++copy)
            file.replace_filename(file_name(fmt::format("{}-{}", name, copy)));
        TRY(write_file(file, document_yaml(item, kind)));
        progress << file.string() << "\n";
        ++count;
    }
    return count;
}

// The workspace's theme, if it has one.
Result<int> export_theme(ApiTransport& api, const fs::path& folder, std::ostream& progress)
{
    const Result<json::value> theme = call_api(api, "GET", "/v1/theme");
    if (!theme && theme.error().kind == ErrorKind::not_found)
        return 0;
    const fs::path file = folder / "theme.yaml";
    TRY(write_file(file, document_yaml(TRY(theme), "theme")));
    progress << file.string() << "\n";
    return 1;
}

} // namespace

Result<ApplySummary> apply_folder(ApiTransport& api, const fs::path& folder, std::ostream& progress)
{
    const std::vector<Document> documents = TRY(read_folder(folder));
    if (documents.empty())
        return fail(Error::not_found(fmt::format("{} holds no .yaml file", folder.string())));
    ApplySummary summary;
    for (const std::string kind : {"theme", "connection", "dashboard", "report"}) {
        for (const Document& document : documents) {
            if (document.kind != kind)
                continue;
            const Result<Change> change = apply_document(api, document);
            if (!change)
                return fail(in_file(change.error(), document.file));
            progress << fmt::format("{} {} {}\n", kind, document.name, to_string(*change));
            ++(kind == "theme"        ? summary.themes
               : kind == "connection" ? summary.connections
               : kind == "dashboard"  ? summary.dashboards
                                      : summary.reports);
        }
    }
    return summary;
}

Result<ApplySummary> export_folder(ApiTransport& api, const fs::path& folder, std::ostream& progress)
{
    ApplySummary summary;
    summary.themes = TRY(export_theme(api, folder, progress));
    summary.connections = TRY(export_items(api, folder, "connection", progress));
    summary.dashboards = TRY(export_items(api, folder, "dashboard", progress));
    summary.reports = TRY(export_items(api, folder, "report", progress));
    return summary;
}

} // namespace presstime::cli
