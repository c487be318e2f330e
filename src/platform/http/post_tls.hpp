// TLS as the engine speaks it: version 1.2 or newer, the peer's certificate verified against the name asked
// for.
#pragma once

#include "base/result.hpp"

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <openssl/ssl.h>
#include <string>

namespace presstime::http {

// `ca_file` is PEM; empty = the system's store. `invalid("ca_file")` when it cannot be read.
Result<std::unique_ptr<boost::asio::ssl::context>> make_tls_client(const std::string& ca_file);

// Binds a session to the name (SNI and certificate) or, for an address, to the certificate's address alone.
// False when OpenSSL refuses the name.
bool expect_tls_peer(SSL* session, const std::string& host);

// Why a certificate was not accepted, for the log; empty when that was not the reason.
std::string certificate_fault(SSL* session);

} // namespace presstime::http
