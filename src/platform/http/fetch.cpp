// The addresses are vetted before connecting, pinned, and vetted again at the socket.
#include "platform/http/fetch.hpp"

#include "base/text.hpp"
#include "platform/http/curl_handle.hpp"
#include "platform/http/resolve.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>

namespace presstime::http {
namespace {

struct Transfer {
    const EgressPolicy& policy;
    const std::string& host;
    const std::vector<IpAddress>& pinned;
    std::size_t most_bytes;
    std::string body;
    bool strayed = false;
    bool too_large = false;
};

curl_socket_t open_pinned_socket(void* user, curlsocktype, curl_sockaddr* address)
{
    auto& transfer = *static_cast<Transfer*>(user);
    const auto ip = from_socket_address(address->addr);
    if (!ip || std::ranges::find(transfer.pinned, *ip) == transfer.pinned.end() ||
        !transfer.policy.allows(transfer.host, *ip, port_of(address->addr))) {
        transfer.strayed = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_bytes(char* data, std::size_t size, std::size_t count, void* user)
{
    auto& transfer = *static_cast<Transfer*>(user);
    const std::size_t bytes = size * count;
    if (transfer.body.size() + bytes > transfer.most_bytes) {
        transfer.too_large = true;
        return 0;
    }
    transfer.body.append(data, bytes);
    return bytes;
}

} // namespace

Result<Fetched> fetch(const EgressPolicy& policy, const std::string& url, const FetchLimits& limits,
                      const Deadline& deadline)
{
    const UrlTarget target = TRY(parse_url_target(url, "url"));
    const auto addresses = TRY(resolve_host(TRY(policy.lookup_name(target.host)), deadline));
    TRY(policy.check_addresses(target.host, addresses, target.port));
    Transfer transfer{policy, target.host, addresses, limits.bytes, {}};
    const CurlHandle curl = make_curl_handle(deadline);
    CurlList pins;
    if (!parse_ip_address(target.host))
        append(pins, pin_entry(target.host, target.port, addresses));
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_RESOLVE, pins.get());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl.get(), CURLOPT_USERAGENT, "Presstime");
    curl_easy_setopt(curl.get(), CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETFUNCTION, open_pinned_socket);
    curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETDATA, &transfer);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &transfer);
    require_verified_tls(curl.get(), limits.ca_file);
    const CURLcode code = curl_easy_perform(curl.get());
    if (transfer.strayed)
        return fail(
            Error::forbidden(fmt::format("{} leads to an address outside of what was checked", target.host)));
    if (transfer.too_large)
        return fail(Error::too_large(
            "url", fmt::format("{} sends more than {}", target.host, format_bytes(limits.bytes))));
    if (code != CURLE_OK)
        return fail(Error::retry(describe_curl_failure(curl.get(), code, target.host)));
    Fetched fetched;
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    fetched.status = static_cast<int>(status);
    const char* type = nullptr;
    if (curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type) == CURLE_OK && type)
        fetched.content_type = has_control_characters(type) ? "" : type;
    fetched.body = std::move(transfer.body);
    return fetched;
}

} // namespace presstime::http
