// The egress policy over the collected abuse vectors: as addresses and as spellings in a URL.
#include "platform/http/egress.hpp"

#include <gtest/gtest.h>

namespace presstime::http {
namespace {

bool allowed(const EgressPolicy& policy, std::string_view address, std::uint16_t port = 443)
{
    auto parsed = parse_ip_address(address);
    EXPECT_TRUE(parsed) << address;
    return parsed && policy.allows(*parsed, port);
}

std::string refusal(const EgressPolicy& policy, std::string_view url)
{
    auto result = policy.check_webhook_url(url, "webhook_url");
    if (result)
        return {};
    EXPECT_EQ(result.error().kind, ErrorKind::invalid) << url;
    EXPECT_EQ(result.error().field, "webhook_url") << url;
    return result.error().message;
}

EgressPolicy policy_of(std::string_view list)
{
    return EgressPolicy::create(list, "egress_allow").value();
}

TEST(EgressPolicy, ForbidsEverythingThatIsNotPublic)
{
    EgressPolicy policy;
    for (const char* address :
         {"0.0.0.0",         "0.1.2.3",         "10.0.0.1",        "100.64.0.1",  "100.127.255.255",
          "127.0.0.1",       "127.255.255.254", "169.254.169.254", "172.16.0.1",  "172.31.255.255",
          "192.0.0.1",       "192.0.2.1",       "192.88.99.1",     "192.168.1.1", "198.18.0.1",
          "198.19.255.255",  "198.51.100.1",    "203.0.113.1",     "224.0.0.1",   "240.0.0.1",
          "255.255.255.255", "100.100.100.200", "168.63.129.16"})
        EXPECT_FALSE(allowed(policy, address)) << address;
    for (const char* address : {"::",
                                "::1",
                                "::ffff:127.0.0.1",
                                "::ffff:8.8.8.8",
                                "::127.0.0.1",
                                "::ffff:0:7f00:1",
                                "::5efe:7f00:1",
                                "64:ff9b::7f00:1",
                                "64:ff9b::a00:1",
                                "64:ff9b::a9fe:a9fe",
                                "64:ff9b:1::1",
                                "100::1",
                                "2001::1",
                                "2001:0:7f00:1::",
                                "2001:db8::1",
                                "3fff::1",
                                "2002:7f00:1::",
                                "2002:808:808::",
                                "5f00::1",
                                "fc00::1",
                                "fd00:ec2::254",
                                "fe80::1",
                                "fec0::1",
                                "ff02::1"})
        EXPECT_FALSE(allowed(policy, address)) << address;
}

TEST(EgressPolicy, LetsPublicAddressesPassRightUpToTheEdges)
{
    EgressPolicy policy;
    for (const char* address :
         {"8.8.8.8", "100.63.255.254", "100.128.0.1", "172.15.255.255", "172.32.0.1", "11.0.0.0",
          "126.255.255.255", "128.0.0.1", "2001:4860:4860::8888", "2606:4700::1111", "64:ff9b::808:808"})
        EXPECT_TRUE(allowed(policy, address)) << address;
}

TEST(EgressPolicy, OpensWhatTheAllowListNamesAndNoMore)
{
    EgressPolicy policy = policy_of("127.0.0.1/32:8099, 10.1.0.0/16,[::1]:9000, fd12::/16");
    EXPECT_TRUE(allowed(policy, "127.0.0.1", 8099));
    EXPECT_FALSE(allowed(policy, "127.0.0.1", 8098));
    EXPECT_FALSE(allowed(policy, "127.0.0.2", 8099));
    EXPECT_TRUE(allowed(policy, "10.1.255.255", 1));
    EXPECT_FALSE(allowed(policy, "10.2.0.0", 1));
    EXPECT_TRUE(allowed(policy, "::1", 9000));
    EXPECT_FALSE(allowed(policy, "::1", 9001));
    EXPECT_TRUE(allowed(policy, "fd12::1"));
}

TEST(EgressPolicy, NeverOpensMetadataOrLinkLocalHoweverWideTheListIs)
{
    EgressPolicy policy = policy_of("192.0.0.0/8, 100.0.0.0/8, 168.0.0.0/8, fc00::/7, hooks.internal");
    EXPECT_TRUE(allowed(policy, "192.168.1.1"));
    for (const char* address :
         {"169.254.169.254", "169.254.0.1", "0.0.0.0", "224.0.0.1", "fe80::1", "fd00:ec2::254",
          "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "100.100.100.200"})
        EXPECT_FALSE(allowed(policy, address)) << address;
}

TEST(EgressPolicy, RefusesAnAllowListItCannotKeep)
{
    for (const char* list :
         {"127.0.0.1/33", "localhost", "10.0.0.0/8,,", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1/8:http",
          "169.254.169.254", "169.254.0.0/16", "fe80::/10", "::1/129"}) {
        auto policy = EgressPolicy::create(list, "egress_allow");
        ASSERT_FALSE(policy) << list;
        EXPECT_EQ(policy.error().field, "egress_allow");
    }
}

TEST(EgressPolicy, RefusesANameWithOnePrivateAnswerAmongPublicOnes)
{
    EgressPolicy policy;
    std::vector<IpAddress> answers = {*parse_ip_address("8.8.8.8"), *parse_ip_address("10.0.0.7")};
    auto result = policy.check_addresses("hooks.example.com", answers, 443);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::forbidden);
    EXPECT_EQ(result.error().message.find("10.0.0.7"), std::string::npos);
    answers.pop_back();
    EXPECT_TRUE(policy.check_addresses("hooks.example.com", answers, 443));
}

TEST(WebhookUrl, AcceptsPublicAddressesAndNames)
{
    EgressPolicy policy;
    for (const char* url : {"https://hooks.example.com/reports", "http://hooks.example.com:8080/a?b=c&d=%20",
                            "HTTPS://EXAMPLE.com", "https://8.8.8.8/", "https://[2606:4700::1111]/x",
                            "https://xn--bcher-kva.example/"})
        EXPECT_EQ(refusal(policy, url), "") << url;
}

TEST(WebhookUrl, RefusesEverySpellingOfAnInwardAddress)
{
    EgressPolicy policy;
    for (const char* url : {"http://127.0.0.1/",
                            "http://127.1/",
                            "http://0x7f000001/",
                            "http://017700000001/",
                            "http://2130706433/",
                            "http://0x7f.1/",
                            "http://0177.0.0.1",
                            "http://127.0.0.1./",
                            "http://[::1]/",
                            "http://[::ffff:7f00:1]/",
                            "http://[::ffff:127.0.0.1]:8080/",
                            "http://localhost/",
                            "http://LOCALHOST:8080/",
                            "http://localhost./",
                            "http://a.localhost/",
                            "http://10.0.0.1/",
                            "http://169.254.169.254/latest/meta-data",
                            "http://0/",
                            "http://[fe80::1]/",
                            "http://[fd00:ec2::254]/",
                            "http://[64:ff9b::7f00:1]/"})
        EXPECT_NE(refusal(policy, url).find("private or reserved"), std::string::npos) << url;
}

TEST(WebhookUrl, NamesTheMendForABadForm)
{
    EgressPolicy policy;
    struct Case {
        std::string url;
        std::string_view says;
    };
    std::vector<Case> cases = {
        {"", "is empty"},
        {"file:///etc/passwd", "must begin with http"},
        {"gopher://example.com/", "must begin with http"},
        {"ftp://example.com/", "must begin with http"},
        {"javascript:alert(1)", "has no scheme"},
        {"hooks.example.com/reports", "has no scheme"},
        {"https://user:secret@example.com/", "credentials"},
        {"http://public@127.0.0.1/", "credentials"},
        {"http://example.com/#part", "fragment"},
        {"http://127.0.0.1#@example.com/", "fragment"},
        {"http://example.com\\@127.0.0.1/", "backslash"},
        {"http://example.com/a b", "percent-encode"},
        {"http://example.com/\r\nHost: x", "control character"},
        {std::string("http://example.com/\0x", 21), "control character"},
        {"http://\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1/", "outside ASCII"},
        {"http://example.com:0/", "port"},
        {"http://example.com:70000/", "not a URL"},
        {"http://[fe80::1%25lo]/", "network zone"},
        {"http:///path", "names no host"},
        {"https://example.com/" + std::string(2048, 'a'), "shorten it"},
    };
    for (const Case& test : cases)
        EXPECT_NE(refusal(policy, test.url).find(test.says), std::string::npos)
            << test.url << " -> " << refusal(policy, test.url);
    EXPECT_EQ(refusal(policy, "https://user:secret@example.com/").find("secret"), std::string::npos);
}

TEST(WebhookUrl, FollowsTheAllowListWithItsPort)
{
    EgressPolicy policy = policy_of("127.0.0.1/32:8099");
    EXPECT_EQ(refusal(policy, "http://127.0.0.1:8099/ok"), "");
    EXPECT_EQ(refusal(policy, "http://localhost:8099/ok"), "");
    EXPECT_NE(refusal(policy, "http://127.0.0.1:8098/ok"), "");
    EXPECT_NE(refusal(policy, "http://127.0.0.1/ok"), "");
}

} // namespace
} // namespace presstime::http
