// The server's own HTTP server with a handler that writes files.
#include "app/demo_receiver.hpp"

#include <fmt/format.h>
#include <fstream>

namespace presstime {
namespace {

// "run 12, report 3.pdf": from the headers that identify the post; only digits and letters come from outside.
std::string file_name(const http::Request& request)
{
    auto plain = [](std::string_view text) {
        std::string kept;
        for (const char letter : text.substr(0, 60))
            if (std::isalnum(static_cast<unsigned char>(letter)))
                kept.push_back(letter);
        return kept;
    };
    std::string_view type = request.header("content-type");
    type = type.substr(0, type.find(';'));
    const std::string extension = plain(type.substr(type.find('/') + 1));
    return fmt::format("run-{}-report-{}.{}", plain(request.header("x-presstime-run-id")),
                       plain(request.header("x-presstime-report-id")), extension);
}

} // namespace

Result<> DemoReceiver::start(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(Error::give_up(fmt::format("{} cannot be made: {}", folder.string(), error.message())));
    http::ServerConfig config;
    config.listen = {{"127.0.0.1", 0}};
    config.io_threads = 1;
    config.handler_threads = 2;
    config.body_limit = 64 << 20;
    server_ = std::make_unique<http::Server>(config, [folder](const http::Request& request) {
        std::ofstream file(folder / file_name(request), std::ios::binary);
        file << request.body;
        http::Response response;
        response.status = file ? 200 : 500;
        response.content_type = "text/plain";
        response.body = "received\n";
        return response;
    });
    TRY(server_->start());
    port_ = server_->bound().front().port;
    return {};
}

void DemoReceiver::stop()
{
    if (server_)
        server_->stop();
}

} // namespace presstime
