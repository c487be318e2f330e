// Handles with safe defaults. A proxy named in the environment would resolve and connect on its own, past
// every check made here, so it is switched off.
#include "platform/http/curl_handle.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <mutex>
#include <system_error>

namespace presstime::http {

namespace {

using std::chrono::milliseconds;

void initialise_once()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

// libcurl calls this at least once a second, also while it says goodbye to a server, which its own timeout
// leaves out. The grace lets that timeout, which tells why, come first.
int stop_when_over(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    constexpr std::chrono::milliseconds kGrace{500};
    const auto& deadline = *static_cast<const Deadline*>(user);
    return deadline.cancelled() || std::chrono::steady_clock::now() > deadline.at() + kGrace ? 1 : 0;
}

std::string timeout_sentence(CURL* handle, const std::string& host)
{
    double connected = 0;
    curl_easy_getinfo(handle, CURLINFO_CONNECT_TIME, &connected);
    return connected > 0 ? fmt::format("{} did not answer in time", host)
                         : fmt::format("could not connect to {}", host);
}

} // namespace

void append(CurlList& list, const std::string& text)
{
    curl_slist* grown = curl_slist_append(list.get(), text.c_str());
    if (grown == nullptr)
        throw std::bad_alloc();
    // The list grew in place, or began: either way `grown` is its head and the only owner's.
    if (list.get() != grown)
        list.reset(grown);
}

std::string pin_entry(const std::string& host, std::uint16_t port, const std::vector<IpAddress>& addresses)
{
    std::vector<std::string> texts;
    for (const IpAddress& address : addresses)
        texts.push_back(address.family == IpAddress::Family::v6 ? fmt::format("[{}]", to_text(address))
                                                                : to_text(address));
    return fmt::format("{}:{}:{}", host, port, join(texts, ","));
}

CurlHandle make_curl_handle(const Deadline& deadline)
{
    initialise_once();
    CurlHandle handle(curl_easy_init());
    if (!handle)
        throw std::bad_alloc();
    auto remaining = std::chrono::duration_cast<milliseconds>(deadline.remaining());
    curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(handle.get(), CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_FORBID_REUSE, 1L);
    // 0 would mean no limit at all.
    curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS,
                     static_cast<long>(std::max(remaining, milliseconds(1)).count()));
    curl_easy_setopt(handle.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle.get(), CURLOPT_XFERINFOFUNCTION, stop_when_over);
    curl_easy_setopt(handle.get(), CURLOPT_XFERINFODATA, &deadline);
    return handle;
}

void require_verified_tls(CURL* handle, const std::string& ca_file)
{
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!ca_file.empty())
        curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file.c_str());
}

std::string describe_curl_failure(CURL* handle, CURLcode code, const std::string& host)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return fmt::format("could not find {}: the name does not resolve", host);
    case CURLE_COULDNT_CONNECT:
        return fmt::format("could not connect to {}", host);
    case CURLE_OPERATION_TIMEDOUT:
        return timeout_sentence(handle, host);
    case CURLE_ABORTED_BY_CALLBACK:
        return fmt::format("the try at {} was stopped", host);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
        return fmt::format(
            "the TLS certificate of {} was not accepted; have it mended, or name its authority in "
            "ca_file",
            host);
    case CURLE_SSL_CACERT_BADFILE:
        return "ca_file cannot be read as PEM certificates";
    case CURLE_SSL_CONNECT_ERROR:
        return fmt::format("the TLS handshake with {} failed", host);
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
        return fmt::format("{} closed the connection without an answer", host);
    default:
        return fmt::format("the exchange with {} failed: {}", host, curl_easy_strerror(code));
    }
}

std::string failure_detail(CURL* handle, CURLcode code)
{
    long number = 0;
    curl_easy_getinfo(handle, CURLINFO_OS_ERRNO, &number);
    return number == 0 ? std::string(curl_easy_strerror(code))
                       : to_lower_ascii(std::generic_category().message(static_cast<int>(number)));
}

std::string peer_of(CURL* handle)
{
    char* address = nullptr;
    long port = 0;
    curl_easy_getinfo(handle, CURLINFO_PRIMARY_IP, &address);
    curl_easy_getinfo(handle, CURLINFO_PRIMARY_PORT, &port);
    if (address == nullptr || *address == '\0')
        return {};
    std::string text(address);
    return text.find(':') != std::string::npos ? fmt::format("[{}]:{}", text, port)
                                               : fmt::format("{}:{}", text, port);
}

} // namespace presstime::http
