#include "platform/workbook/workbook_parts.hpp"

#include "base/text.hpp"
#include "platform/workbook/rich_text.hpp"
#include "platform/workbook/xml_part.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime {
namespace {

constexpr std::size_t kMostEntries =
    100'000; // of relationships, formats or styles; Excel allows 65,490 styles

std::string folder_of(std::string_view part)
{
    const std::size_t slash = part.rfind('/');
    return std::string(slash == std::string_view::npos ? "" : part.substr(0, slash));
}

// "../a/b.xml" or "/xl/a/b.xml" from `folder`. Names in the archive, never paths of the server.
std::string resolved(std::string_view target, const std::string& folder)
{
    std::vector<std::string_view> steps;
    const auto walk = [&](std::string_view path) {
        for (const std::string_view step : split(path, '/'))
            if (step == ".." && !steps.empty())
                steps.pop_back();
            else if (!step.empty() && step != "." && step != "..")
                steps.push_back(step);
    };
    if (!target.starts_with('/'))
        walk(folder);
    walk(target);
    std::string name;
    for (const std::string_view step : steps)
        name += (name.empty() ? "" : "/") + std::string(step);
    return name;
}

class Relationships final : public XmlListener {
public:
    explicit Relationships(std::string folder) : folder_(std::move(folder)) {}
    void start(std::string_view name, const XmlAttributes& attributes) override
    {
        if (name != "Relationship" || found.size() >= kMostEntries ||
            attributes.get("TargetMode") == "External")
            return;
        std::string target(attributes.get("Target"));
        std::ranges::replace(target, '\\', '/');
        found[std::string(attributes.get("Id"))] = {std::string(attributes.get("Type")),
                                                    resolved(target, folder_)};
    }
    void end(std::string_view) override {}

    std::map<std::string, Relationship> found;

private:
    std::string folder_;
};

class Sheets final : public XmlListener {
public:
    explicit Sheets(const std::map<std::string, Relationship>& relationships) : relationships_(relationships)
    {
    }
    void start(std::string_view name, const XmlAttributes& attributes) override
    {
        if (name == "workbookPr" && is_true(attributes.get("date1904")))
            list.epoch = Epoch::y1904;
        if (name != "sheet" || list.sheets.size() >= kMostEntries)
            return;
        const auto found = relationships_.find(std::string(attributes.get("id")));
        if (found == relationships_.end() || !found->second.type.ends_with("/worksheet"))
            return;
        const std::string_view state = attributes.get("state");
        list.sheets.push_back(
            {{without_escapes(attributes.get("name")), !state.empty() && state != "visible"},
             found->second.target});
    }
    void end(std::string_view) override {}

    SheetList list;

private:
    const std::map<std::string, Relationship>& relationships_;
};

class Texts final : public XmlListener {
public:
    Texts(SharedTexts& texts, const WorkbookLimits& limits) : texts_(texts), limits_(limits) {}
    void start(std::string_view name, const XmlAttributes& attributes) override
    {
        text_.start(name, attributes);
    }
    void text(std::string_view bytes) override
    {
        text_.text(bytes);
        check();
    }
    void end(std::string_view name) override
    {
        text_.end(name);
        if (name != "si")
            return;
        texts_.add(text_.take());
        check();
    }

private:
    void check()
    {
        if (texts_.size() > limits_.shared_texts)
            refuse(Error::too_large(
                "file", fmt::format("the workbook holds more than {} different texts; split it, or save its "
                                    "sheets as CSV",
                                    format_count(static_cast<std::int64_t>(limits_.shared_texts)))));
        if (texts_.bytes() + text_.size() > limits_.shared_bytes)
            refuse(
                Error::too_large("file", fmt::format("the workbook holds more than {} of texts; split it, or "
                                                     "save its sheets as CSV",
                                                     format_bytes(limits_.shared_bytes))));
    }

    SharedTexts& texts_;
    const WorkbookLimits& limits_;
    RichText text_;
};

class Styles final : public XmlListener {
public:
    void start(std::string_view name, const XmlAttributes& attributes) override
    {
        if (name == "cellXfs")
            in_cells_ = true;
        const auto id = parse_int(attributes.get("numFmtId")).value_or(0);
        if (name == "numFmt" && codes_.size() < kMostEntries)
            codes_[id] = number_kind_of_code(attributes.get("formatCode"));
        if (name == "xf" && in_cells_ && ids_.size() < kMostEntries)
            ids_.push_back(id);
    }
    void end(std::string_view name) override
    {
        if (name == "cellXfs")
            in_cells_ = false;
    }
    std::vector<NumberKind> kinds() const
    {
        std::vector<NumberKind> kinds;
        for (const std::int64_t id : ids_) {
            const auto code = codes_.find(id);
            kinds.push_back(code == codes_.end() ? number_kind_of_id(id) : code->second);
        }
        return kinds;
    }

private:
    std::map<std::int64_t, NumberKind> codes_;
    std::vector<std::int64_t> ids_;
    bool in_cells_ = false;
};

} // namespace

Result<std::map<std::string, Relationship>> read_relationships(ZipParts& parts, const std::string& source)
{
    const std::string folder = folder_of(source);
    const std::string file = source.substr(folder.empty() ? 0 : folder.size() + 1);
    const std::string part = fmt::format("{}{}_rels/{}.rels", folder, folder.empty() ? "" : "/", file);
    Relationships listener(folder);
    if (parts.has(part))
        TRY(read_xml(parts, part, listener));
    return std::move(listener.found);
}

std::string target_of(const std::map<std::string, Relationship>& relationships, std::string_view type)
{
    for (const auto& [id, relationship] : relationships)
        if (relationship.type.ends_with(fmt::format("/{}", type)))
            return relationship.target;
    return {};
}

Result<SheetList> read_sheet_list(ZipParts& parts, const std::string& workbook,
                                  const std::map<std::string, Relationship>& relationships)
{
    Sheets listener(relationships);
    TRY(read_xml(parts, workbook, listener));
    return std::move(listener.list);
}

Result<SharedTexts> SharedTexts::read(ZipParts& parts, const std::string& part, const WorkbookLimits& limits)
{
    SharedTexts texts;
    Texts listener(texts, limits);
    TRY(read_xml(parts, part, listener));
    return texts;
}

Result<std::vector<NumberKind>> read_styles(ZipParts& parts, const std::string& part)
{
    Styles listener;
    TRY(read_xml(parts, part, listener));
    return listener.kinds();
}

} // namespace presstime
