// Shape and bounds alone; addresses, filters, header names and secrets are judged by control.
#include "codec/webhook_json.hpp"

#include "codec/json_reader.hpp"
#include "model/masked.hpp"

#include <fmt/format.h>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kMaxHeaders = 32;
constexpr std::size_t kMaxProperties = 64;
constexpr TextRule kUrlRule{1, 8'192, TextShape::line};
constexpr TextRule kDescriptionRule{0, 1'000, TextShape::paragraphs};
constexpr TextRule kFilterRule{1, 200, TextShape::line};
constexpr TextRule kPropertyRule{0, 1'000, TextShape::paragraphs};
constexpr std::size_t kMaxNameBytes = 200;
constexpr int kMaxPerMinute = 60'000;

using GivenTexts = std::map<std::string, std::optional<std::string>>;

// An object of texts; null removes a name. Header values keep their line breaks here, so that the refusal can
// say what they would do.
bool read_texts(ObjectReader& reader, std::string_view key, std::size_t max_names, GivenTexts& out)
{
    const json::value* value = reader.take(key);
    if (!value)
        return false;
    const json::object* members = value->if_object();
    if (!members) {
        reader.fail(key, "must be an object of names and texts");
        return false;
    }
    if (members->size() > max_names) {
        reader.fail(key,
                    fmt::format("must have at most {} names; {} were given", max_names, members->size()));
        return false;
    }
    for (const auto& member : *members) {
        const std::string path = fmt::format("{}.{}", key, clip_utf8(member.key(), 100));
        if (member.key().empty() || member.key().size() > kMaxNameBytes) {
            reader.fail_with(Error::invalid(
                path, fmt::format("{}: a name must have 1 to {} characters", path, kMaxNameBytes)));
            return false;
        }
        if (!member.value().is_null() && !member.value().is_string()) {
            reader.fail_with(Error::invalid(path, fmt::format("{} must be text", path)));
            return false;
        }
        std::optional<std::string>& text = out[std::string(member.key())];
        if (member.value().is_string())
            text = std::string(member.value().get_string());
    }
    return true;
}

bool is_null(const json::value& document, std::string_view key)
{
    const json::object* object = document.if_object();
    const json::value* value = object ? object->if_contains(key) : nullptr;
    return value && value->is_null();
}

void read_properties(ObjectReader& reader, const json::value& document,
                     std::map<std::string, std::string>& out)
{
    GivenTexts given;
    if (is_null(document, "properties"))
        out.clear();
    if (!read_texts(reader, "properties", kMaxProperties, given))
        return;
    for (const auto& [name, text] : given) {
        const std::string path = "properties." + std::string(clip_utf8(name, 100));
        if (!text)
            out.erase(name);
        else if (Result<> checked = check_text(*text, kPropertyRule, path); !checked)
            return reader.fail_with(std::move(checked).error());
        else
            out[name] = *text;
    }
    if (out.size() > kMaxProperties)
        reader.fail("properties", fmt::format("must have at most {} names together", kMaxProperties));
}

void read_owner(ObjectReader& outer, std::optional<OwnerRef>& out)
{
    const json::value* value = outer.take("owner");
    if (!value)
        return;
    ObjectReader reader(*value, "owner");
    OwnerRef owner;
    reader.ignore({"name", "email"});
    reader.integer("user_id", owner.user_id, {1});
    reader.integer("token_id", owner.token_id, {1});
    if (Result<> finished = reader.finish(); !finished)
        return outer.fail_with(std::move(finished).error());
    if ((owner.user_id == 0) == (owner.token_id == 0))
        return outer.fail("owner", "must name either a user_id or a token_id");
    out = owner;
}

void read_document(ObjectReader& reader, const json::value& source, WebhookDocument& document)
{
    Webhook& webhook = document.webhook;
    reader.ignore({"id", "version", "created_at", "updated_at", "warnings", "secrets", "public_key", "status",
                   "authorization", "disabled_at", "disabled_reason", "failing_since", "exhausted", "queue",
                   "matches", "resumed_at"});
    reader.text("url", webhook.url, kUrlRule);
    reader.texts("filters", webhook.filters, 64, kFilterRule);
    reader.word("format", webhook.format);
    reader.text("description", webhook.description, kDescriptionRule);
    reader.boolean("paused", webhook.paused);
    reader.boolean("sign_ed25519", webhook.sign_ed25519);
    reader.integer("rate_limit_per_minute", webhook.rate_limit_per_minute, {0, kMaxPerMinute});
    read_texts(reader, "headers", kMaxHeaders, document.headers);
    document.removes_all_headers = is_null(source, "headers");
    read_properties(reader, source, webhook.properties);
    read_owner(reader, document.owner);
    std::string secret;
    if (reader.text("secret", secret, {1, 1'000, TextShape::line}) && secret != kMasked)
        document.secret = std::move(secret);
    bool disabled = true;
    if (reader.boolean("disabled", disabled))
        document.enable = !disabled;
    if (!document.enable && reader.has("disabled") && !webhook.disabled_at)
        reader.fail("disabled", "is the server's to set; pause the webhook instead");
}

} // namespace

Result<WebhookDocument> webhook_from_json(std::string_view text)
{
    const json::value source = TRY(parse_json(text));
    ObjectReader reader(source, "");
    WebhookDocument document;
    reader.require("url");
    read_document(reader, source, document);
    TRY(reader.finish());
    return document;
}

Result<WebhookDocument> patch_webhook(const Webhook& current, std::string_view text)
{
    const json::value source = TRY(parse_json(text));
    ObjectReader reader(source, "");
    WebhookDocument document;
    document.webhook = current;
    read_document(reader, source, document);
    if (document.secret)
        reader.fail("secret", "cannot be changed here; POST to the webhook's rotate-secret");
    TRY(reader.finish());
    return document;
}

} // namespace presstime::codec
