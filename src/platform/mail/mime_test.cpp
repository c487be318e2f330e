// The composed bytes, checked by their own rules and by Python's mail parser as an independent reader.
#include "platform/mail/mime.hpp"

#include "platform/mail/transfer_encoding.hpp"
#include "support/test_server.hpp"

#include "base/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>

namespace presstime::mail {
namespace {

namespace json = boost::json;

std::string sha256_of(const std::string& bytes)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    return hex_encode(digest);
}

Mail sample()
{
    Mail mail;
    mail.from = "reports@example.com";
    mail.to = {"cto@example.com", "ops@example.com"};
    mail.subject = "Weekly usage summary";
    mail.date = parse_rfc3339("2026-04-21T13:00:07Z").value();
    mail.message_id = "run-512.r0@reports.example.com";
    mail.text = "Sales overview\nRun of 21 April 2026, 09:00 (America/New_York)\n";
    return mail;
}

std::string composed(const Mail& mail)
{
    std::string bytes;
    auto result = compose(mail, [&](std::string_view piece) -> Result<> {
        bytes += piece;
        return {};
    });
    EXPECT_TRUE(result) << (result ? "" : result.error().message);
    return bytes;
}

std::string refused_field(const Mail& mail)
{
    bool wrote = false;
    auto result = compose(mail, [&](std::string_view) -> Result<> {
        wrote = true;
        return {};
    });
    EXPECT_FALSE(wrote);
    if (result)
        return "accepted";
    EXPECT_EQ(result.error().kind, ErrorKind::invalid);
    return result.error().field;
}

json::object read_back(const std::string& bytes)
{
    test::TemporaryFolder folder;
    auto child = test::ChildProcess::start({"python3", PRESSTIME_SOURCE_DIR "/test/support/read_mail.py",
                                            folder.write("mail.eml", bytes).string()});
    auto line = child->read_line(Deadline::after(std::chrono::seconds(60)));
    EXPECT_TRUE(line) << "the parser gave up";
    json::object mail = json::parse(line.value_or("{}")).as_object();
    EXPECT_TRUE(mail.at("defects").as_array().empty()) << json::serialize(mail.at("defects"));
    return mail;
}

void expect_wire_format(const std::string& bytes)
{
    char before = '\0';
    std::size_t line = 0;
    for (char c : bytes) {
        ASSERT_EQ(c == '\n', before == '\r') << "bare line end";
        ASSERT_LT(static_cast<unsigned char>(c), 0x80);
        line = c == '\n' ? 0 : line + 1;
        ASSERT_LE(line, 998U);
        before = c;
    }
    EXPECT_TRUE(bytes.ends_with("\r\n"));
}

TEST(Mime, WritesTheseBytes)
{
    Mail mail = sample();
    mail.attachments = {{"usage.csv", "text/csv", std::string("a,b\r\n1,2\r\n")}};
    EXPECT_EQ(composed(mail), "Date: Tue, 21 Apr 2026 13:00:07 +0000\r\n"
                              "From: reports@example.com\r\n"
                              "To: cto@example.com, ops@example.com\r\n"
                              "Message-ID: <run-512.r0@reports.example.com>\r\n"
                              "Subject: Weekly usage summary\r\n"
                              "Auto-Submitted: auto-generated\r\n"
                              "MIME-Version: 1.0\r\n"
                              "Content-Type: multipart/mixed;\r\n"
                              " boundary=\"=_presstime_d99c7110d8f17fad\"\r\n"
                              "\r\n"
                              "--=_presstime_d99c7110d8f17fad\r\n"
                              "Content-Type: text/plain; charset=utf-8\r\n"
                              "Content-Transfer-Encoding: quoted-printable\r\n"
                              "\r\n"
                              "Sales overview\r\n"
                              "Run of 21 April 2026, 09:00 (America/New_York)\r\n"
                              "\r\n"
                              "--=_presstime_d99c7110d8f17fad\r\n"
                              "Content-Type: text/csv;\r\n"
                              " name=\"usage.csv\"\r\n"
                              "Content-Disposition: attachment;\r\n"
                              " filename=\"usage.csv\"\r\n"
                              "Content-Transfer-Encoding: base64\r\n"
                              "\r\n"
                              "YSxiDQoxLDINCg==\r\n"
                              "\r\n"
                              "--=_presstime_d99c7110d8f17fad--\r\n");
}

TEST(Mime, IsTheSameEveryTimeAndDiffersByMessageId)
{
    Mail mail = sample();
    mail.attachments = {{"a.bin", "application/octet-stream", std::string(100'000, '\xff')}};
    std::string first = composed(mail);
    EXPECT_EQ(first, composed(mail));
    mail.message_id = "run-513.r0@reports.example.com";
    EXPECT_NE(first, composed(mail));
}

TEST(Mime, IsReadBackByAnIndependentParser)
{
    test::TemporaryFolder folder;
    std::string pdf;
    for (int i = 0; i < 200'000; ++i)
        pdf += static_cast<char>((i * 7919) >> 3);
    Mail mail = sample();
    mail.from_name = "Pr\xC3\xA9sidence \"BI\"";
    mail.cc = {"cc@example.com"};
    mail.subject =
        "Ums\xC3\xA4tze f\xC3\xBCr die Region M\xC3\xBCnchen, K\xC3\xB6ln und D\xC3\xBCsseldorf im zweiten "
        "Quartal \xE2\x80\x94 \xE5\xA3\xB2\xE4\xB8\x8A\xE9\xAB\x98 \xF0\x9F\x93\x88";
    mail.text = "Gr\xC3\xBC\xC3\x9F"
                "e,\n.\n..dots\ntrailing space \n" +
                std::string(300, 'x') + "=end\r\nlast";
    mail.attachments = {{"Ums\xC3\xA4tze \"Q2\".pdf", "application/pdf", folder.write("a.pdf", pdf)},
                        {std::string(60, 'n') + "\xF0\x9F\x93\x88" + std::string(100, 'm') + ".csv",
                         "text/csv", std::string("a\n")},
                        {"empty.csv", "text/csv", std::string()}};
    std::string bytes = composed(mail);
    expect_wire_format(bytes);
    json::object read = read_back(bytes);
    const json::object& headers = read.at("headers").as_object();
    EXPECT_EQ(headers.at("subject").as_string(), mail.subject);
    EXPECT_EQ(headers.at("from").as_string(), "\"Pr\xC3\xA9sidence \\\"BI\\\"\" <reports@example.com>");
    EXPECT_EQ(headers.at("to").as_string(), "cto@example.com, ops@example.com");
    EXPECT_EQ(headers.at("cc").as_string(), "cc@example.com");
    EXPECT_EQ(headers.at("auto-submitted").as_string(), "auto-generated");
    EXPECT_EQ(read.at("text").as_string(), "Gr\xC3\xBC\xC3\x9F"
                                           "e,\n.\n..dots\ntrailing space \n" +
                                               std::string(300, 'x') + "=end\nlast\n");
    const json::array& attachments = read.at("attachments").as_array();
    ASSERT_EQ(attachments.size(), 3U);
    EXPECT_EQ(attachments[0].at("filename").as_string(), mail.attachments[0].filename);
    EXPECT_EQ(attachments[0].at("content_type").as_string(), "application/pdf");
    EXPECT_EQ(attachments[0].at("sha256").as_string(), sha256_of(pdf));
    EXPECT_EQ(attachments[1].at("filename").as_string(), mail.attachments[1].filename);
    EXPECT_EQ(attachments[2].at("sha256").as_string(), sha256_of(""));
}

TEST(Mime, PutsTheHtmlBesideTheTextWithItsPictures)
{
    Mail mail = sample();
    mail.html = "<!doctype html><p>Umsätze <img src=\"cid:dashboard\" alt=\"\"></p>\n";
    mail.images = {{"dashboard", "image/png", std::string("\x89PNG picture")}};
    mail.attachments = {{"a.csv", "text/csv", std::string("a\n")}};
    const std::string bytes = composed(mail);
    expect_wire_format(bytes);
    const json::object read = read_back(bytes);
    EXPECT_EQ(json::serialize(read.at("parts")),
              R"(["multipart/mixed","multipart/alternative","text/plain","multipart/related","text/html",)"
              R"("image/png","text/csv"])");
    EXPECT_EQ(read.at("html").as_string(), mail.html);
    EXPECT_EQ(read.at("text").as_string(), mail.text);
    EXPECT_EQ(read.at("images").as_object().at("<dashboard>").as_string(), sha256_of("\x89PNG picture"));
    ASSERT_EQ(read.at("attachments").as_array().size(), 1U);
}

TEST(Mime, NeedsNoNestingForHtmlAlone)
{
    Mail mail = sample();
    mail.html = "<p>Nothing to show</p>\n";
    EXPECT_EQ(json::serialize(read_back(composed(mail)).at("parts")),
              R"(["multipart/alternative","text/plain","text/html"])");
}

TEST(Mime, FoldsAThousandRecipientsAndLongSubjects)
{
    Mail mail = sample();
    mail.to.clear();
    for (int i = 0; i < 1000; ++i)
        mail.to.push_back(fmt::format("person{}@example.com", i));
    mail.subject = std::string(500, 's') + " and " + std::string(40, ' ') + "=?UTF-8?B?eA==?=";
    std::string bytes = composed(mail);
    expect_wire_format(bytes);
    json::object read = read_back(bytes);
    EXPECT_EQ(read.at("headers").at("subject").as_string(), mail.subject);
    EXPECT_EQ(read.at("headers").at("to").as_string(), join(mail.to, ", "));
}

TEST(Mime, HidesBlindRecipients)
{
    Mail mail = sample();
    mail.to.clear();
    EXPECT_NE(composed(mail).find("To: undisclosed-recipients:;\r\n"), std::string::npos);
    EXPECT_EQ(composed(mail).find("Bcc"), std::string::npos);
}

TEST(Mime, RefusesWhatWouldInjectAHeader)
{
    auto with = [](auto change) {
        Mail mail = sample();
        mail.attachments = {{"a.csv", "text/csv", std::string("x")}};
        change(mail);
        return refused_field(mail);
    };
    EXPECT_EQ(with([](Mail& mail) { mail.subject = "Hi\r\nBcc: x@example.com"; }), "subject");
    EXPECT_EQ(with([](Mail& mail) { mail.subject = "Hi\nthere"; }), "subject");
    EXPECT_EQ(with([](Mail& mail) { mail.subject = "bad \xff utf-8"; }), "subject");
    EXPECT_EQ(with([](Mail& mail) { mail.from_name = "a\rb"; }), "from_name");
    EXPECT_EQ(with([](Mail& mail) { mail.from = "a@example.com\r\nX: y"; }), "from");
    EXPECT_EQ(with([](Mail& mail) { mail.to = {"a@example.com\nX: y"}; }), "to");
    EXPECT_EQ(with([](Mail& mail) { mail.cc = {"Name <a@example.com>"}; }), "cc");
    EXPECT_EQ(with([](Mail& mail) { mail.message_id = "a@b>\r\nX: y"; }), "message_id");
    EXPECT_EQ(with([](Mail& mail) { mail.message_id = ""; }), "message_id");
    EXPECT_EQ(with([](Mail& mail) { mail.text = "bad \xff"; }), "body");
    EXPECT_EQ(with([](Mail& mail) { mail.attachments[0].filename = "a\r\nX: y"; }), "attachments.filename");
    EXPECT_EQ(with([](Mail& mail) { mail.attachments[0].content_type = "text/csv\r\nX: y"; }),
              "attachments.content_type");
}

TEST(Mime, SaysWhenAnAttachedFileIsGone)
{
    Mail mail = sample();
    mail.attachments = {{"a.pdf", "application/pdf", std::filesystem::path("/nonexistent/a.pdf")}};
    auto result = compose(mail, [](std::string_view) -> Result<> { return {}; });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::retry);
    EXPECT_EQ(result.error().message.find("/nonexistent"), std::string::npos);
}

TEST(Mime, StopsWhenTheSinkFails)
{
    int calls = 0;
    auto result = compose(sample(), [&](std::string_view) -> Result<> {
        ++calls;
        return fail(Error::retry("no space left"));
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, "no space left");
    EXPECT_EQ(calls, 1);
}

TEST(Base64, MatchesTheVectorsOfRfc4648)
{
    std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                {"f", "Zg=="},
                                                                {"fo", "Zm8="},
                                                                {"foo", "Zm9v"},
                                                                {"foob", "Zm9vYg=="},
                                                                {"fooba", "Zm9vYmE="},
                                                                {"foobar", "Zm9vYmFy"},
                                                                {"\xfb\xff", "+/8="}};
    for (const auto& [bytes, text] : vectors)
        EXPECT_EQ(encode_base64(bytes), text);
}

TEST(Base64, BreaksLinesAlikeHoweverItIsFed)
{
    std::string bytes(1000, 'q');
    auto lines = [&](std::size_t step) {
        std::string out;
        Base64Lines::Sink sink = [&](std::string_view piece) -> Result<> {
            out += piece;
            return {};
        };
        Base64Lines encoder(sink);
        for (std::size_t at = 0; at < bytes.size(); at += step)
            EXPECT_TRUE(encoder.write(std::string_view(bytes).substr(at, step)));
        EXPECT_TRUE(encoder.finish());
        return out;
    };
    std::string whole = lines(1000);
    EXPECT_EQ(whole.find("\r\n"), 76U);
    for (std::size_t step : {1U, 56U, 57U, 58U, 114U, 999U})
        EXPECT_EQ(lines(step), whole) << step;
}

} // namespace
} // namespace presstime::mail
