#include "platform/workbook/xml_part.hpp"

#include <array>
#include <expat.h>
#include <fmt/format.h>
#include <memory>

namespace presstime {
namespace {

constexpr char kSeparator = '|';
constexpr int kDeepest = 100;
constexpr std::size_t kLongestTag = 1 << 20;

// Transitional and strict, of the workbook and of its packaging.
constexpr std::array<std::string_view, 5> kOwn = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types", ""};

std::string_view local_name(std::string_view name)
{
    return name.substr(name.rfind(kSeparator) + 1);
}

std::string_view own_name(std::string_view name)
{
    const std::size_t separator = name.rfind(kSeparator);
    const std::string_view space = separator == std::string_view::npos ? "" : name.substr(0, separator);
    for (const std::string_view own : kOwn)
        if (space == own)
            return local_name(name);
    return {};
}

class Parser {
public:
    Parser(XmlListener& listener, const std::string& name)
        : listener_(listener), name_(name), parser_(XML_ParserCreateNS(nullptr, kSeparator), XML_ParserFree)
    {
        if (!parser_)
            return;
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), start, end);
        XML_SetCharacterDataHandler(parser_.get(), text);
        XML_SetStartDoctypeDeclHandler(parser_.get(), doctype);
        XML_SetCommentHandler(parser_.get(), comment);
        XML_SetProcessingInstructionHandler(parser_.get(), instruction);
    }

    Result<> feed(std::string_view bytes, bool last)
    {
        if (!parser_)
            return fail(Error::retry("there is not enough memory to read the workbook"));
        fed_ += bytes.size();
        const auto status =
            XML_Parse(parser_.get(), bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
        if (listener_.refusal())
            return fail(*listener_.refusal());
        if (refusal_)
            return fail(*refusal_);
        if (status == XML_STATUS_ERROR)
            return fail(Error::invalid(
                "file", fmt::format("its part {} cannot be read: {} in line {}; open the workbook in a "
                                    "spreadsheet program, save it again, and upload that",
                                    name_, XML_ErrorString(XML_GetErrorCode(parser_.get())),
                                    XML_GetCurrentLineNumber(parser_.get()))));
        // A tag that goes on and on would be held, and looked through again with every piece.
        if (fed_ - told_ > kLongestTag)
            return fail(
                Error::too_large("file", fmt::format("its part {} holds a tag of more than 1 MiB", name_)));
        return {};
    }

private:
    static Parser& self(void* data)
    {
        auto& parser = *static_cast<Parser*>(data);
        parser.told_ = parser.fed_;
        return parser;
    }
    static void start(void* data, const char* name, const char** attributes)
    {
        Parser& parser = self(data);
        if (++parser.depth_ > kDeepest)
            parser.refuse("nests deeper than 100 elements");
        parser.listener_.start(own_name(name), XmlAttributes(attributes));
        parser.stop_if_refused();
    }
    static void end(void* data, const char* name)
    {
        Parser& parser = self(data);
        --parser.depth_;
        parser.listener_.end(own_name(name));
        parser.stop_if_refused();
    }
    static void text(void* data, const char* bytes, int length)
    {
        Parser& parser = self(data);
        parser.listener_.text({bytes, static_cast<std::size_t>(length)});
        parser.stop_if_refused();
    }
    static void doctype(void* data, const char*, const char*, const char*, int)
    {
        Parser& parser = self(data);
        parser.refuse("declares a document type, as no spreadsheet program does");
        parser.stop_if_refused();
    }
    static void comment(void* data, const char*) { self(data); }
    static void instruction(void* data, const char*, const char*) { self(data); }

    void refuse(std::string_view what)
    {
        if (!refusal_)
            refusal_ = Error::invalid("file", fmt::format("its part {} {}", name_, what));
    }
    void stop_if_refused()
    {
        if (refusal_ || listener_.refusal())
            XML_StopParser(parser_.get(), XML_FALSE);
    }

    XmlListener& listener_;
    const std::string& name_;
    std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser_;
    std::optional<Error> refusal_;
    std::size_t fed_ = 0;
    std::size_t told_ = 0; // of these, when the last event came
    int depth_ = 0;
};

} // namespace

std::string_view XmlAttributes::get(std::string_view name) const
{
    for (const char** pair = pairs_; *pair != nullptr; pair += 2)
        if (local_name(pair[0]) == name)
            return pair[1];
    return {};
}

bool is_true(std::string_view value)
{
    return value == "1" || value == "true" || value == "on";
}

Result<> read_xml(ZipParts& parts, const std::string& name, XmlListener& listener)
{
    Parser parser(listener, name);
    TRY(parts.read(name, [&](std::string_view bytes) { return parser.feed(bytes, false); }));
    return parser.feed({}, true);
}

} // namespace presstime
