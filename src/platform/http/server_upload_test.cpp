// Bodies that go to disk: who is asked first, what is kept and for how long, and what is refused.
#include "platform/http/problem.hpp"
#include "platform/http/server_test_world.hpp"
#include "platform/http/uploaded_file.hpp"

#include <fstream>
#include <future>
#include <gmock/gmock.h>
#include <sstream>

namespace presstime::http {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string content_of(const std::filesystem::path& path)
{
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

class HttpUpload : public HttpServer {
protected:
    void SetUp() override
    {
        HttpServer::SetUp();
        config_.body_limit = 100;
        config_.uploads =
            UploadConfig{.path_prefix = "/files/", .folder = folder_ / "uploads", .limit = 1000};
    }
    // Lets every upload come, and answers with what came.
    static Response keep(const Request& request)
    {
        Response response = echo(request);
        if (request.upload_waits)
            response.status = 100;
        else if (request.upload)
            response.body = "kept " + content_of(request.upload->path());
        return response;
    }
    static std::string put(const std::string& body, const std::string& more = "")
    {
        return "PUT /files/a HTTP/1.1\r\nHost: x\r\n" + more +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    std::size_t files_left() const
    {
        return static_cast<std::size_t>(std::distance(
            std::filesystem::directory_iterator(folder_ / "uploads"), std::filesystem::directory_iterator()));
    }
    std::string close = "Connection: close\r\n";
};

TEST_F(HttpUpload, ComesToDiskAndIsGoneWhenItIsAnswered)
{
    serve(keep);
    const std::string body(900, 'x');
    Client client(port());
    client.send(put(body));
    EXPECT_EQ(body_of(client.read_answer()), "kept " + body);
    client.send(put(""));
    EXPECT_EQ(body_of(client.read_answer()), "kept ") << "the connection goes on";
    client.send(
        "PUT /files/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    EXPECT_EQ(body_of(client.read_answer()), "kept abc");
    client.send(kGetAndClose);
    client.read_to_end();
    EXPECT_EQ(files_left(), 0U);
}

TEST_F(HttpUpload, StaysWhereTheHandlerMovesIt)
{
    const std::filesystem::path kept = folder_ / "kept";
    serve([&](const Request& request) {
        if (request.upload)
            std::filesystem::rename(request.upload->path(), kept);
        return keep(request.upload ? Request{} : request);
    });
    exchange(put("abc", close));
    EXPECT_EQ(content_of(kept), "abc");
}

TEST_F(HttpUpload, TheHandlerIsAskedBeforeTheBodyIsRead)
{
    serve([](const Request& request) {
        Response refusal = make_problem_response({403, "not you", {}, {}});
        return request.upload_waits ? refusal : keep(request);
    });
    Client client(port());
    client.send("PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n");
    EXPECT_THAT(client.read_answer(), StartsWith("HTTP/1.1 403"));
    EXPECT_EQ(files_left(), 0U);
}

TEST_F(HttpUpload, ContinueIsSaidOnlyToWhatMayCome)
{
    serve(keep);
    Client client(port());
    client.send("PUT /files/a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    EXPECT_EQ(body_of(client.read_answer()), "kept abc");
}

TEST_F(HttpUpload, OverTheLimitIsRefusedAndLeavesNothing)
{
    serve(keep);
    const std::string announced = exchange(put(std::string(1001, 'x'), close));
    EXPECT_THAT(announced, StartsWith("HTTP/1.1 413"));
    const std::string chunk = "400\r\n" + std::string(1024, 'x') + "\r\n";
    const std::string chunked = exchange(
        "PUT /files/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n");
    EXPECT_THAT(chunked, StartsWith("HTTP/1.1 413"));
    EXPECT_THAT(chunked, HasSubstr("the file is over the limit"));
    EXPECT_EQ(files_left(), 0U);
}

TEST_F(HttpUpload, OtherBodiesKeepTheirOwnLimit)
{
    serve(keep);
    const std::string body(101, 'x');
    for (const std::string& line : {std::string("POST /files/a"), std::string("PUT /other")})
        EXPECT_THAT(exchange(line +
                             " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 101\r\n\r\n" +
                             body),
                    StartsWith("HTTP/1.1 413"))
            << line;
}

TEST_F(HttpUpload, MoreThanSoManyAtOnceAreToldToComeAgain)
{
    config_.uploads->at_once = 1;
    std::promise<void> inside;
    std::promise<void> go_on;
    serve([&, once = std::make_shared<std::atomic<bool>>(false)](const Request& request) {
        if (request.upload && !once->exchange(true)) {
            inside.set_value();
            go_on.get_future().wait();
        }
        return keep(request);
    });
    Client first(port());
    first.send(put("abc"));
    inside.get_future().wait();
    const std::string refused = exchange(put("abc", close));
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 429"));
    EXPECT_THAT(refused, HasSubstr("Retry-After: 5"));
    go_on.set_value();
    EXPECT_EQ(body_of(first.read_answer()), "kept abc");
    EXPECT_THAT(exchange(put("def", close)), HasSubstr("kept def"));
}

TEST_F(HttpUpload, WhatIsCutOffLeavesNothing)
{
    serve(keep);
    {
        Client client(port());
        client.send(
            "PUT /files/a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 900\r\n\r\n");
        client.read_until("\r\n\r\n");
        client.send("abc");
    }
    server_.reset(); // waits for the session
    EXPECT_EQ(files_left(), 0U);
}

TEST_F(HttpUpload, WhatADeadProcessLeftIsGoneAtTheStart)
{
    std::filesystem::create_directories(folder_ / "uploads");
    std::ofstream(folder_ / "uploads" / "upload-old") << "x";
    serve(keep);
    EXPECT_EQ(files_left(), 0U);
}

} // namespace
} // namespace presstime::http
