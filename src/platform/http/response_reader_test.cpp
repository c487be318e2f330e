// Answers as bytes, whole and cut at every place, and what is kept of them.
#include "platform/http/response_reader.hpp"

#include "platform/http/client.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

namespace presstime::http {
namespace {

using Progress = ResponseReader::Progress;

struct Read {
    Progress progress = Progress::more;
    ResponseReader reader;
};

// Feeds pieces of at most `piece` bytes until the reader has had enough.
Read read(std::string_view bytes, std::size_t piece = 4096)
{
    Read result;
    while (!bytes.empty() && result.progress == Progress::more) {
        std::string copy(bytes.substr(0, piece)); // so that reading past its end is seen
        result.progress = result.reader.take(copy);
        bytes.remove_prefix(copy.size());
    }
    return result;
}

TEST(ResponseReader, ReadsTheSameInWhateverPiecesItComes)
{
    const std::string answers[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nRetry-After: 3\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\nRetry-After: 3\r\nContent-Length: "
        "5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\nretry-after: "
        "3\r\n\r\n3\r\nhel\r\n2;x=\"y\"\r\nlo\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nRetry-After: 3\r\n\r\n"
        "5\r\nhello\r\n000\r\nTrailer: a\r\nB: c\r\n\r\n",
        "HTTP/1.1 200\nContent-Length:5\nRetry-After:\t3 \n\nhello",
    };
    for (const std::string& answer : answers)
        for (std::size_t piece = 1; piece <= answer.size(); ++piece) {
            Read result = read(answer, piece);
            EXPECT_EQ(result.progress, Progress::whole) << answer << " by " << piece;
            EXPECT_EQ(result.reader.status(), 200);
            EXPECT_EQ(result.reader.body, "hello") << answer << " by " << piece;
            EXPECT_EQ(result.reader.retry_after, "3");
            EXPECT_TRUE(result.reader.reusable()) << answer << " by " << piece;
        }
}

TEST(ResponseReader, TellsWhetherTheConnectionMayServeAgain)
{
    struct Case {
        std::string_view answer;
        bool reusable;
    };
    for (
        const Case& test : std::initializer_list<Case>{
            {"HTTP/1.1 204 No Content\r\n\r\n", true},
            {"HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n", true},
            {"HTTP/1.1 200 OK\r\nContent-Length: 0, 0\r\n\r\n", true},
            {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", false},
            {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, CLOSE\r\nConnection: keep-alive\r\n\r\n",
             false},
            {"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false},
            {"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n", true},
            {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n", false},
            {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokmore", false},
            {"HTTP/1.1 204 No Content\r\n\r\nbody", false},
            {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nno colon\r\n\r\n", false},
            {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: b\r\n folded\r\n\r\n", false},
            {"HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n", false},
            {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: \x01\r\n\r\n", false},
            {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", false}}) {
        Read result = read(test.answer);
        if (result.progress == Progress::more)
            continue; // a length that was not understood runs until the end
        EXPECT_EQ(result.progress, Progress::whole) << test.answer;
        EXPECT_EQ(result.reader.reusable(), test.reusable) << test.answer;
    }
}

TEST(ResponseReader, KeepsTheStatusOfAnAnswerWithStrangeButHarmlessFields)
{
    for (std::string field : {std::string("X: a\0b", 6), std::string("X: \xFF\xFE"), std::string(": empty"),
                              std::string("no colon"), std::string("X: a\rY: b")}) {
        Read result = read("HTTP/1.1 200 OK\r\n" + field + "\r\nContent-Length: 2\r\n\r\nok");
        EXPECT_EQ(result.progress, Progress::whole);
        EXPECT_EQ(result.reader.status(), 200);
        EXPECT_EQ(result.reader.body, "ok");
    }
}

TEST(ResponseReader, RefusesWhatIsNoAnswerOfHttp1)
{
    for (std::string_view bytes :
         {"HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
          "HTTP/1.1  200\r\n\r\n", "HTTP/1.1 099 x\r\n\r\n", "http/1.1 200 OK\r\n\r\n",
          "SSH-2.0-OpenSSH_9.2\r\n\r\n", "\r\n\r\n", "\n\n", "HTTP/1.x 200 OK\r\n\r\n",
          "HTTP/1.1\t200 OK\r\n\r\n", "220 smtp ready\r\n\r\n"}) {
        Read result = read(bytes);
        EXPECT_EQ(result.progress, Progress::broken) << bytes;
        EXPECT_EQ(result.reader.status(), 0) << bytes;
        EXPECT_FALSE(result.reader.fault().empty());
    }
}

TEST(ResponseReader, RefusesASwitchOfProtocolsAndAFloodOfInterimAnswers)
{
    Read switched = read("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
    EXPECT_EQ(switched.progress, Progress::broken);
    EXPECT_EQ(switched.reader.status(), 101);
    std::string interim;
    for (int i = 0; i < kInterimAnswerLimit; ++i)
        interim += "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    Read passed = read(interim + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(passed.progress, Progress::whole);
    EXPECT_EQ(passed.reader.status(), 200);
    Read flooded =
        read(interim + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(flooded.progress, Progress::broken);
}

TEST(ResponseReader, BoundsTheHeader)
{
    std::string fields;
    for (int i = 0; i < kAnswerFieldLimit - 1; ++i)
        fields += fmt::format("X-{}: y\r\n", i);
    const std::string end = "Content-Length: 0\r\n\r\n";
    EXPECT_EQ(read("HTTP/1.1 200 OK\r\n" + fields + end).progress, Progress::whole);
    Read many = read("HTTP/1.1 200 OK\r\n" + fields + "X: y\r\n" + end);
    EXPECT_EQ(many.progress, Progress::broken);
    EXPECT_EQ(many.reader.status(), 200);
    EXPECT_NE(many.reader.fault().find("header is too large"), std::string_view::npos);
    for (std::size_t piece : {std::size_t{1000}, std::size_t{1} << 20}) {
        Read large = read("HTTP/1.1 503 Busy\r\nX: " + std::string(1 << 20, 'x') + "\r\n\r\n", piece);
        EXPECT_EQ(large.progress, Progress::broken);
        EXPECT_EQ(large.reader.status(), 503);
    }
    Read line = read("HTTP/1.1 200 " + std::string(1 << 20, 'x'));
    EXPECT_EQ(line.progress, Progress::broken);
    Read interim = read("HTTP/1.1 100 Go on\r\nX: " + std::string(70'000, 'x'));
    EXPECT_EQ(interim.progress, Progress::broken);
    EXPECT_EQ(interim.reader.status(), 0);
}

TEST(ResponseReader, StopsReadingABodyThatHasNoEnd)
{
    const std::string body(200'000, 'b');
    for (std::string head :
         {"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n"}) {
        Read result = read(head + body);
        EXPECT_EQ(result.progress, Progress::whole) << head;
        EXPECT_EQ(result.reader.status(), 200);
        EXPECT_FALSE(result.reader.reusable());
        EXPECT_EQ(result.reader.body, std::string(kResponseKeepLimit, 'b'));
    }
    std::string chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 100'000; ++i)
        chunks += "1\r\nc\r\n";
    Read tiny = read(chunks);
    EXPECT_EQ(tiny.progress, Progress::whole);
    EXPECT_LE(tiny.reader.body.size(), kResponseKeepLimit);
}

TEST(ResponseReader, NeverInflatesABody)
{
    const std::string body("\x1f\x8b\x08\x00", 4);
    Read result = read("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n" + body);
    EXPECT_EQ(result.progress, Progress::whole);
    EXPECT_EQ(result.reader.body, body);
}

TEST(ResponseReader, RefusesFramingThatCanBeReadInTwoWays)
{
    for (std::string_view bytes : {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                                   "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello",
                                   "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
                                   "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
                                   "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\nhello",
                                   "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
                                   "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nhello"}) {
        Read result = read(bytes);
        EXPECT_EQ(result.progress, Progress::broken) << bytes;
        EXPECT_EQ(result.reader.status(), 200);
    }
    const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::string_view chunks :
         {"ffffffffffffffffff\r\n", "10000000000000000\r\n", "8000000000000000\r\n", "-1\r\n", "\r\n",
          "g\r\n", "0x5\r\nhello\r\n", "5\r\nhelloX", " 5\r\nhello\r\n"}) {
        Read result = read(head + std::string(chunks));
        EXPECT_EQ(result.progress, Progress::broken) << chunks;
    }
    Read endless = read(head + "5;" + std::string(10'000, 'e'));
    EXPECT_EQ(endless.progress, Progress::broken);
}

TEST(ResponseReader, EndsABodyWithoutALengthWhenThePeerCloses)
{
    Read open = read("HTTP/1.1 200 OK\r\n\r\nall");
    EXPECT_EQ(open.progress, Progress::more);
    EXPECT_EQ(open.reader.end(), Progress::whole);
    EXPECT_EQ(open.reader.body, "all");
    EXPECT_FALSE(open.reader.reusable());
    for (std::string_view cut :
         {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"})
        EXPECT_EQ(read(cut).reader.end(), Progress::broken) << cut;
}

TEST(ResponseReader, ReadsHowLongThePeerKeepsAConnection)
{
    EXPECT_EQ(read("HTTP/1.1 204 x\r\nKeep-Alive: timeout=5, max=100\r\n\r\n").reader.kept_for(),
              std::chrono::seconds(5));
    EXPECT_EQ(read("HTTP/1.1 204 x\r\nKeep-Alive: timeout=soon\r\n\r\n").reader.kept_for(), std::nullopt);
    EXPECT_EQ(read("HTTP/1.1 204 x\r\nKeep-Alive: max=1\r\n\r\n").reader.kept_for(), std::nullopt);
}

TEST(ResponseReader, SurvivesArbitraryBytes)
{
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937 random(seed);
    const std::string pieces[] = {"HTTP/1.1 200 OK\r\n",
                                  "HTTP/1.1 100 C\r\n",
                                  "\r\n",
                                  "\n",
                                  "Content-Length: 5",
                                  "Transfer-Encoding: chunked",
                                  "0",
                                  "5",
                                  "hello",
                                  ";",
                                  ",",
                                  " ",
                                  ":",
                                  "\t",
                                  std::string("\0", 1),
                                  "\xFF",
                                  "Connection: close",
                                  "Keep-Alive: timeout=",
                                  "a"};
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = round % 2 == 0 ? pieces[0] : "";
        for (unsigned i = random() % 20; i > 0; --i)
            bytes += pieces[random() % std::size(pieces)];
        Read whole = read(bytes);
        Read split = read(bytes, 1 + random() % 7);
        EXPECT_EQ(whole.reader.status(), split.reader.status()) << bytes;
        EXPECT_EQ(whole.progress, split.progress) << bytes;
        if (whole.progress == Progress::more) {
            EXPECT_EQ(whole.reader.end(), split.reader.end());
        }
        EXPECT_EQ(whole.reader.body, split.reader.body) << bytes;
    }
}

} // namespace
} // namespace presstime::http
