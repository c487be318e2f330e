// Names: who is asked, who is waited for, and that no answer of a name server leads inward.
#include "platform/http/post_test_world.hpp"

#include "base/guarded.hpp"

#include <latch>
#include <map>

namespace presstime::http {
namespace {

using Addresses = std::vector<IpAddress>;

Addresses addresses(std::initializer_list<const char*> texts)
{
    Addresses list;
    for (const char* text : texts)
        list.push_back(parse_ip_address(text).value());
    return list;
}

class PostResolveTest : public PostWorld {
protected:
    PostResolveTest()
    {
        policy_ = EgressPolicy::create("*.test", "allow").value();
        config_.resolve = [names = names_](const std::string& host) { return names->resolve(host); };
    }

    // A name server in place of the system's: an answer after another, the last for ever.
    struct Names {
        std::mutex mutex;
        std::map<std::string, std::vector<Result<Addresses>>> answers;
        std::vector<std::string> asked;

        Result<Addresses> resolve(const std::string& host)
        {
            std::lock_guard lock(mutex);
            asked.push_back(host);
            auto found = answers.find(host);
            if (found == answers.end())
                return fail(Error::not_found("no such name"));
            auto answer = found->second.front();
            if (found->second.size() > 1)
                found->second.erase(found->second.begin());
            return answer;
        }
    };
    std::shared_ptr<Names> names_ = std::make_shared<Names>();
};

void serve(RawPeer& peer)
{
    while (!peer.read_request().empty())
        peer.ok();
}

TEST_F(PostResolveTest, ConnectsToTheAddressAndNamesTheHost)
{
    Guarded<std::string> seen;
    RawServer server([&](RawPeer& peer) {
        std::string request = peer.read_request();
        seen.with([&](std::string& text) { text = request; });
        peer.ok();
    });
    names_->answers["hooks.test"] = {addresses({"127.0.0.1"})};
    EngineOutcome outcome = post(fmt::format("http://Hooks.Test:{}/", server.port()));
    EXPECT_EQ(outcome.status, 200);
    EXPECT_GT(outcome.times.resolved.count(), 0);
    EXPECT_NE(seen.with([](std::string& text) { return text; })
                  .find(fmt::format("Host: hooks.test:{}", server.port())),
              std::string::npos);
}

TEST_F(PostResolveTest, AsksForFullNamesSoThatNoSearchDomainCompletesThem)
{
    for (const char* url : {"http://public.example/", "http://public.example./"})
        EXPECT_EQ(post(url).failure, PostFailure::dns);
    EXPECT_EQ(names_->asked, (std::vector<std::string>{"public.example.", "public.example."}));
    EngineOutcome outcome = post("http://db/");
    EXPECT_EQ(outcome.failure, PostFailure::egress_refused);
    EXPECT_EQ(names_->asked.size(), 2U);
}

TEST_F(PostResolveTest, RefusesANameThatLeadsInwardByAnyOfItsAddresses)
{
    const std::initializer_list<std::initializer_list<const char*>> answers = {
        {"127.0.0.1"},       {"8.8.8.8", "10.0.0.1"}, {"8.8.8.8", "fd00::1"}, {"::1"},
        {"169.254.169.254"}, {"::ffff:127.0.0.1"},    {"64:ff9b::7f00:1"},    {"0.0.0.0"}};
    for (const auto& answer : answers) {
        names_->answers["public.example."] = {addresses(answer)};
        EngineOutcome outcome = post("http://public.example:9/");
        EXPECT_EQ(outcome.failure, PostFailure::egress_refused);
        EXPECT_FALSE(outcome.request_started);
        ASSERT_TRUE(outcome.error);
        for (const char* address : answer)
            EXPECT_EQ(outcome.error->message.find(address), std::string::npos) << outcome.error->message;
        EXPECT_FALSE(outcome.error->context.empty());
    }
    // A name on the list opens private addresses, and metadata for nobody.
    names_->answers["hooks.test"] = {addresses({"169.254.169.254"})};
    EXPECT_EQ(post("http://hooks.test/").failure, PostFailure::egress_refused);
}

TEST_F(PostResolveTest, JudgesEveryAnswerOfANameThatChanges)
{
    RawServer server([](RawPeer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    });
    names_->answers["hooks.test"] = {addresses({"127.0.0.1"}), addresses({"169.254.169.254"})};
    const std::string url = fmt::format("http://hooks.test:{}/", server.port());
    EXPECT_EQ(post(url).status, 200);
    EXPECT_EQ(post(url).failure, PostFailure::egress_refused);
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(PostResolveTest, TriesTheNextAddressWhenOneRefusesOrSwallows)
{
    RawServer server(serve);
    // Nothing listens on that port of the first two.
    names_->answers["hooks.test"] = {addresses({"127.0.0.2", "127.0.0.3", "127.0.0.1"})};
    EngineOutcome outcome = post(fmt::format("http://hooks.test:{}/", server.port()));
    EXPECT_EQ(outcome.status, 200);
    EXPECT_EQ(outcome.peer, fmt::format("127.0.0.1:{}", server.port()));
    engine_.reset();
}

TEST_F(PostResolveTest, TellsADeadNameFromOurOwnSilentNameServers)
{
    EngineOutcome unknown = post("http://gone.example/");
    EXPECT_EQ(unknown.failure, PostFailure::dns);
    EXPECT_FALSE(unknown.local_fault);
    EXPECT_EQ(unknown.error->message, "could not find gone.example: the name does not resolve");
    engine_.reset();

    // Nobody answers at all: our fault.
    names_->answers["silent.example."] = {fail(Error::retry("no server"))};
    EngineOutcome silent = post("http://silent.example/");
    EXPECT_EQ(silent.failure, PostFailure::dns);
    EXPECT_TRUE(silent.local_fault);
    EXPECT_EQ(silent.error->message, "could not find silent.example: the name servers did not answer");
    // Another name resolves: theirs.
    post("http://gone.example/");
    EXPECT_FALSE(post("http://silent.example/").local_fault);
}

// Holds every lookup of names that begin with "slow" until the test lets go.
struct Gate {
    std::promise<void> promise;
    std::shared_future<void> open{promise.get_future()};
    std::atomic<int> waiting{0};
};

TEST_F(PostResolveTest, AsksOnceForManyAndLetsASlowNameHoldUpNoOther)
{
    RawServer server(serve);
    auto gate = std::make_shared<Gate>();
    names_->answers["slow.test"] = {addresses({"127.0.0.1"})};
    names_->answers["quick.test"] = {addresses({"127.0.0.1"})};
    config_.resolver_threads = 2;
    config_.resolve = [gate, names = names_](const std::string& host) {
        if (host.starts_with("slow"))
            gate->open.wait();
        return names->resolve(host);
    };
    std::vector<std::future<EngineOutcome>> slow;
    EngineRequest request{fmt::format("http://slow.test:{}/", server.port()), "x", {}, milliseconds(60'000)};
    for (int i = 0; i < 50; ++i)
        slow.push_back(start(request));
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(post(fmt::format("http://quick.test:{}/", server.port())).status, 200);
    gate->promise.set_value();
    for (auto& answer : slow)
        EXPECT_EQ(answer.get().status, 200);
    std::lock_guard lock(names_->mutex);
    EXPECT_EQ(std::count(names_->asked.begin(), names_->asked.end(), "slow.test"), 1);
    engine_.reset();
}

TEST_F(PostResolveTest, AsksOnceForANameThatOutlivesThoseWhoAsk)
{
    auto gate = std::make_shared<Gate>();
    config_.resolve = [gate](const std::string&) -> Result<Addresses> {
        ++gate->waiting;
        gate->open.wait();
        return Addresses{};
    };
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(post("http://slow.example/", milliseconds(50)).failure, PostFailure::dns);
    EXPECT_EQ(gate->waiting, 1);
    gate->promise.set_value();
}

TEST_F(PostResolveTest, EndsAtTheDeadlineWhileTheNameServersAreSilent)
{
    auto gate = std::make_shared<Gate>();
    config_.resolve = [gate](const std::string&) -> Result<Addresses> {
        gate->open.wait();
        return Addresses{};
    };
    EngineOutcome outcome = post("http://slow.example/", milliseconds(200));
    EXPECT_EQ(outcome.failure, PostFailure::dns);
    EXPECT_TRUE(outcome.local_fault);
    EXPECT_LT(outcome.latency, std::chrono::seconds(3));
    // Stopping does not wait for the resolver either.
    auto held = start({"http://slow.example/", "x", {}, milliseconds(60'000)});
    engine().stop();
    EXPECT_EQ(held.get().failure, PostFailure::cancelled);
    gate->promise.set_value();
}

} // namespace
} // namespace presstime::http
