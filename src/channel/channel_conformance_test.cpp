// The conformance suite over every built-in channel, each with a real receiver.
#include "conformance/channel_conformance.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace presstime::test {
namespace {

std::string read_file(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Of the files that a reader would see: not those under a hidden name.
std::vector<std::string> read_files(const std::filesystem::path& folder)
{
    std::vector<std::string> contents;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (!entry.path().filename().string().starts_with('.'))
            contents.push_back(read_file(entry.path()));
    return contents;
}

std::unique_ptr<Channel> make_channel(std::string_view name, const OptionValues& options)
{
    auto channel = find_channel_plugin(name, "channel").value()->create(options);
    if (!channel)
        throw std::runtime_error(channel.error().message);
    return std::move(*channel);
}

class EmailWorld final : public ChannelWorld {
public:
    Channel& channel() override { return *channel_; }
    std::vector<std::string> taken() override { return read_files(mailbox_.path()); }
    std::string accepting_recipient() override { return "cto@example.com"; }
    std::optional<std::string> rejecting_recipient() override { return "reject@example.com"; }
    std::optional<std::string> deferring_recipient() override { return "defer@example.com"; }
    std::optional<std::string> vanishing_recipient() override { return "drop-after-dot@example.com"; }
    std::optional<std::string> silent_recipient() override { return "silent-after-dot@example.com"; }

private:
    TemporaryFolder mailbox_;
    TestServer server_{"smtp_server.mjs", {{"MAILBOX", mailbox_.path().string()}}};
    std::unique_ptr<Channel> channel_ = make_channel("email", {{"host", "localhost"},
                                                               {"port", std::to_string(server_.port())},
                                                               {"security", "none"},
                                                               {"from", "reports@example.com"}});
};

class WebhookWorld final : public ChannelWorld {
public:
    Channel& channel() override { return *channel_; }
    std::vector<std::string> taken() override { return read_files(bodies_.path()); }
    std::string accepting_recipient() override { return url("/ok"); }
    std::optional<std::string> rejecting_recipient() override { return url("/404"); }
    std::optional<std::string> deferring_recipient() override { return url("/502"); }
    std::optional<std::string> vanishing_recipient() override { return url("/cut"); }
    std::optional<std::string> silent_recipient() override { return url("/slow"); }

private:
    std::string url(std::string_view path)
    {
        return fmt::format("http://127.0.0.1:{}{}", server_.port(), path);
    }

    TemporaryFolder bodies_;
    TestServer server_{"webhook_receiver.mjs", {{"BODIES", bodies_.path().string()}}};
    std::unique_ptr<Channel> channel_ =
        make_channel("webhook", {{"egress_allow", fmt::format("127.0.0.1/32:{}", server_.port())}});
};

class OutboxWorld final : public ChannelWorld {
public:
    Channel& channel() override { return *channel_; }
    std::vector<std::string> taken() override
    {
        std::vector<std::string> messages = read_files(folder_.path());
        for (std::string& message : messages)
            message.erase(0, message.find("\r\n") + 2);
        return messages;
    }
    std::string accepting_recipient() override { return "cto@example.com"; }

private:
    TemporaryFolder folder_;
    std::unique_ptr<Channel> channel_ = make_channel("outbox", {{"folder", folder_.path().string()}});
};

template <typename World>
ChannelCase make_case(std::string name)
{
    return {std::move(name), [] { return std::make_unique<World>(); }};
}

INSTANTIATE_TEST_SUITE_P(Builtin, ChannelConformance,
                         testing::Values(make_case<EmailWorld>("email"), make_case<OutboxWorld>("outbox"),
                                         make_case<WebhookWorld>("webhook")),
                         channel_case_name);

} // namespace
} // namespace presstime::test
