#include "control/file_kind.hpp"

#include "base/text.hpp"
#include "platform/text/text_encoding.hpp"
#include "platform/text/text_file.hpp"

#include <fmt/format.h>
#include <fstream>

namespace presstime::control {
namespace {

Error wrong(std::string message)
{
    return Error::invalid("file", std::move(message));
}

std::string first_bytes(const std::filesystem::path& file)
{
    std::string bytes(4096, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

Result<> refuse_known(std::string_view bytes)
{
    if (bytes.empty())
        return fail(wrong("the file is empty"));
    if (bytes.starts_with("SQLite format 3"))
        return fail(wrong("this is a SQLite database; put it into the server's data folder and make a "
                          "connection to it"));
    if (bytes.starts_with("%PDF"))
        return fail(wrong("this is a PDF; upload the data it was made of, as CSV, JSON or Parquet"));
    if (trim(bytes).starts_with("<"))
        return fail(wrong("this is a web page or XML; upload CSV, TSV, JSON or Parquet"));
    return {};
}

std::string kind_of_text(std::string_view bytes, std::string_view extension)
{
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.remove_prefix(3);
    bytes = trim(bytes);
    if (bytes.starts_with("["))
        return "json";
    if (bytes.starts_with("{"))
        return extension == "ndjson" || extension == "jsonl" ? "ndjson" : "json";
    return extension == "tsv" ? "tsv" : "csv";
}

std::string between(std::string_view text, std::string_view before, std::string_view behind)
{
    const std::size_t begin = text.find(before);
    if (begin == std::string_view::npos)
        return {};
    text.remove_prefix(begin + before.size());
    return std::string(text.substr(0, text.find(behind)));
}

} // namespace

Result<ReadyFile> make_ready(const std::filesystem::path& file, std::string_view extension)
{
    const std::string bytes = first_bytes(file);
    if (bytes.starts_with("PAR1"))
        return ReadyFile{"parquet", {}};
    TRY(refuse_known(bytes));
    const TextEncoding encoding = TRY(detect_encoding(file));
    TRY(rewrite_as_utf8(file, encoding));
    ReadyFile ready{kind_of_text(first_bytes(file), extension), {}};
    if (encoding != TextEncoding::utf8)
        ready.note = fmt::format("its text was in {} and is kept in UTF-8",
                                 encoding == TextEncoding::windows_1252 ? "Windows-1252" : "UTF-16");
    if (ready.kind == "csv" || ready.kind == "tsv")
        TRY(check_delimited(file));
    else
        TRY(check_json_depth(file));
    return ready;
}

std::string file_fault(std::string_view message)
{
    const std::string line = between(message, "CSV Error on Line: ", " ");
    const std::string column = between(message, "Error when converting column \"", "\"");
    const std::string value = between(message, "Could not convert string \"", "\"");
    if (!line.empty() && !column.empty())
        return fmt::format("line {}: column {} holds \"{}\", which is of another kind than the values before "
                           "it; mend it, or upload a file of at most 8 MiB, whose column then becomes text",
                           line, column, value);
    if (!line.empty())
        return fmt::format("line {} cannot be read: {}", line,
                           between(message, "Expected Number of Columns: ", " Possible").empty()
                               ? "its values do not fit the lines before it"
                               : "it has another number of values than the lines before it");
    const std::string json = between(message, "Malformed JSON in file ", "\n");
    if (!json.empty()) {
        std::string place = json.substr(std::min(json.find(", at"), json.size()));
        if (const std::size_t either = place.find("record/value"); either != std::string::npos)
            place.replace(either, std::string_view("record/value").size(), "record");
        return "the JSON is malformed" + place;
    }
    const std::size_t colon = message.find(": ");
    return std::string(colon == std::string_view::npos ? message : message.substr(colon + 2));
}

} // namespace presstime::control
