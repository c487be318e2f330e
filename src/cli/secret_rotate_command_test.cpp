#include "cli/secret_rotate_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace presstime::cli {
namespace {

using testing::HasSubstr;

// Runs the command against a server that answers with `body`.
int run(const std::string& body, std::string& err_text)
{
    const OpenApi open = [&](const std::optional<std::string>&) -> Result<std::unique_ptr<ApiTransport>> {
        return make_in_process_transport([&](const http::Request& request) {
            EXPECT_EQ(request.method + " " + request.path, "POST /v1/secrets/rotate");
            http::Response response;
            response.status = 200;
            response.content_type = "application/json";
            response.body = body;
            return response;
        });
    };
    std::ostringstream out, err;
    const std::vector<std::string_view> words{"secret", "rotate"};
    const int status = run_command({secret_rotate_command(open)}, words, out, err);
    EXPECT_EQ(out.str(), "");
    err_text = err.str();
    return status;
}

TEST(SecretRotate, CountsWhatItSealed)
{
    std::string err;
    EXPECT_EQ(run(R"({"sealed":1,"renewed":5,"unreadable":0,"settings_lag_behind":false})", err), 0);
    EXPECT_EQ(err, "6 secrets are sealed with a new key; copy the key file to its safe place again\n");
}

TEST(SecretRotate, SaysWhatIsLeftToDo)
{
    std::string err;
    EXPECT_EQ(run(R"({"sealed":0,"renewed":5,"unreadable":2,"settings_lag_behind":true})", err), 1);
    EXPECT_THAT(err, HasSubstr("presstime secret seal"));
    EXPECT_THAT(err, HasSubstr("2 secrets cannot be opened"));
}

} // namespace
} // namespace presstime::cli
