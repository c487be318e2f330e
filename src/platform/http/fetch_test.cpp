// Where a resource of a page may be fetched from; the rules are those of EgressPolicy.
#include "platform/http/fetch.hpp"

#include <gtest/gtest.h>

namespace presstime::http {
namespace {

TEST(Fetch, RefusesInwardAddressesBeforeItConnects)
{
    const EgressPolicy policy;
    for (const char* url : {"http://127.0.0.1:9/", "http://[::1]/", "http://169.254.169.254/latest/",
                            "http://localhost/", "http://2130706433/", "http://10.0.0.1/x.png"}) {
        const auto fetched = fetch(policy, url, {}, Deadline::after(std::chrono::seconds(5)));
        ASSERT_FALSE(fetched) << url;
        EXPECT_EQ(fetched.error().kind, ErrorKind::forbidden) << url << ": " << fetched.error().message;
    }
}

TEST(Fetch, TakesHttpAndHttpsAlone)
{
    for (const char* url : {"file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", ""}) {
        const auto fetched = fetch(EgressPolicy(), url, {}, Deadline::after(std::chrono::seconds(5)));
        ASSERT_FALSE(fetched) << url;
        EXPECT_EQ(fetched.error().kind, ErrorKind::invalid) << url;
    }
}

} // namespace
} // namespace presstime::http
