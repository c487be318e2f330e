// YAML to JSON by the parser's events, so that nothing is expanded: anchors, aliases and tags are refused,
// nodes are counted, plain scalars are null, true, false, numbers or text, quoted ones are always text.
#include "codec/document.hpp"
#include "codec/yaml_scalar.hpp"

#include "base/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kMaxBytes = 1 << 20;
constexpr int kMaxNodes = 100'000;
constexpr std::size_t kMaxDepth = 32;

// Thrown through the library's parser and caught where it is called, never further.
struct Refused {
    Error error;
};

class JsonBuilder final : public YAML::EventHandler {
public:
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        check(mark, "", anchor);
        add(mark, nullptr);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
    {
        refuse(mark, "aliases (*name) are not supported");
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override
    {
        check(mark, tag, anchor);
        if (!open_.empty() && open_.back().value.is_object() && !open_.back().key)
            return set_key(mark, text);
        add(mark, tag == "!" ? json::value(text) : resolve_plain_scalar(text));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        check(mark, tag, anchor);
        enter(mark, json::array());
    }
    void OnSequenceEnd() override { leave(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        check(mark, tag, anchor);
        enter(mark, json::object());
    }
    void OnMapEnd() override { leave(); }

    json::value take() { return std::move(root_); }

private:
    struct Level {
        json::value value;
        std::optional<std::string> key;
    };

    [[noreturn]] static void refuse(const YAML::Mark& mark, const std::string& message)
    {
        throw Refused{
            Error::malformed(fmt::format("this YAML cannot be read: {} (line {})", message, mark.line + 1))};
    }
    void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor)
    {
        if (anchor != 0)
            refuse(mark, "anchors (&name) are not supported");
        if (!tag.empty() && tag != "?" && tag != "!")
            refuse(mark, "tags (!name) are not supported");
        if (++nodes_ > kMaxNodes)
            refuse(mark, fmt::format("it has more than {} nodes", format_count(kMaxNodes)));
    }
    void set_key(const YAML::Mark& mark, const std::string& text)
    {
        if (open_.back().value.get_object().contains(text))
            refuse(mark, fmt::format("the key {} stands twice", clip_utf8(text, 100)));
        open_.back().key = text;
    }
    void enter(const YAML::Mark& mark, json::value container)
    {
        if (open_.size() >= kMaxDepth)
            refuse(mark, fmt::format("it is nested deeper than {} levels", kMaxDepth));
        if (!open_.empty() && open_.back().value.is_object() && !open_.back().key)
            refuse(mark, "a key must be plain text");
        open_.push_back({std::move(container), std::nullopt});
    }
    void leave()
    {
        json::value done = std::move(open_.back().value);
        open_.pop_back();
        add({}, std::move(done));
    }
    void add(const YAML::Mark& mark, json::value value)
    {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (open_.back().value.is_array()) {
            open_.back().value.get_array().push_back(std::move(value));
        } else {
            Level& level = open_.back();
            if (!level.key)
                refuse(mark, "a key must be plain text");
            level.value.get_object()[*level.key] = std::move(value);
            level.key.reset();
        }
    }

    std::vector<Level> open_;
    json::value root_;
    int nodes_ = 0;
};

} // namespace

Result<std::string> yaml_to_json(std::string_view yaml)
{
    if (yaml.size() > kMaxBytes)
        return presstime::fail(Error::too_large("", "the YAML file is larger than 1 MiB"));
    if (!is_valid_utf8(yaml))
        return presstime::fail(Error::malformed("the text is not valid UTF-8"));
    try {
        std::istringstream stream{std::string(yaml)};
        YAML::Parser parser(stream);
        JsonBuilder builder;
        if (!parser.HandleNextDocument(builder))
            return presstime::fail(Error::malformed("the YAML file is empty"));
        JsonBuilder second;
        if (parser.HandleNextDocument(second))
            return presstime::fail(
                Error::malformed("the YAML file holds more than one document; give each its own file"));
        return json::serialize(builder.take());
    } catch (const Refused& refused) {
        return presstime::fail(refused.error);
    } catch (const YAML::Exception& broken) {
        return presstime::fail(
            Error::malformed(fmt::format("this is not valid YAML: {} at line {}, column {}", broken.msg,
                                         broken.mark.line + 1, broken.mark.column + 1)));
    }
}

} // namespace presstime::codec
