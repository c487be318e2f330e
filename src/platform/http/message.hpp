// Requests and responses as values, for the server, the router and in-process calls of the command line.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::http {

class EventStream;
class UploadedFile;

struct Request {
    std::string method;                         // "GET"
    std::string path;                           // percent-decoded, "/v1/reports/17"
    std::map<std::string, std::string> query;   // decoded; the last of equal names wins
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;
    bool local = false; // came over the data folder's socket: the operator of this machine
    std::string peer;
    // Of a body that goes to disk (UploadConfig): first the handler is asked with nothing but the headers,
    // and answers 100 to let it come; then it is called again with the file.
    bool upload_waits = false;
    std::shared_ptr<UploadedFile> upload;

    std::string_view header(const std::string& lower_case_name) const
    {
        auto found = headers.find(lower_case_name);
        return found == headers.end() ? std::string_view{} : std::string_view(found->second);
    }
};

struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::optional<std::filesystem::path> file; // streamed instead of `body`
    std::shared_ptr<EventStream> stream;       // goes on instead of `body`, until it or the connection ends
};

} // namespace presstime::http
