// The commands over the router itself, as the operator of the machine reaches it.
#include "cli/workspace_commands.hpp"

#include "api/test_world.hpp"

#include <sstream>

namespace presstime::cli {
namespace {

class InProcess final : public ApiTransport {
public:
    explicit InProcess(api::Router& router) : router_(router) {}
    Result<http::Response> call(const http::Request& request) override
    {
        http::Request local = request;
        local.local = true;
        return router_.handle(local);
    }

private:
    api::Router& router_;
};

struct Ran {
    int code = 0;
    std::string out;
    std::string err;
};

Ran run(api::World& world, const std::string& name, std::vector<std::string_view> words)
{
    const OpenApi open = [&](const auto&) -> Result<std::unique_ptr<ApiTransport>> {
        return std::make_unique<InProcess>(world.router);
    };
    for (const Command& command : workspace_commands(open))
        if (command.name == name) {
            std::ostringstream out;
            std::ostringstream err;
            const int code = command.run(words, out, err);
            return {code, out.str(), err.str()};
        }
    return {-1, {}, "there is no such command"};
}

TEST(WorkspaceCommands, MakeOneAndPrintItsKeyAlone)
{
    api::World world;
    const std::vector<std::string_view> words{"--name", "Team two", "--owner-email", "ann@example.com"};
    const Ran made = run(world, "workspace create", words);
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_TRUE(made.out.starts_with("pt_"));
    EXPECT_EQ(made.out.find('\n'), made.out.size() - 1);
    const std::string key = made.out.substr(0, made.out.size() - 1);
    const api::Answer there = world.send("GET", "/v1/workspace", "", {{"authorization", "Bearer " + key}});
    EXPECT_EQ(there.text("name"), "Team two");
    EXPECT_EQ(run(world, "workspace list", {}).out,
              "1\tPresstime\towner@example.com\n2\tTeam two\tann@example.com\n");
}

TEST(WorkspaceCommands, SayWhatIsMissing)
{
    api::World world;
    const Ran made = run(world, "workspace create", {});
    EXPECT_NE(made.code, 0);
    EXPECT_EQ(made.out, "");
    EXPECT_NE(made.err.find("--name is required"), std::string::npos) << made.err;
}

} // namespace
} // namespace presstime::cli
