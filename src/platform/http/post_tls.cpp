// The settings of OpenSSL that every session of the engine shares.
#include "platform/http/post_tls.hpp"

#include "platform/http/ip_address.hpp"

#include <fmt/format.h>
#include <openssl/x509_vfy.h>

namespace presstime::http {

namespace ssl = boost::asio::ssl;

Result<std::unique_ptr<ssl::context>> make_tls_client(const std::string& ca_file)
{
    auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    context->set_verify_mode(ssl::verify_peer);
    boost::system::error_code error;
    if (ca_file.empty())
        context->set_default_verify_paths(error);
    else
        context->load_verify_file(ca_file, error);
    if (error)
        return fail(
            Error::invalid("ca_file", fmt::format("ca_file {} cannot be read as PEM certificates; mend "
                                                  "the file or its path",
                                                  ca_file))
                .with_context(error.message()));
    return context;
}

bool expect_tls_peer(SSL* session, const std::string& host)
{
    X509_VERIFY_PARAM* parameters = SSL_get0_param(session);
    if (parse_ip_address(host))
        return X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) == 1;
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set_tlsext_host_name(session, host.c_str()) == 1 &&
           X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size()) == 1;
}

std::string certificate_fault(SSL* session)
{
    long code = SSL_get_verify_result(session);
    return code == X509_V_OK ? std::string() : X509_verify_cert_error_string(code);
}

} // namespace presstime::http
