// All files are read and checked before the first is sent, connections before dashboards before reports.
// Export writes what apply reads, without what the server alone decides.
#include "cli/apply.hpp"

#include "cli/api_call.hpp"
#include "codec/document.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <vector>

namespace presstime::cli {
namespace json = boost::json;
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kMaxFileBytes = 1 << 20;
constexpr std::size_t kMaxFiles = 10'000;

struct Document {
    fs::path file;
    std::string kind;
    std::string name; // what recognises it: the dashboard's id, the name of the others
    std::string json;
};

Error in_file(Error error, const fs::path& file)
{
    const std::string field = error.field.empty() ? std::string{} : fmt::format("{}: ", error.field);
    error.message = fmt::format("{}: {}{}", file.string(), field, error.message);
    return error;
}

// What can be judged before anything is sent.
Result<> check_shape(const Document& document)
{
    if (document.kind == "connection")
        TRY(codec::connection_from_json(document.json));
    else if (document.kind == "dashboard")
        TRY(codec::dashboard_from_json(document.json));
    else
        TRY(codec::report_from_json(document.json));
    return {};
}

Result<Document> read_document(const fs::path& file)
{
    std::error_code size_error;
    const std::uintmax_t bytes = fs::file_size(file, size_error);
    if (size_error || bytes > kMaxFileBytes)
        return fail(Error::too_large("", "must be a readable file of at most 1 MiB"));
    std::ifstream stream(file, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    Document document{file, {}, {}, TRY(codec::yaml_to_json(text.str()))};
    boost::system::error_code parse_error;
    const json::value value = json::parse(document.json, parse_error);
    if (parse_error || !value.is_object())
        return fail(Error::malformed("must be one document of keys and values"));
    document.kind = text_of(value.get_object(), "kind");
    if (document.kind != "connection" && document.kind != "dashboard" && document.kind != "report")
        return fail(Error::invalid("kind", "must be connection, dashboard or report"));
    const char* key = document.kind == "dashboard" ? "id" : "name";
    document.name = text_of(value.get_object(), key);
    if (document.name.empty())
        return fail(Error::invalid(key, "is required in a file, to recognise the document by"));
    TRY(check_shape(document));
    return document;
}

Result<std::vector<Document>> read_folder(const fs::path& folder)
{
    std::error_code error;
    fs::recursive_directory_iterator entries(folder, error);
    if (error)
        return fail(Error::not_found(fmt::format("{}: {}", folder.string(), error.message())));
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : entries) {
        const std::string extension = entry.path().extension().string();
        if (entry.is_regular_file() && (extension == ".yaml" || extension == ".yml"))
            files.push_back(entry.path());
        if (files.size() > kMaxFiles)
            return fail(
                Error::too_large("", fmt::format("{} holds more than {} files", folder.string(), kMaxFiles)));
    }
    std::ranges::sort(files);
    std::vector<Document> documents;
    for (const fs::path& file : files) {
        Result<Document> document = read_document(file);
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

// The version stored now, or nothing.
Result<std::optional<std::int64_t>> find_version(ApiTransport& api, const Document& document)
{
    if (document.kind != "report") {
        const Result<json::value> found =
            call_api(api, "GET", fmt::format("/v1/{}s/{}", document.kind, document.name));
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
    const std::string item = document.kind == "report"
                                 ? std::string("/v1/reports")
                                 : fmt::format("/v1/{}s/{}", document.kind, document.name);
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
        "kind",        "number",     "uuid",       "workspace_id", "version",       "published_version",
        "next_run_at", "created_at", "updated_at", "warnings",     "template_html", "datasets"};
    json::object document{{"kind", kind}};
    for (const auto& member : item.as_object()) {
        const bool row_id = kind != "dashboard" && member.key() == "id";
        if (!row_id && std::ranges::find(kServerOwn, std::string_view(member.key())) == std::end(kServerOwn))
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

} // namespace

Result<ApplySummary> apply_folder(ApiTransport& api, const fs::path& folder, std::ostream& progress)
{
    const std::vector<Document> documents = TRY(read_folder(folder));
    if (documents.empty())
        return fail(Error::not_found(fmt::format("{} holds no .yaml file", folder.string())));
    ApplySummary summary;
    for (const std::string kind : {"connection", "dashboard", "report"}) {
        for (const Document& document : documents) {
            if (document.kind != kind)
                continue;
            const Result<Change> change = apply_document(api, document);
            if (!change)
                return fail(in_file(change.error(), document.file));
            progress << fmt::format("{} {} {}\n", kind, document.name, to_string(*change));
            ++(kind == "connection"  ? summary.connections
               : kind == "dashboard" ? summary.dashboards
                                     : summary.reports);
        }
    }
    return summary;
}

Result<ApplySummary> export_folder(ApiTransport& api, const fs::path& folder, std::ostream& progress)
{
    ApplySummary summary;
    summary.connections = TRY(export_items(api, folder, "connection", progress));
    summary.dashboards = TRY(export_items(api, folder, "dashboard", progress));
    summary.reports = TRY(export_items(api, folder, "report", progress));
    return summary;
}

} // namespace presstime::cli
