// POST of a stored file by libcurl. The addresses a name resolved to are vetted before connecting, pinned,
// and vetted again at the socket, so that no second lookup can slip another one in.
#include "platform/http/client.hpp"

#include "base/text.hpp"
#include "platform/http/curl_handle.hpp"
#include "platform/http/header_rules.hpp"
#include "platform/http/resolve.hpp"
#include "platform/http/stored_file.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <sys/socket.h>

namespace presstime::http {

namespace {

constexpr std::size_t kHeaderReadLimit = 64UL * 1024;
constexpr std::chrono::seconds kConnectTimeout{10};

struct Exchange {
    const EgressPolicy& policy;
    const PostRequest& request;
    const UrlTarget& target;
    const std::vector<IpAddress>& pinned;
    StoredFile body;
    PostOutcome outcome;
    std::optional<Error> stopped; // set when one of our callbacks ended the transfer
    std::size_t response_bytes = 0;
    std::size_t header_bytes = 0;
    bool answer_cut = false;
};

curl_socket_t open_vetted_socket(void* user, curlsocktype, curl_sockaddr* address)
{
    auto& exchange = *static_cast<Exchange*>(user);
    auto ip = from_socket_address(address->addr);
    bool is_pinned =
        ip && std::find(exchange.pinned.begin(), exchange.pinned.end(), *ip) != exchange.pinned.end();
    if (!is_pinned || !exchange.policy.allows(exchange.target.host, *ip, port_of(address->addr))) {
        exchange.stopped = Error::forbidden(
            fmt::format("{} leads to an address outside of what was checked", exchange.target.host));
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Result<> begin_body(Exchange& exchange)
{
    if (exchange.request.before_first_body_byte)
        TRY(exchange.request.before_first_body_byte());
    exchange.outcome.body_started = true;
    return {};
}

std::size_t read_body(char* buffer, std::size_t size, std::size_t count, void* user)
{
    auto& exchange = *static_cast<Exchange*>(user);
    PostOutcome& outcome = exchange.outcome;
    if (!outcome.body_started) {
        if (auto begun = begin_body(exchange); !begun) {
            exchange.stopped = begun.error();
            return CURL_READFUNC_ABORT;
        }
    }
    auto left = static_cast<std::size_t>(exchange.request.body_bytes - outcome.body_bytes_sent);
    std::size_t wanted = std::min(size * count, left);
    std::size_t got = wanted == 0 ? 0 : std::fread(buffer, 1, wanted, exchange.body.get());
    if (got == 0 && wanted > 0) {
        exchange.stopped = Error::give_up("the stored file became shorter while it was sent")
                               .with_context(exchange.request.body_path.string());
        return CURL_READFUNC_ABORT;
    }
    outcome.body_bytes_sent += static_cast<std::int64_t>(got);
    return got;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user)
{
    auto& exchange = *static_cast<Exchange*>(user);
    std::string_view line(data, size * count);
    exchange.header_bytes += line.size();
    if (exchange.header_bytes > kHeaderReadLimit) {
        exchange.answer_cut = true;
        return 0;
    }
    constexpr std::string_view kName = "retry-after:";
    if (line.starts_with("HTTP/"))
        exchange.outcome.retry_after.clear();
    else if (exchange.outcome.retry_after.empty() &&
             equals_ignore_case_ascii(line.substr(0, kName.size()), kName))
        exchange.outcome.retry_after = trim(line.substr(kName.size()));
    return line.size();
}

std::size_t take_answer(char* data, std::size_t size, std::size_t count, void* user)
{
    auto& exchange = *static_cast<Exchange*>(user);
    std::string_view bytes(data, size * count);
    std::string& kept = exchange.outcome.response;
    kept += bytes.substr(0, kResponseKeepLimit - kept.size());
    exchange.response_bytes += bytes.size();
    if (exchange.response_bytes <= kResponseReadLimit)
        return bytes.size();
    exchange.answer_cut = true;
    return 0;
}

Result<CurlList> make_headers(const PostRequest& request)
{
    CurlList list;
    bool has_type = false;
    for (const auto& [name, value] : request.headers) {
        TRY(check_header(name, value));
        has_type = has_type || equals_ignore_case_ascii(name, "content-type");
        append(list, value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
    }
    if (!has_type)
        append(list, "Content-Type: application/octet-stream");
    append(list, "User-Agent: Presstime");
    append(list, "Expect:"); // no waiting for "100 Continue"
    return list;
}

void set_limits(CURL* curl, const Deadline& deadline)
{
    auto connect_limit = deadline.sooner(kConnectTimeout).remaining();
    auto limit_ms = std::chrono::duration_cast<std::chrono::milliseconds>(connect_limit).count();
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, std::max(1L, static_cast<long>(limit_ms)));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
}

void set_callbacks(CURL* curl, Exchange& exchange)
{
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_vetted_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(exchange.request.body_bytes));
    if (exchange.request.body_bytes == 0)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, "");
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_body);
    curl_easy_setopt(curl, CURLOPT_READDATA, &exchange);
}

std::optional<Error> judge_end(const Exchange& exchange, CURL* curl, CURLcode code)
{
    if (exchange.stopped)
        return exchange.stopped;
    if (code == CURLE_OK || exchange.answer_cut)
        return std::nullopt;
    return Error::retry(describe_curl_failure(curl, code, exchange.target.host))
        .with_context(failure_detail(curl, code));
}

void perform(Exchange& exchange, const Deadline& deadline)
{
    PostOutcome& outcome = exchange.outcome;
    CurlHandle curl = make_curl_handle(deadline);
    auto headers = make_headers(exchange.request);
    if (!headers) {
        outcome.error = headers.error();
        return;
    }
    CurlList pins;
    if (!parse_ip_address(exchange.target.host))
        append(pins, pin_entry(exchange.target.host, exchange.target.port, exchange.pinned));
    char detail[CURL_ERROR_SIZE] = {};
    curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(curl.get(), CURLOPT_URL, exchange.request.url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_RESOLVE, pins.get());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers->get());
    set_limits(curl.get(), deadline);
    set_callbacks(curl.get(), exchange);
    require_verified_tls(curl.get(), exchange.request.ca_file);

