// A file's text becomes JSON at once, so that nothing behind it cares which of the two it was.
#include "cli/documents.hpp"

#include "base/text.hpp"
#include "cli/api_call.hpp"
#include "codec/document.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace presstime::cli {
namespace json = boost::json;
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kMaxFileBytes = 1 << 20;
constexpr std::size_t kMaxFiles = 10'000;
const std::vector<std::string> kKinds{"connection", "dashboard", "report", "theme"};

} // namespace

Result<Document> read_document(const fs::path& file)
{
    std::error_code size_error;
    const std::uintmax_t bytes = fs::file_size(file, size_error);
    if (size_error || bytes > kMaxFileBytes)
        return fail(Error::too_large("", "must be a readable file of at most 1 MiB"));
    std::ifstream stream(file, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    Document document{
        file, {}, {}, file.extension() == ".json" ? text.str() : TRY(codec::yaml_to_json(text.str()))};
    boost::system::error_code parse_error;
    const json::value value = json::parse(document.json, parse_error);
    if (parse_error || !value.is_object())
        return fail(Error::malformed("must be one document of keys and values"));
    document.kind = text_of(value.get_object(), "kind");
    if (std::ranges::find(kKinds, document.kind) == kKinds.end())
        return fail(Error::invalid("kind", fmt::format("must be one of {}", join(kKinds, ", "))));
    if (document.kind == "theme") { // a workspace has one
        document.name = "theme";
        return document;
    }
    const char* key = document.kind == "dashboard" ? "id" : "name";
    document.name = text_of(value.get_object(), key);
    if (document.name.empty())
        return fail(Error::invalid(key, "is required in a file, to recognise the document by"));
    return document;
}

Result<std::vector<fs::path>> find_documents(const fs::path& folder)
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
    return files;
}

Error in_file(Error error, const fs::path& file)
{
    const std::string field = error.field.empty() ? std::string{} : fmt::format("{}: ", error.field);
    error.message = fmt::format("{}: {}{}", file.string(), field, error.message);
    return error;
}

} // namespace presstime::cli
