// The command line's way to a running server: HTTP over the data folder's Unix socket.
#include "platform/http/client.hpp"

#include "base/text.hpp"
#include "platform/http/curl_handle.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::http {

namespace {

constexpr std::size_t kLongestAnswer = 256U << 20;
constexpr std::string_view kHost = "presstime server";

struct Answer {
    Response response;
    bool too_large = false;
};

// RFC 3986 section 2.3: everything but unreserved characters is escaped, and '/' where it separates a path.
std::string escape(std::string_view text, bool keep_slash)
{
    constexpr std::string_view kUnreserved = "-._~";
    std::string out;
    for (char c : text) {
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     kUnreserved.find(c) != std::string_view::npos || (keep_slash && c == '/');
        if (plain)
            out += c;
        else
            fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string make_url(const Request& request)
{
    std::string url = "http://localhost" + escape(request.path, true);
    char separator = '?';
    for (const auto& [name, value] : request.query) {
        url += separator + escape(name, false) + "=" + escape(value, false);
        separator = '&';
    }
    return url;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user)
{
    auto& answer = *static_cast<Answer*>(user);
    std::string_view line(data, size * count);
    if (line.starts_with("HTTP/")) {
        answer.response.headers.clear();
        return line.size();
    }
    std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
        return line.size();
    std::string name = to_lower_ascii(trim(line.substr(0, colon)));
    std::string value(trim(line.substr(colon + 1)));
    if (name == "content-type")
        answer.response.content_type = value;
    else
        answer.response.headers.emplace_back(std::move(name), std::move(value));
    return line.size();
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user)
{
    auto& answer = *static_cast<Answer*>(user);
    std::size_t bytes = size * count;
    if (answer.response.body.size() + bytes > kLongestAnswer) {
        answer.too_large = true;
        return 0;
    }
    answer.response.body.append(data, bytes);
    return bytes;
}

Result<CurlList> make_headers(const Request& request)
{
    CurlList list;
    for (const auto& [name, value] : request.headers) {
        if (has_control_characters(name) || has_control_characters(value))
            return fail(Error::invalid("headers", "a header holds control characters; remove them"));
        append(list, value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
    }
    append(list, "Expect:");
    return list;
}

void set_request(CURL* curl, const Request& request, Answer& answer)
{
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    bool has_body = !request.body.empty() || (request.method != "GET" && request.method != "HEAD");
    if (has_body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    if (request.method == "HEAD")
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    else
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

Error socket_failure(CURL* curl, CURLcode code, const std::filesystem::path& path, const Answer& answer)
{
    if (answer.too_large)
        return Error::too_large("",
                                fmt::format("the answer is larger than {}", format_bytes(kLongestAnswer)));
    if (code == CURLE_COULDNT_CONNECT)
        return Error::not_found(
            fmt::format("no server listens on {}; start one with presstime serve", path.string()));
    return Error::retry(describe_curl_failure(curl, code, std::string(kHost)));
}

} // namespace

Result<Response> call_over_socket(const std::filesystem::path& path, const Request& request,
                                  const Deadline& deadline)
{
    if (!request.path.starts_with('/'))
        return fail(Error::invalid("path", fmt::format("path \"{}\" must begin with /", request.path)));
    CurlHandle curl = make_curl_handle(deadline);
    CurlList headers = TRY(make_headers(request));
    std::string url = make_url(request);
    Answer answer;
    curl_easy_setopt(curl.get(), CURLOPT_UNIX_SOCKET_PATH, path.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    set_request(curl.get(), request, answer);
    CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK)
        return fail(socket_failure(curl.get(), code, path, answer));
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.response.status = static_cast<int>(status);
    return std::move(answer.response);
}

} // namespace presstime::http