    CURLcode code = curl_easy_perform(curl.get());
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    outcome.status = status >= 200 ? static_cast<int>(status) : 0;
    outcome.peer = peer_of(curl.get());
    outcome.body_complete = outcome.body_started && outcome.body_bytes_sent == exchange.request.body_bytes;
    outcome.error = judge_end(exchange, curl.get(), code);
    if (outcome.error && outcome.error->context.empty())
        outcome.error->context = detail;
}

Result<PostOutcome> post(const EgressPolicy& policy, const PostRequest& request, const Deadline& deadline)
{
    UrlTarget target = TRY(parse_url_target(request.url, "url"));
    if (deadline.expired())
        return fail(Error::retry(fmt::format("no time was left to reach {}", target.host)));
    StoredFile body = TRY(open_stored_file(request.body_path, request.body_bytes));
    auto addresses = TRY(resolve_host(TRY(policy.lookup_name(target.host)), deadline));
    TRY(policy.check_addresses(target.host, addresses, target.port));
    Exchange exchange{policy, request, target, addresses, std::move(body), {}, {}};
    if (request.body_bytes == 0)
        TRY(begin_body(exchange));
    perform(exchange, deadline);
    return std::move(exchange.outcome);
}

} // namespace

PostOutcome post_file(const EgressPolicy& policy, const PostRequest& request, const Deadline& deadline)
{
    auto started = std::chrono::steady_clock::now();
    PostOutcome outcome;
    if (auto result = post(policy, request, deadline); result)
        outcome = std::move(*result);
    else
        outcome.error = result.error();
    outcome.latency =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
    return outcome;
}

} // namespace presstime::http
