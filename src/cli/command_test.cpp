// The frame of the command line: lookup, help, exit status, arguments, and the ways to the API.
#include "cli/api_transport.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"

#include "platform/http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <unistd.h>

namespace presstime::cli {
namespace {

using testing::HasSubstr;
using Words = std::vector<std::string_view>;

struct Outcome {
    int status;
    std::string out;
    std::string err;
};

Outcome run(const Words& words)
{
    auto prints = [](std::string text) {
        return [text](std::span<const std::string_view> arguments, std::ostream& out, std::ostream&) {
            out << text << '(';
            for (std::string_view argument : arguments)
                out << argument << ' ';
            out << ')';
            return 0;
        };
    };
    std::vector<Command> commands{
        {"serve", "runs the server", "usage: presstime serve\n", prints("serve")},
        {"token create", "prints a token", "usage: presstime token create\n", prints("token create")},
        {"token list", "lists tokens", "usage: presstime token list\n", prints("token list")},
        {"explode", "throws", "", [](auto, auto&, auto&) -> int { throw std::runtime_error("boom"); }},
    };
    std::ostringstream out;
    std::ostringstream err;
    int status = run_command(commands, words, out, err);
    return {status, out.str(), err.str()};
}

TEST(CommandTable, RunsTheLongestNameThatFits)
{
    EXPECT_EQ(run({"serve", "--a", "b"}).out, "serve(--a b )");
    EXPECT_EQ(run({"token", "create", "--name", "n"}).out, "token create(--name n )");
}

TEST(CommandTable, PrintsHelpToStdout)
{
    Outcome all = run({"--help"});
    EXPECT_EQ(all.status, 0);
    EXPECT_THAT(all.out, HasSubstr("  token create  prints a token\n"));
    EXPECT_EQ(run({"serve", "--data-dir", "x", "--help"}).out, "usage: presstime serve\n");
    Outcome group = run({"token", "--help"});
    EXPECT_EQ(group.status, 0);
    EXPECT_THAT(group.out, HasSubstr("token list"));
    EXPECT_THAT(group.out, testing::Not(HasSubstr("serve ")));
}

TEST(CommandTable, TakesHelpAfterTwoDashesAsAnArgument)
{
    EXPECT_EQ(run({"serve", "--", "--help"}).out, "serve(-- --help )");
}

TEST(CommandTable, ExitsTwoOnWrongUsageWithNothingOnStdout)
{
    for (const Words& words :
         {Words{}, Words{"token"}, Words{"sevre"}, Words{"token", "craete"}, Words{"--verbose"}}) {
        Outcome outcome = run(words);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_NE(outcome.err, "");
    }
}

TEST(CommandTable, SuggestsTheNearestCommand)
{
    EXPECT_EQ(run({"sevre"}).err, "presstime: unknown command \"sevre\"; did you mean \"serve\"?\n");
    EXPECT_THAT(run({"token", "craete"}).err, HasSubstr("did you mean \"token create\"?"));
    EXPECT_THAT(run({"frobnicate"}).err, HasSubstr("presstime --help lists them"));
}

TEST(CommandTable, ExitsOneWhenACommandThrows)
{
    Outcome outcome = run({"explode"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "presstime: explode failed: boom\n");
}

TEST(CommandTable, ExitsOneWhenTheOutputCannotBeWritten)
{
    std::vector<Command> commands{{"version", "", "", [](auto, std::ostream& out, auto&) {
                                       out << "1";
                                       return 0;
                                   }}};
    std::ofstream full("/dev/full");
    std::ostringstream err;
    EXPECT_EQ(run_command(commands, Words{"version"}, full, err), 1);
    EXPECT_THAT(err.str(), HasSubstr("could not be written"));
}

const std::vector<Flag> kFlags{
    {"data-dir", FlagKind::value, "FOLDER", "where everything is kept"},
    {"param", FlagKind::repeated, "NAME=VALUE", "a parameter"},
    {"insecure", FlagKind::presence, "", "no TLS"},
};

TEST(Arguments, ReadsFlagsInBothSpellings)
{
    auto parsed =
        parse_arguments(Words{"--data_dir=/x", "file", "--param", "a=1", "--insecure", "--param=b=2", "-"},
                        kFlags, {1, 2, "FILE"});
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(parsed->value("data-dir"), "/x");
    EXPECT_EQ(parsed->values("param"), (std::vector<std::string>{"a=1", "b=2"}));
    EXPECT_TRUE(parsed->has("insecure"));
    EXPECT_EQ(parsed->positionals, (std::vector<std::string>{"file", "-"}));
    EXPECT_EQ(parsed->value_or("listen", "none"), "none");
}

TEST(Arguments, TakesEverythingAfterTwoDashesAsPositional)
{
    auto parsed = parse_arguments(Words{"--", "--data-dir"}, kFlags, {0, 1, ""});
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->positionals, std::vector<std::string>{"--data-dir"});
}

TEST(Arguments, LetsAPresenceFlagBeTakenBack)
{
    EXPECT_FALSE(parse_arguments(Words{"--insecure=false"}, kFlags)->has("insecure"));
}

TEST(Arguments, SaysWhatIsWrongAndHowToMendIt)
{
    auto message = [](const Words& words) {
        return parse_arguments(words, kFlags, {0, 0, ""}).error().message;
    };
    EXPECT_EQ(message({"--data-dri", "x"}), "unknown flag --data-dri; did you mean --data-dir?");
    EXPECT_EQ(message({"-x"}), "unknown flag --x; see --help");
    EXPECT_EQ(message({"--data-dir"}), "--data-dir needs a value; write --data-dir FOLDER");
    EXPECT_EQ(message({"--data-dir=a", "--data-dir=b"}), "--data-dir is given twice; give it once");
    EXPECT_EQ(message({"--insecure=maybe"}), "--insecure takes no value but true or false");
    EXPECT_EQ(message({"extra"}), "unexpected argument \"extra\"; see --help");
    EXPECT_EQ(parse_arguments(Words{}, kFlags, {1, 1, "REPORT"}).error().message,
              "missing argument: REPORT; see --help");
}

TEST(Arguments, DescribesFlagsAligned)
{
    EXPECT_EQ(describe_flags(kFlags), "  --data-dir FOLDER   where everything is kept\n"
                                      "  --param NAME=VALUE  a parameter\n"
                                      "  --insecure          no TLS\n");
}

class Transport : public testing::Test {
protected:
    void SetUp() override
    {
        char name[] = "/tmp/transport-test-XXXXXX";
        folder_ = mkdtemp(name);
        std::ofstream(folder_ / "artifact") << "file bytes";
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    http::Response answer(const http::Request& request) const
    {
        http::Response response;
        response.status = request.local ? 200 : 403;
        if (request.path == "/file")
            response.file = folder_ / "artifact";
        else
            response.body = request.method + " " + request.path;
        return response;
    }
    void expect_answers(ApiTransport& transport)
    {
        http::Request request;
        request.method = "GET";
        request.path = "/v1/reports";
        request.query["limit"] = "5";
        auto response = transport.call(request);
        ASSERT_TRUE(response) << response.error().message;
        EXPECT_EQ(response->status, 200);
        EXPECT_EQ(response->body, "GET /v1/reports");
        request.path = "/file";
        EXPECT_EQ(transport.call(request)->body, "file bytes");
    }

    std::filesystem::path folder_;
};

TEST_F(Transport, CallsAHandlerInThisProcess)
{
    expect_answers(
        *make_in_process_transport([this](const http::Request& request) { return answer(request); }));
}

TEST_F(Transport, CallsTheServerOverItsSocket)
{
    http::ServerConfig config;
    config.unix_socket = folder_ / "socket";
    http::Server server(config, [this](const http::Request& request) { return answer(request); });
    ASSERT_TRUE(server.start());
    expect_answers(*make_socket_transport(folder_ / "socket", std::chrono::seconds(10)));
}

TEST_F(Transport, SaysThatNobodyListens)
{
    http::Request request;
    request.method = "GET";
    request.path = "/v1/reports";
    auto response = make_socket_transport(folder_ / "socket", std::chrono::seconds(1))->call(request);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, ErrorKind::not_found);
}

} // namespace
} // namespace presstime::cli
