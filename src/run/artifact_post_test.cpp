// An artifact as the post that carries it: its two signatures, and the link that stands in for what is too
// large.
#include "run/artifact_post.hpp"

#include "platform/crypto/sha256.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "run/test_world.hpp"
#include "store/artifact_link.hpp"
#include "store/sealed_values.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace presstime::run {
namespace {

namespace json = boost::json;

class ArtifactPosts : public testing::Test {
protected:
    ArtifactPosts()
    {
        post.delivery.message_id = "msg_0199_1";
        post.run.id = 512;
        post.report.uuid = "0199";
        post.report.name = "Überblick";
        post.report.webhook_secret = box.seal(secret, store::webhook_secret_purpose(post.report.uuid));
        post.artifact.run_id = 512;
        post.artifact.filename = "Sales 2026.pdf";
        post.artifact.content_type = "application/pdf";
        store_bytes(std::string("%PDF-1.7\n\xE2\xE3\xCF\xD3\0\xFF", 15));
    }
    void store_bytes(const std::string& bytes)
    {
        const std::filesystem::path path = world.folder / "artifact";
        std::ofstream(path, std::ios::binary) << bytes;
        consignment.payload_path = path.string();
        consignment.payload_bytes = static_cast<std::int64_t>(bytes.size());
        post.artifact.bytes = consignment.payload_bytes;
        post.artifact.sha256 = sha256_hex(bytes);
    }
    Result<> dress_it(std::int64_t limit_bytes = 1'000'000)
    {
        return dress(post,
                     {*world.objects, box, "X-Presstime", "https://reports.example.com", limit_bytes,
                      std::chrono::hours(24), world.clock.now()},
                     consignment);
    }
    std::string header(std::string_view name) const
    {
        const auto found = std::ranges::find(consignment.headers, name, &Header::name);
        return found == consignment.headers.end() ? std::string() : found->value;
    }
    std::string payload() const
    {
        std::ifstream file(consignment.payload_path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::string signature_over(std::string_view content)
    {
        const std::vector<WebhookKey> keys{*WebhookKey::parse(secret)};
        return *sign_webhook(keys, {post.delivery.message_id, world.clock.now()}, content);
    }

    World world;
    SecretBox box{*KeyRing::load_or_create(world.folder / "secret.key")};
    std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    ArtifactPost post;
    Consignment consignment;
};

TEST_F(ArtifactPosts, SignTheRawBytesAndTheirDigest)
{
    ASSERT_TRUE(dress_it().has_value());
    EXPECT_EQ(header("webhook-id"), "msg_0199_1");
    EXPECT_EQ(header("webhook-signature"), signature_over(payload()));
    EXPECT_EQ(header("X-Presstime-Digest-Signature"), signature_over(header("Content-Digest")));
    EXPECT_EQ(header("Content-Type"), "application/pdf");
}

TEST_F(ArtifactPosts, SignEmptyAndLargeFilesAlike)
{
    for (const std::size_t bytes :
         {std::size_t{0}, std::size_t{1}, std::size_t{64 * 1024}, std::size_t{5'000'001}}) {
        consignment = {};
        store_bytes(std::string(bytes, '\x80'));
        ASSERT_TRUE(dress_it(10'000'000).has_value());
        EXPECT_EQ(header("webhook-signature"), signature_over(payload())) << bytes;
    }
}

TEST_F(ArtifactPosts, StampEachTryAnewUnderTheSameId)
{
    ASSERT_TRUE(dress_it().has_value());
    const std::string first = header("webhook-signature");
    world.clock.advance(std::chrono::hours(20));
    ASSERT_TRUE(dress_it().has_value());
    EXPECT_EQ(header("webhook-id"), "msg_0199_1");
    EXPECT_NE(header("webhook-signature"), first);
    EXPECT_EQ(header("webhook-signature"), signature_over(payload()));
}

TEST_F(ArtifactPosts, GoAsASignedLinkWhenTooLarge)
{
    ASSERT_TRUE(dress_it(10).has_value());
    EXPECT_EQ(header("Content-Type"), "application/json");
    EXPECT_EQ(header("X-Presstime-Link"), "true");
    EXPECT_EQ(header("webhook-signature"), signature_over(payload()));
    const json::value document = json::parse(payload());
    const json::object& data = document.at("data").as_object();
    EXPECT_EQ(data.at("sha256").as_string(), post.artifact.sha256);
    const std::string url(data.at("url").as_string());
    const std::string start = "https://reports.example.com/v1/links/";
    ASSERT_TRUE(url.starts_with(start));
    const auto link = store::open_artifact_link(box, url.substr(start.size()), world.clock.now());
    ASSERT_TRUE(link.has_value());
    EXPECT_EQ(link->run_id, 512);
    EXPECT_EQ(static_cast<std::int64_t>(payload().size()), consignment.payload_bytes);
}

TEST_F(ArtifactPosts, OfAReportWithoutASecretGoUnsigned)
{
    post.report.webhook_secret.clear();
    ASSERT_TRUE(dress_it().has_value());
    EXPECT_EQ(header("webhook-signature"), "");
    EXPECT_NE(header("Content-Digest"), "");
}

TEST_F(ArtifactPosts, AreNotSentWhenTheSecretCannotBeOpened)
{
    post.report.uuid = "another";
    const Result<> dressed = dress_it();
    ASSERT_FALSE(dressed.has_value());
    EXPECT_NE(dressed.error().message.find("webhook_secret"), std::string::npos);
}

} // namespace
} // namespace presstime::run
