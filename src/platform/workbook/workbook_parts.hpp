// What the sheets of a workbook share: where its parts lie, texts, and what number formats mean.
#pragma once

#include "platform/workbook/number_kind.hpp"
#include "platform/workbook/workbook.hpp"
#include "platform/workbook/zip_parts.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

struct Relationship {
    std::string type;   // "http://.../worksheet"
    std::string target; // a part's name, resolved against the part it belongs to
};

// Of the part `source` ("" = the package itself), by id. None when it has none.
Result<std::map<std::string, Relationship>> read_relationships(ZipParts& parts, const std::string& source);
// The target of the first of a type that ends in "/" + `type`; "" without one.
std::string target_of(const std::map<std::string, Relationship>& relationships, std::string_view type);

struct ListedSheet {
    SheetEntry entry;
    std::string part;
};
struct SheetList {
    std::vector<ListedSheet> sheets;
    Epoch epoch = Epoch::y1900;
};
Result<SheetList> read_sheet_list(ZipParts& parts, const std::string& workbook,
                                  const std::map<std::string, Relationship>& relationships);

// Texts that cells refer to by number, end to end in one block.
class SharedTexts {
public:
    static Result<SharedTexts> read(ZipParts& parts, const std::string& part, const WorkbookLimits& limits);

    std::size_t size() const { return ends_.size(); }
    std::string_view get(std::size_t at) const
    {
        const std::size_t begin = at == 0 ? 0 : ends_[at - 1];
        return std::string_view(bytes_).substr(begin, ends_[at] - begin);
    }
    void add(std::string_view text)
    {
        bytes_ += text;
        ends_.push_back(bytes_.size());
    }
    std::size_t bytes() const { return bytes_.size(); }

private:
    std::string bytes_;
    std::vector<std::size_t> ends_;
};

// By the number that a cell's `s` gives.
Result<std::vector<NumberKind>> read_styles(ZipParts& parts, const std::string& part);

} // namespace presstime
