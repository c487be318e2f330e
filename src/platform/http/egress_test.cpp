// The egress policy over the collected abuse vectors: as addresses and as spellings in a URL.
#include "platform/http/egress.hpp"
#include "platform/http/own_address.hpp"

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
          "255.255.255.255", "100.100.100.200", "168.63.129.16",   "192.0.0.192", "239.255.255.255",
          "192.0.0.9"})
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
                                "ff02::1",
                                "::ffff:0:0",
                                "::ffff:10.0.0.1",
                                "::ffff:0:a9fe:a9fe",
                                "::a9fe:a9fe",
                                "::200:5efe:7f00:1",
                                "64:ff9b:1:ffff::a00:1",
                                "64:ff9b:0:1::1",
                                "100:0:0:0:ffff::",
                                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                                "2001:10::1",
                                "2001:1ff:ffff::1",
                                "2002:a9fe:a9fe::1",
                                "2002:a00:1::",
                                "3fff:fff:ffff::1",
                                "5f00:ffff::1",
                                "4000::1",
                                "fdff:ffff::1",
                                "febf:ffff::1",
                                "feff:ffff::1",
                                "ffff:ffff::1"})
        EXPECT_FALSE(allowed(policy, address)) << address;
}

TEST(EgressPolicy, LetsPublicAddressesPassRightUpToTheEdges)
{
    EgressPolicy policy;
    for (const char* address : {"8.8.8.8",         "100.63.255.254",   "100.128.0.1",
                                "172.15.255.255",  "172.32.0.1",       "11.0.0.0",
                                "126.255.255.255", "128.0.0.1",        "2001:4860:4860::8888",
                                "2606:4700::1111", "64:ff9b::808:808", "9.255.255.255",
                                "169.253.255.255", "169.255.0.0",      "191.255.255.255",
                                "192.0.1.0",       "192.0.3.0",        "192.88.98.255",
                                "192.88.100.0",    "192.167.255.255",  "192.169.0.0",
                                "198.17.255.255",  "198.20.0.0",       "198.51.99.255",
                                "198.51.101.0",    "203.0.112.255",    "203.0.114.0",
                                "223.255.255.255", "64:ff9c::1",       "64:ff9a:ffff::1",
                                "2001:200::1",     "2001:db7:ffff::1", "2001:db9::1",
                                "2001:ffff::1",    "2003::1",          "3ffe::1",
                                "3fff:1000::1",    "2001:1::1",        "2001:4:112::1"})
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
    for (const char* list : {"127.0.0.1/33",
                             "localhost",
                             "10.0.0.0/8,,",
                             "127.0.0.1:0",
                             "127.0.0.1:65536",
                             "127.0.0.1/8:http",
                             "169.254.169.254",
                             "169.254.0.0/16",
                             "fe80::/10",
                             "::1/129",
                             "2130706433",
                             "0x7f.1",
                             "127.1",
                             "hooks..internal",
                             "hooks internal",
                             "*.",
                             "a.*.b",
                             "*corp.example",
                             "hooks.internal:0",
                             "http://hooks.internal",
                             "user@hooks",
                             "hooks.internal/path",
                             "b\xC3\xBC"
                             "cher.example",
                             ".internal",
                             "a.localhost",
                             "*.localhost"}) {
        auto policy = EgressPolicy::create(list, "egress_allow");
        ASSERT_FALSE(policy) << list;
        EXPECT_EQ(policy.error().field, "egress_allow");
    }
}

TEST(EgressPolicy, RefusesAListThatOpensEverything)
{
    for (const char* list : {"0.0.0.0/0", "::/0", "10.0.0.0/8, 0.0.0.0/0", "0.0.0.0/0:8099", "128.0.0.0/1",
                             "8.0.0.0/7", "f000::/4", "*", "all", "everything", "ANY"}) {
        auto policy = EgressPolicy::create(list, "egress_allow");
        ASSERT_FALSE(policy) << list;
        EXPECT_NE(policy.error().message.find("opens every private address; name the networks"),
                  std::string::npos)
            << policy.error().message;
    }
}

