// Certificates for the tests of TLS, made when the test begins: an authority, and servers it vouches for.
#pragma once

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <string>

namespace presstime::http {

struct OpensslDeleter {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using CertificateHandle = std::unique_ptr<X509, OpensslDeleter>;
using KeyHandle = std::unique_ptr<EVP_PKEY, OpensslDeleter>;
using ServerContext = std::unique_ptr<SSL_CTX, OpensslDeleter>;

struct ServerWishes {
    std::string name = "DNS:hooks.test"; // subjectAltName
    long valid_for_s = 3600;             // negative = it has ended; it began two hours ago
    bool self_signed = false;
    int newest_version = 0; // of TLS; 0 = whatever there is
    bool wants_client_certificate = false;
};

class TestAuthority {
public:
    TestAuthority() : key_(EVP_EC_gen("P-256"))
    {
        certificate_ = make("authority", key_.get(), 3600);
        extend(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
        X509_sign(certificate_.get(), key_.get(), EVP_sha256());
    }

    void write_to(const std::string& path) const
    {
        FILE* file = std::fopen(path.c_str(), "w");
        PEM_write_X509(file, certificate_.get());
        std::fclose(file);
    }

    ServerContext server(const ServerWishes& wishes) const
    {
        KeyHandle key(EVP_EC_gen("P-256"));
        CertificateHandle certificate = make("server", key.get(), wishes.valid_for_s);
        extend(certificate.get(), NID_subject_alt_name, wishes.name.c_str());
        if (!wishes.self_signed)
            X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get()));
        X509_sign(certificate.get(), wishes.self_signed ? key.get() : key_.get(), EVP_sha256());
        ServerContext context(SSL_CTX_new(TLS_server_method()));
        SSL_CTX_use_certificate(context.get(), certificate.get());
        SSL_CTX_use_PrivateKey(context.get(), key.get());
        if (wishes.newest_version != 0) {
            SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
            SSL_CTX_set_max_proto_version(context.get(), wishes.newest_version);
            SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
        }
        if (wishes.wants_client_certificate)
            SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
        return context;
    }

private:
    static CertificateHandle make(const std::string& name, EVP_PKEY* key, long valid_for_s)
    {
        CertificateHandle certificate(X509_new());
        X509_set_version(certificate.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -7200);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), valid_for_s);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
        X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
        X509_set_pubkey(certificate.get(), key);
        return certificate;
    }
    static void extend(X509* certificate, int kind, const char* value)
    {
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    }

    KeyHandle key_;
    CertificateHandle certificate_;
};

} // namespace presstime::http
