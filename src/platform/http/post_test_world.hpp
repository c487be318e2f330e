// What the tests of the engine share: an engine that may speak to this machine, and a POST that waits.
#pragma once

#include "platform/http/post_engine.hpp"
#include "platform/http/raw_server.hpp"

#include <fmt/format.h>
#include <future>
#include <gtest/gtest.h>

namespace presstime::http {

class PostWorld : public testing::Test {
protected:
    using milliseconds = std::chrono::milliseconds;

    void TearDown() override { engine_.reset(); }

    PostEngine& engine()
    {
        if (!engine_)
            engine_ = make_post_engine(policy_, config_).value();
        return *engine_;
    }
    std::future<EngineOutcome> start(EngineRequest request)
    {
        auto promise = std::make_shared<std::promise<EngineOutcome>>();
        auto result = engine().submit(
            std::move(request), [promise](EngineOutcome outcome) { promise->set_value(std::move(outcome)); });
        EXPECT_TRUE(result) << result.error().message;
        return promise->get_future();
    }
    EngineOutcome post(const std::string& url, milliseconds timeout = milliseconds(10'000),
                       std::string body = "{\"a\":1}")
    {
        auto answer = start({url, std::move(body), {{"Content-Type", "application/json"}}, timeout});
        EXPECT_EQ(answer.wait_for(timeout + std::chrono::seconds(10)), std::future_status::ready) << url;
        return answer.get();
    }
    EngineOutcome post(const RawServer& server, milliseconds timeout = milliseconds(10'000))
    {
        return post(fmt::format("http://127.0.0.1:{}/hook?a=b", server.port()), timeout);
    }
    // What comes of one POST to a server that does as `script` says.
    EngineOutcome post_to(RawServer::Script script, milliseconds timeout = milliseconds(10'000))
    {
        RawServer server(std::move(script));
        EngineOutcome outcome = post(server, timeout);
        engine_.reset(); // lets scripts that hold see the client go
        return outcome;
    }
    // The same, with a server that answers the bytes and waits for the client to go.
    EngineOutcome answered(const std::string& bytes, milliseconds timeout = milliseconds(10'000))
    {
        return post_to(
            [&](RawPeer& peer) {
                peer.read_request();
                peer.send(bytes);
                peer.hold();
            },
            timeout);
    }

    EgressPolicy policy_ = EgressPolicy::create("127.0.0.0/8", "allow").value();
    EngineConfig config_;
    std::unique_ptr<PostEngine> engine_;
};

} // namespace presstime::http