TEST(EgressPolicy, OpensPrivateAddressesForTheNamesOnItsListAlone)
{
    EgressPolicy policy = policy_of("hooks.internal, *.Corp.Example:8443, receiver");
    IpAddress inner = *parse_ip_address("10.0.0.7");
    EXPECT_TRUE(policy.allows("hooks.internal", inner, 80));
    EXPECT_TRUE(policy.allows("HOOKS.internal.", inner, 80));
    EXPECT_TRUE(policy.allows("receiver", inner, 80));
    EXPECT_TRUE(policy.allows("a.corp.example", inner, 8443));
    EXPECT_TRUE(policy.allows("b.a.corp.example", inner, 8443));
    for (const char* name : {"", "corp.example", "evilcorp.example", "a.corp.example.org",
                             "hooks.internal.org", "x.hooks.internal", "hooks", "10.0.0.7"})
        EXPECT_FALSE(policy.allows(name, inner, 8443)) << name;
    EXPECT_FALSE(policy.allows("a.corp.example", inner, 443));
    EXPECT_FALSE(policy.allows(inner, 80));
    for (const char* never :
         {"169.254.169.254", "fe80::1", "fd00:ec2::254", "::ffff:10.0.0.7", "0.0.0.0", "224.0.0.1"})
        EXPECT_FALSE(policy.allows("hooks.internal", *parse_ip_address(never), 80)) << never;
    std::vector<IpAddress> answers = {inner};
    EXPECT_TRUE(policy.check_addresses("hooks.internal", answers, 80));
    EXPECT_FALSE(policy.check_addresses("other.internal", answers, 80));
}

TEST(EgressPolicy, RefusesThisServersOwnAddressUnlessItsPortIsListed)
{
    std::vector<OwnAddress> own = {{*parse_ip_address("8.8.8.8"), 8080},
                                   {*parse_ip_address("127.0.0.1"), 8080}};
    EgressPolicy open = EgressPolicy().with_own(own);
    EXPECT_FALSE(allowed(open, "8.8.8.8", 8080));
    EXPECT_TRUE(allowed(open, "8.8.8.8", 443));
    EXPECT_FALSE(open.allows("hooks.example.com", *parse_ip_address("8.8.8.8"), 8080));
    EgressPolicy wide = policy_of("127.0.0.0/8, me.internal").with_own(own);
    EXPECT_FALSE(allowed(wide, "127.0.0.1", 8080));
    EXPECT_TRUE(allowed(wide, "127.0.0.1", 8081));
    EXPECT_FALSE(wide.allows("me.internal", *parse_ip_address("127.0.0.1"), 8080));
    EgressPolicy listed = policy_of("127.0.0.1:8080, me.internal:8080").with_own(own);
    EXPECT_TRUE(allowed(listed, "127.0.0.1", 8080));
    EXPECT_TRUE(listed.allows("me.internal", *parse_ip_address("8.8.8.8"), 8080));
}

TEST(EgressPolicy, KnowsEveryAddressOfAServerThatListensOnAll)
{
    auto own = own_addresses({{"0.0.0.0", 8080}, {"::1", 9090}});
    EgressPolicy policy = policy_of("127.0.0.0/8, ::1").with_own(own);
    EXPECT_FALSE(allowed(policy, "127.0.0.1", 8080));
    EXPECT_TRUE(allowed(policy, "127.0.0.1", 9090));
    EXPECT_FALSE(allowed(policy, "::1", 9090));
}

