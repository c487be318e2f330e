// The two ways to the API; which one is taken is decided where the data folder's lock is tried.
#include "cli/api_transport.hpp"

#include "platform/http/client.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <thread>

namespace presstime::cli {

namespace {

constexpr std::uintmax_t kFileLimit = 256 << 20;
// The server that holds the folder may just be starting.
constexpr std::chrono::seconds kStartTime{5};
constexpr std::chrono::milliseconds kPause{50};

class SocketTransport final : public ApiTransport {
public:
    SocketTransport(std::filesystem::path socket, std::chrono::seconds timeout)
        : socket_(std::move(socket)), timeout_(timeout)
    {
    }
    Result<http::Response> call(const http::Request& request) override
    {
        const Deadline deadline = Deadline::after(timeout_);
        const Deadline listening = deadline.sooner(kStartTime);
        for (;;) {
            Result<http::Response> answer = http::call_over_socket(socket_, request, deadline);
            // Not found: nobody listens yet, so nothing was sent.
            if (answer || answer.error().kind != ErrorKind::not_found || listening.expired())
                return answer;
            std::this_thread::sleep_for(kPause);
        }
    }

private:
    std::filesystem::path socket_;
    std::chrono::seconds timeout_;
};

class InProcessTransport final : public ApiTransport {
public:
    explicit InProcessTransport(std::function<http::Response(const http::Request&)> handler)
        : handler_(std::move(handler))
    {
    }
    Result<http::Response> call(const http::Request& request) override
    {
        http::Request local = request;
        local.local = true;
        local.peer = "local";
        http::Response response = handler_(local);
        if (response.file)
            TRY(take_in_file(response));
        return response;
    }

private:
    static Result<> take_in_file(http::Response& response)
    {
        std::error_code error;
        std::uintmax_t bytes = std::filesystem::file_size(*response.file, error);
        if (error)
            return fail(Error::not_found("the file of the answer is no longer stored")
                            .with_context(response.file->string() + ": " + error.message()));
        if (bytes > kFileLimit)
            return fail(
                Error::too_large({}, "the answer is over 256 MiB; start the server and fetch it over HTTP"));
        response.body.resize(bytes);
        std::ifstream file(*response.file, std::ios::binary);
        if (!file.read(response.body.data(), static_cast<std::streamsize>(bytes)))
            return fail(Error::retry("the file of the answer could not be read")
                            .with_context(response.file->string()));
        response.file.reset();
        return {};
    }

    std::function<http::Response(const http::Request&)> handler_;
};

} // namespace

std::unique_ptr<ApiTransport> make_socket_transport(std::filesystem::path socket,
                                                    std::chrono::seconds timeout)
{
    return std::make_unique<SocketTransport>(std::move(socket), timeout);
}

std::unique_ptr<ApiTransport>
make_in_process_transport(std::function<http::Response(const http::Request&)> handler)
{
    return std::make_unique<InProcessTransport>(std::move(handler));
}

} // namespace presstime::cli
