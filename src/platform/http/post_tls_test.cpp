// The engine over TLS: whom it trusts, and what it says of those it does not.
#include "platform/http/post_test_world.hpp"
#include "platform/http/test_certificates.hpp"

#include "base/guarded.hpp"
#include "support/test_server.hpp"

namespace presstime::http {
namespace {

class PostTlsTest : public PostWorld {
protected:
    PostTlsTest()
    {
        policy_ = EgressPolicy::create("*.test, 127.0.0.1", "allow").value();
        config_.ca_file = folder_.write("ca.pem", "").string();
        authority_.write_to(config_.ca_file);
        config_.resolve = [](const std::string&) {
            return std::vector{parse_ip_address("127.0.0.1").value()};
        };
    }

    EngineOutcome post_over_tls(const ServerWishes& wishes, const std::string& host = "hooks.test")
    {
        ServerContext context = authority_.server(wishes);
        RawServer server(
            [&](RawPeer& peer) {
                if (!peer.secured())
                    return;
                name_.with([&](std::string& name) { name = peer.server_name(); });
                while (!peer.read_request().empty())
                    peer.ok();
            },
            context.get());
        const std::string url = fmt::format("https://{}:{}/", host, server.port());
        EngineOutcome outcome = post(url);
        if (outcome.status == 200) {
            EXPECT_EQ(post(url).status, 200);
            EXPECT_EQ(server.connections(), 1);
        }
        engine_.reset();
        return outcome;
    }
    std::string asked_name()
    {
        return name_.with([](std::string& name) { return name; });
    }

    test::TemporaryFolder folder_;
    TestAuthority authority_;
    Guarded<std::string> name_;
};

TEST_F(PostTlsTest, AsksForTheHostAndKeepsTheConnection)
{
    EngineOutcome outcome = post_over_tls({});
    EXPECT_EQ(outcome.status, 200) << outcome.error->message << outcome.error->context;
    EXPECT_EQ(outcome.response, "ok");
    EXPECT_EQ(asked_name(), "hooks.test");
    EXPECT_GE(outcome.times.opened, outcome.times.connected);
    EXPECT_EQ(post_over_tls({}, "HOOKS.test.").status, 200);
    EXPECT_EQ(asked_name(), "hooks.test");
    EXPECT_EQ(post_over_tls({.name = "DNS:*.hooks.test"}, "a.hooks.test").status, 200);
    EXPECT_EQ(post_over_tls({.newest_version = TLS1_2_VERSION}).status, 200);
}

TEST_F(PostTlsTest, TrustsAnAddressOnlyWhenTheCertificateNamesIt)
{
    EXPECT_EQ(post_over_tls({.name = "IP:127.0.0.1"}, "127.0.0.1").status, 200);
    EXPECT_EQ(asked_name(), "");
    EXPECT_EQ(post_over_tls({.name = "DNS:127.0.0.1"}, "127.0.0.1").failure, PostFailure::tls);
}

TEST_F(PostTlsTest, SendsNothingToWhomItDoesNotTrust)
{
    struct Case {
        ServerWishes wishes;
        std::string_view says;
    };
    for (const Case& test : std::vector<Case>{{{.valid_for_s = -3600}, "expired"},
                                              {{.self_signed = true}, "self-signed"},
                                              {{.name = "DNS:other.test"}, "hostname mismatch"},
                                              {{.name = "DNS:hooks.test.evil.example"}, "hostname mismatch"},
                                              {{.newest_version = TLS1_VERSION}, "TLS 1.2"},
                                              {{.newest_version = TLS1_1_VERSION}, "TLS 1.2"}}) {
        EngineOutcome outcome = post_over_tls(test.wishes);
        EXPECT_EQ(outcome.failure, PostFailure::tls) << test.says;
        EXPECT_EQ(outcome.status, 0);
        EXPECT_FALSE(outcome.request_started);
        EXPECT_FALSE(outcome.local_fault);
        ASSERT_TRUE(outcome.error);
        EXPECT_NE(outcome.error->message.find(test.says), std::string::npos) << outcome.error->message;
        EXPECT_EQ(outcome.error->message.find("127.0.0.1"), std::string::npos);
    }
}

TEST_F(PostTlsTest, FailsWhereAClientCertificateIsRequired)
{
    for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        EngineOutcome outcome = post_over_tls({.newest_version = version, .wants_client_certificate = true});
        EXPECT_EQ(outcome.failure, PostFailure::tls) << outcome.error->message;
        EXPECT_EQ(outcome.status, 0);
    }
}

TEST_F(PostTlsTest, TrustsNobodyWithoutAnAuthority)
{
    config_.ca_file.clear(); // the system's, which know nothing of this test
    EXPECT_EQ(post_over_tls({}).failure, PostFailure::tls);
    config_.ca_file = folder_.write("bad.pem", "no certificate").string();
    auto engine = make_post_engine(policy_, config_);
    ASSERT_FALSE(engine);
    EXPECT_EQ(engine.error().field, "ca_file");
}

TEST_F(PostTlsTest, SpeaksTlsToNoPlainServerAndEndsAStallingHandshake)
{
    RawServer plain([](RawPeer& peer) {
        peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        peer.hold();
    });
    EXPECT_EQ(post(fmt::format("https://hooks.test:{}/", plain.port())).failure, PostFailure::tls);
    RawServer silent([](RawPeer& peer) { peer.hold(); });
    EngineOutcome stalled = post(fmt::format("https://hooks.test:{}/", silent.port()), milliseconds(300));
    EXPECT_EQ(stalled.failure, PostFailure::connect);
    EXPECT_FALSE(stalled.request_started);
    engine_.reset();
}

} // namespace
} // namespace presstime::http
