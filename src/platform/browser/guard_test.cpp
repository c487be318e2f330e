// What a page may not reach, with the real Chromium: nothing outside of it, whatever its scripts try.
#include "platform/browser/browser_fixture.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>

namespace presstime::browser {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A port of this machine on which somebody would notice a connection or a datagram.
class Watch {
public:
    explicit Watch(int type) : socket_(socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)), type_(type)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address);
        if (type == SOCK_STREAM)
            listen(socket_.get(), 16);
        socklen_t size = sizeof address;
        getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
    }
    bool was_reached() const
    {
        char byte = 0;
        return (type_ == SOCK_STREAM ? accept(socket_.get(), nullptr, nullptr)
                                     : recv(socket_.get(), &byte, 1, 0)) >= 0;
    }
    int port = 0;

private:
    UniqueFd socket_;
    int type_;
};

TEST_F(BrowserTest, ReachesNobodyWhateverItTries)
{
    const Watch tcp(SOCK_STREAM);
    const Watch udp(SOCK_DGRAM);
    const std::string script = fmt::format(
        R"js(const at = 'http://127.0.0.1:{0}/', late = [];
        const attempt = action => {{
            try {{ const made = action(); if (made && made.catch) late.push(made.catch(() => 0)); }}
            catch (ignored) {{}}
        }};
        const call = maker => {{
            const peer = new maker.RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{1}'}}]}});
            peer.createDataChannel('x');
            return peer.createOffer().then(offer => peer.setLocalDescription(offer));
        }};
        attempt(() => fetch(at + 'fetch'));
        attempt(() => navigator.sendBeacon(at + 'beacon', 'x'));
        attempt(() => new WebSocket('ws://127.0.0.1:{0}/'));
        attempt(() => new EventSource(at + 'events'));
        attempt(() => navigator.serviceWorker.register('/worker.js'));
        attempt(() => new SharedWorker(at));
        attempt(() => window.open(at + 'popup'));
        attempt(() => call(window));
        attempt(() => call(document.body.appendChild(document.createElement('iframe')).contentWindow));
        attempt(() => new Worker(URL.createObjectURL(new Blob(
            ["fetch('" + at + "').catch(() => 0); new WebSocket('ws://127.0.0.1:{0}/')"]))));
        window.presstimeReady = Promise.all(late).then(() => new Promise(done => setTimeout(done, 400)));)js",
        tcp.port, udp.port);
    const auto page = shared_->print(
        job_of(
            fmt::format("<link rel=dns-prefetch href='http://127.0.0.1:{0}/'><link rel=preconnect "
                        "href='http://127.0.0.1:{0}/'><link rel=stylesheet href='http://127.0.0.1:{0}/c.css'>"
                        "<img src='http://127.0.0.1:{0}/i.png'><iframe src='http://127.0.0.1:{0}/'></iframe>"
                        "<p>page</p>"
                        "<script>{1}</script>",
                        tcp.port, script)),
        soon());
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_FALSE(tcp.was_reached());
    EXPECT_FALSE(udp.was_reached());
    EXPECT_THAT(page->problems, Contains(HasSubstr("/i.png was not loaded: its host is not among")));
    EXPECT_THAT(text_of_pdf(page->bytes), HasSubstr("page"));
}

TEST_F(BrowserTest, ReadsNoFile)
{
    const auto page = shared_->print(
        job_of("<p>page</p><img src='file:///etc/passwd'><iframe src='file:///etc/passwd'></iframe><object "
               "data='file:///etc/hostname'></object><script>fetch('file:///etc/passwd').then(r => "
               "r.text()).then(t => document.body.append(t)); location = 'file:///etc/passwd'</script>"),
        soon());
    ASSERT_TRUE(page) << page.error().message;
    const std::string text = text_of_pdf(page->bytes);
    EXPECT_THAT(text, HasSubstr("page"));
    EXPECT_THAT(text, Not(HasSubstr("root:")));
    EXPECT_FALSE(page->problems.empty());
}

TEST_F(BrowserTest, RefusesAPageThatWantsToLeave)
{
    for (const char* way : {"<meta http-equiv=refresh content='0;url=https://example.com/'>",
                            "<script>location.href = 'https://example.com/'</script>",
                            "<form action='https://example.com/' method=post></form>"
                            "<script>document.forms[0].submit()</script>"}) {
        const auto page = shared_->print(job_of(fmt::format("{}<p>here</p>", way)), soon());
        ASSERT_FALSE(page) << way;
        EXPECT_EQ(page.error().kind, ErrorKind::give_up);
        EXPECT_THAT(page.error().message, HasSubstr("tried to go to https://example.com/")) << way;
    }
}

TEST_F(BrowserTest, ShowsImagesThatAreWrittenIntoIt)
{
    const auto page = shared_->print(
        job_of("<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" "
               "height=\"10\"><text y=\"9\">drawn</text></svg>'>"),
        soon());
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_THAT(page->problems, IsEmpty());
}

TEST(BrowserHosts, LoadsFromTheNamedHostsAloneThroughTheGivenFunction)
{
    const TempFolder folder;
    std::atomic<int> fetched{0};
    Browser browser({.temp_folder = folder.path,
                     .fetch = [&](const std::string& url, const Deadline&) -> Result<FetchedResource> {
                         ++fetched;
                         if (url.ends_with("/moved.css"))
                             return FetchedResource{302, "text/html", {}};
                         EXPECT_EQ(url, "https://cdn.example.com/look.css");
                         return FetchedResource{200, "text/css", "p::after { content: ' styled' }"};
                     }});
    PrintJob job = job_of("<link rel=stylesheet href='https://cdn.example.com/look.css'><link rel=stylesheet "
                          "href='https://cdn.example.com/moved.css'><link rel=stylesheet "
                          "href='https://example.org/look.css'><p>text</p>");
    job.hosts = {"cdn.example.com"};
    const auto page = browser.print(job, soon());
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(fetched, 2);
    EXPECT_THAT(text_of_pdf(page->bytes), HasSubstr("text styled"));
    EXPECT_THAT(page->problems, Contains(HasSubstr("moved.css was not loaded: the answer was 302")));
    EXPECT_THAT(page->problems, Contains(HasSubstr("example.org/look.css was not loaded: its host")));
}

} // namespace
} // namespace presstime::browser
