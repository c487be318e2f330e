// What every use of libcurl here shares: one global initialisation, handles that clean up after themselves,
// safe defaults, and failures told as one sentence. It knows neither HTTP nor SMTP.
#pragma once

#include "base/deadline.hpp"
#include "platform/http/ip_address.hpp"

#include <curl/curl.h>
#include <memory>
#include <string>
#include <vector>

namespace presstime::http {

struct CurlDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlHandle = std::unique_ptr<CURL, CurlDeleter>;
using CurlList = std::unique_ptr<curl_slist, CurlDeleter>;

void append(CurlList& list, const std::string& text);

// "host:port:address,address": what CURLOPT_RESOLVE uses in place of a lookup.
std::string pin_entry(const std::string& host, std::uint16_t port, const std::vector<IpAddress>& addresses);

// A handle without signals, proxies from the environment, or kept connections, bound to the deadline and its
// cancel flag. `deadline` must outlive the transfer. Never null.
CurlHandle make_curl_handle(const Deadline& deadline);

// TLS 1.2 or newer, peer and host name verified against
// `ca_file`, or against the system's store when it is empty.
void require_verified_tls(CURL* handle, const std::string& ca_file);

// One sentence without addresses: "could not connect to hooks.example.com".
std::string describe_curl_failure(CURL* handle, CURLcode code, const std::string& host);
// The operator's part of it, "connection refused": what the system said, or the library. Not for strangers,
// whom it would tell which inner ports are open.
std::string failure_detail(CURL* handle, CURLcode code);

// Address and port of the other side, "203.0.113.9:587"; empty when no connection was made.
std::string peer_of(CURL* handle);

} // namespace presstime::http
