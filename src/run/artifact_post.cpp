// Two signatures by the same rule: one over the bytes, which stream past, and one over the text of
// Content-Digest, which a verifier that knows only text can check too.
#include "run/artifact_post.hpp"

#include "base/encoding.hpp"
#include "codec/json_write.hpp"
#include "platform/crypto/sha256.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "stage/webhook_headers.hpp"
#include "store/artifact_link.hpp"
#include "store/sealed_values.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace presstime::run {
namespace json = boost::json;
namespace {

constexpr std::size_t kBlock = 64 * 1024;

Result<std::string> sign_file(const WebhookKey& key, const WebhookStamp& stamp, const std::string& path)
{
    WebhookSigner signer = TRY(WebhookSigner::create({&key, 1}, stamp));
    std::ifstream file(path, std::ios::binary);
    std::array<char, kBlock> block;
    while (file.read(block.data(), block.size()), file.gcount() > 0)
        signer.update({block.data(), static_cast<std::size_t>(file.gcount())});
    if (file.bad() || !file.eof())
        return fail(Error::retry("the stored artifact cannot be read now").with_context(path));
    return signer.finish();
}

std::string value_of(const std::vector<Header>& headers, std::string_view name)
{
    const auto found = std::ranges::find(headers, name, &Header::name);
    return found == headers.end() ? std::string() : found->value;
}

void replace(std::vector<Header>& headers, std::string_view name, std::string value)
{
    const auto found = std::ranges::find(headers, name, &Header::name);
    if (found != headers.end())
        found->value = std::move(value);
}

// {"type","timestamp","data"} as events have it, with where the file is and how to check it.
std::string link_document(const ArtifactPost& post, const ArtifactPostContext& context, Instant ends_at)
{
    const Artifact& artifact = post.artifact;
    const std::string path =
        store::artifact_link_path(context.secrets, {artifact.run_id, artifact.n, ends_at});
    const json::object data{
        {"report_id", post.report.id},      {"run_id", post.run.id},
        {"filename", artifact.filename},    {"content_type", artifact.content_type},
        {"bytes", artifact.bytes},          {"sha256", hash_of_sent_bytes(artifact)},
        {"url", context.public_url + path}, {"expires_at", format_rfc3339(ends_at)},
    };
    return codec::write_json(json::object{{"type", "report.artifact.link"},
                                          {"timestamp", format_rfc3339(post.run.nominal_at)},
                                          {"data", data}});
}

Result<> send_link_instead(const ArtifactPost& post, const ArtifactPostContext& context,
                           Consignment& consignment)
{
    const std::string document = link_document(post, context, context.now + context.link_life);
    const std::string key = fmt::format("runs/{}/link-{}.json", post.run.id, post.artifact.n);
    auto object = TRY(context.objects.create(key));
    TRY(object->write(document));
    TRY(object->commit());
    consignment.payload_path = TRY(context.objects.path_of(key)).string();
    consignment.payload_bytes = static_cast<std::int64_t>(document.size());
    replace(consignment.headers, "Content-Type", "application/json");
    replace(consignment.headers, "Content-Digest", stage::content_digest(sha256_hex(document)));
    std::erase_if(consignment.headers,
                  [](const Header& header) { return header.name == "Content-Disposition"; });
    consignment.headers.push_back({context.header_prefix + "-Link", "true"});
    return {};
}

} // namespace

Result<> dress(const ArtifactPost& post, const ArtifactPostContext& context, Consignment& consignment)
{
    consignment.headers =
        stage::artifact_headers(post.run, post.report, post.artifact, context.header_prefix);
    if (post.artifact.bytes > context.limit_bytes)
        TRY(send_link_instead(post, context, consignment));
    const std::string& id = post.delivery.message_id;
    const WebhookStamp stamp{id, context.now};
    consignment.headers.push_back({"webhook-id", id});
    consignment.headers.push_back({"webhook-timestamp", webhook_timestamp(context.now)});
    const std::string secret = TRY(store::open_webhook_secret(context.secrets, post.report));
    if (secret.empty()) // a report of an earlier release, not saved since
        return {};
    const WebhookKey key = TRY(WebhookKey::parse(secret));
    consignment.headers.push_back(
        {"webhook-signature", TRY(sign_file(key, stamp, consignment.payload_path))});
    consignment.headers.push_back(
        {context.header_prefix + "-Digest-Signature",
         TRY(sign_webhook({&key, 1}, stamp, value_of(consignment.headers, "Content-Digest")))});
    return {};
}

} // namespace presstime::run
