// The demo's webhook receiver: a small HTTP server that keeps what is posted to it as files.
#pragma once

#include "base/result.hpp"
#include "platform/http/server.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace presstime {

class DemoReceiver {
public:
    // Listens on a port of this machine that the system chooses; files go to `folder`.
    Result<> start(const std::filesystem::path& folder);
    std::uint16_t port() const { return port_; }
    void stop();

private:
    std::unique_ptr<http::Server> server_;
    std::uint16_t port_ = 0;
};

} // namespace presstime