TEST(EgressPolicy, AsksForNamesThatNoSearchDomainCompletes)
{
    EgressPolicy policy = policy_of("receiver, *.svc");
    EXPECT_EQ(policy.lookup_name("hooks.example.com"), "hooks.example.com.");
    EXPECT_EQ(policy.lookup_name("hooks.example.com."), "hooks.example.com.");
    EXPECT_EQ(policy.lookup_name("receiver"), "receiver");
    EXPECT_EQ(policy.lookup_name("db.svc"), "db.svc");
    EXPECT_EQ(policy.lookup_name("a.localhost"), "localhost");
    EXPECT_EQ(policy.lookup_name("8.8.8.8"), "8.8.8.8");
    for (const char* name : {"db", "db.", "kubernetes"}) {
        auto asked = policy.lookup_name(name);
        ASSERT_FALSE(asked) << name;
        EXPECT_EQ(asked.error().kind, ErrorKind::forbidden);
    }
    EXPECT_NE(refusal(policy, "http://db/").find("full name"), std::string::npos);
    EXPECT_EQ(refusal(policy, "http://receiver/"), "");
}

TEST(UrlCredentials, LeaveTheUrlForAHeader)
{
    struct Case {
        std::string_view url, without, header;
    };
    for (const Case& test : std::initializer_list<Case>{
             {"https://user:pass@h.example/a?b@c", "https://h.example/a?b@c", "Basic dXNlcjpwYXNz"},
             {"https://user:p%40s%3As@h.example:8443", "https://h.example:8443", "Basic dXNlcjpwQHM6cw=="},
             {"https://user@h.example/", "https://h.example/", "Basic dXNlcjo="},
             {"https://:token@h.example/", "https://h.example/", "Basic OnRva2Vu"},
             {"https://a@b@h.example/", "https://h.example/", "Basic YUBiOg=="},
             {"https://public@127.0.0.1/", "https://127.0.0.1/", "Basic cHVibGljOg=="},
             {"https://h.example/x@y", "https://h.example/x@y", ""},
             {"https://h.example?x@y", "https://h.example?x@y", ""},
             {"nonsense@x", "nonsense@x", ""}}) {
        auto split = split_url_credentials(test.url, "url");
        ASSERT_TRUE(split) << test.url;
        EXPECT_EQ(split->url, test.without);
        EXPECT_EQ(split->authorization, test.header);
    }
    for (const char* url : {"https://a%0d%0ab:secret@h.example/", "https://a%3Ab:secret@h.example/",
                            "https://a%zz:secret@h.example/"}) {
        auto split = split_url_credentials(url, "url");
        ASSERT_FALSE(split) << url;
        EXPECT_EQ(split.error().field, "url");
        EXPECT_EQ(split.error().message.find("secret"), std::string::npos);
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
                            "http://[64:ff9b::7f00:1]/",
                            "http://%31%32%37.0.0.1/",
                            "http://127%2e0.0.1/",
                            "http://[0:0:0:0:0:0:0:1]/",
                            "http://[::127.0.0.1]/",
                            "http://[::5efe:7f00:1]/",
                            "http://[2002:7f00:1::]/",
                            "http://localhost.localdomain/",
                            "http://0177.1/",
                            "http://0x7f.0x0.0x0.0x1/",
                            "http://127.0.0.1.../"})
        EXPECT_NE(refusal(policy, url).find("private or reserved"), std::string::npos) << url;
}

TEST(WebhookUrl, NamesTheAllowListOnlyWhereItHelps)
{
    EgressPolicy policy;
    EXPECT_NE(refusal(policy, "http://10.1.2.3/").find("PRESSTIME_EGRESS_ALLOW"), std::string::npos);
    for (const char* url : {"http://169.254.169.254/latest", "http://[fe80::1]/", "http://0.0.0.0/"})
        EXPECT_NE(refusal(policy, url).find("no setting can open"), std::string::npos) << url;
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
        {"http://[::1%25eth0]/", "network zone"},
        {"http://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1/", ""},
        {"http://127.0.0.1%00.example.com/", ""},
        {"http://example.com%2f@127.0.0.1/", "credentials"},
        {"http://\xE2\x91\xA0\x32\x37.0.0.1/", "outside ASCII"},
        {"http://ex\xC3\xA4mple.com/", "xn--"},
        {"http:\\\\127.0.0.1/", "backslash"},
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
