#include "cli/apply.hpp"

#include "cli/api_call.hpp"
#include "codec/document.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
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
    std::string name;  // what recognises it: the dashboard's id, the name of the others
    std::string json;
};

Error in_file(Error error, const fs::path& file)
{
    const std::string field = error.field.empty() ? std::string{} : fmt::format("{}: ", error.field);
    error.message = fmt::format("{}: {}{}", file.string(), field, error.message);
    return error;
}

std::string text_member(const json::object& object, const char* key)
{
    const json::value* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string{};
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
    document.kind = text_member(value.get_object(), "kind");
    if (document.kind != "connection" && document.kind != "dashboard" && document.kind != "report")
        return fail(Error::invalid("kind", "must be connection, dashboard or report"));
    const char* key = document.kind == "dashboard" ? "id" : "name";
    document.name = text_member(value.get_object(), key);
    if (document.name.empty())
        return fail(Error::invalid(key, "is required in a file, to recognise the document by"));
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
            return fail(Error::too_large("", fmt::format("{} holds more than {} files", folder.string(), kMaxFiles)));
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

enum class Change { created, updated };

Result<Change> put(ApiTransport& api, const std::string& collection, const std::string& item, const std::string& body)
{
    const Result<json::value> existing = call_api(api, "GET", item);
    if (!existing && existing.error().kind != ErrorKind::not_found)
        return fail(existing.error());
    if (!existing) {
        TRY(call_api(api, "POST", collection, body));
        return Change::created;
    }
    TRY(call_api(api, "PATCH", item, body));
    return Change::updated;
}

// Reports are recognised by their name; the integer id is the server's.
Result<std::string> find_report(ApiTransport& api, const std::string& name)
{
    const json::value reports = TRY(call_api(api, "GET", "/v1/reports"));
    for (const json::value& report : reports.as_array())
        if (text_member(report.as_object(), "name") == name)
            return fmt::format("/v1/reports/{}", report.as_object().at("id").to_number<std::int64_t>());
    return std::string("/v1/reports/0");
}

Result<Change> apply_document(ApiTransport& api, const Document& document)
{
    if (document.kind == "connection")
        return put(api, "/v1/connections", "/v1/connections/" + document.name, document.json);
    if (document.kind == "report")
        return put(api, "/v1/reports", TRY(find_report(api, document.name)), document.json);
    const std::string item = "/v1/dashboards/" + document.name;
    const Change change = TRY(put(api, "/v1/dashboards", item, document.json));
    TRY(call_api(api, "POST", item + "/publish"));
    return change;
}

Result<> write_file(const fs::path& file, const std::string& text)
{
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << text;
    stream.flush();
    if (error || !stream)
        return fail(Error::give_up(fmt::format("{} cannot be written; check its folder's rights and room",
                                               file.string())));
    return {};
}

// A name as a file name: what is not plain becomes '-'.
std::string file_name(std::string name)
{
    for (char& letter : name)
        if (!std::isalnum(static_cast<unsigned char>(letter)) && letter != '_' && letter != '-' && letter != '.')
            letter = '-';
    return name + ".yaml";
}

// Drops what the server alone decides, so that the file is what a person would write.
std::string document_yaml(const json::value& item, const char* kind)
{
    json::object document{{"kind", kind}};
    for (const auto& member : item.as_object()) {
        static constexpr std::string_view kServerOwn[] = {
            "kind", "number", "uuid", "workspace_id", "version", "published_version", "next_run_at",
            "created_at", "updated_at", "warnings"};
        const bool report_id = std::string_view(kind) != "dashboard" && member.key() == "id";
        if (!report_id && std::ranges::find(kServerOwn, std::string_view(member.key())) == std::end(kServerOwn))
            document[member.key()] = member.value();
    }
    return codec::json_to_yaml(json::serialize(document));
}

Result<int> export_items(ApiTransport& api, const fs::path& folder, const char* kind, std::ostream& progress)
{
    const std::string collection = fmt::format("/v1/{}s", kind);
    const json::value items = TRY(call_api(api, "GET", collection));
    const char* key = std::string_view(kind) == "dashboard" ? "id" : "name";
    int count = 0;
    for (const json::value& listed : items.as_array()) {
        const std::string name = text_member(listed.as_object(), key);
        // Lists may be short forms; a dashboard is fetched whole.
        const json::value item =
            std::string_view(kind) == "dashboard" ? TRY(call_api(api, "GET", collection + "/" + name)) : listed;
        const fs::path file = folder / fmt::format("{}s", kind) / file_name(name);
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
            progress << fmt::format("{} {} {}\n", kind, document.name,
                                    *change == Change::created ? "created" : "updated");
            ++(kind == "connection" ? summary.connections : kind == "dashboard" ? summary.dashboards : summary.reports);
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
