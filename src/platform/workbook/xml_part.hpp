// One XML part of a workbook as a stream of events, by expat. Namespaces are told apart and dropped: what
// belongs to none of a workbook's own has an empty name, so that extensions are passed over. A document type
// is refused, and with it every entity; depth and the length of a tag are bounded.
#pragma once

#include "base/result.hpp"
#include "platform/workbook/zip_parts.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace presstime {

class XmlAttributes {
public:
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
    // By its name without namespace; "" when it is not there.
    std::string_view get(std::string_view name) const;

private:
    const char** pairs_; // as expat hands them: name, value, ..., null
};

// What a part's events are told to.
class XmlListener {
public:
    virtual ~XmlListener() = default;
    virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    // In pieces.
    virtual void text(std::string_view) {}

    const std::optional<Error>& refusal() const { return refusal_; }

protected:
    // The reading stops and ends with this; the first one counts.
    void refuse(Error error)
    {
        if (!refusal_)
            refusal_ = std::move(error);
    }

private:
    std::optional<Error> refusal_;
};

// invalid("file") naming the part when it is no well-formed XML.
Result<> read_xml(ZipParts& parts, const std::string& name, XmlListener& listener);

// xsd:boolean
bool is_true(std::string_view value);

} // namespace presstime
