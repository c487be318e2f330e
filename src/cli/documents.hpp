// Documents in files: one YAML or JSON document a file, recognised by its `kind` and its id or name. What a
// document says is codec's business and whoever uses it.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace presstime::cli {

struct Document {
    std::filesystem::path file;
    std::string kind; // connection, dashboard, report or theme
    std::string name; // what recognises it: the dashboard's id, the name of the others
    std::string json;
};

// `malformed`, `invalid` or `too_large` (1 MiB) when the file holds no document of a known kind.
Result<Document> read_document(const std::filesystem::path& file);

// Every *.yaml and *.yml below `folder`, sorted; at most 10,000.
Result<std::vector<std::filesystem::path>> find_documents(const std::filesystem::path& folder);

// The same error with the file and the field in front of its sentence.
Error in_file(Error error, const std::filesystem::path& file);

} // namespace presstime::cli
