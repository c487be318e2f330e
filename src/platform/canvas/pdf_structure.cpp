// A page's number in the parent tree is its place in the document.
#include "platform/canvas/pdf_structure.hpp"

#include <fmt/format.h>

namespace presstime::canvas {

int PdfStructure::add_element(const char* type, int parent, const std::string& alt)
{
    const int element = static_cast<int>(elements_.size());
    elements_.push_back({type, file_.reserve(), parent, alt, {}});
    if (parent < 0) {
        top_.push_back(element);
    } else {
        elements_[static_cast<std::size_t>(parent)].kids.push_back({element});
    }
    return element;
}

void PdfStructure::begin_page(int page)
{
    pages_.push_back({page, {}});
}

int PdfStructure::add_content(int element)
{
    PageContents& page = pages_.back();
    const int content = static_cast<int>(page.elements.size());
    page.elements.push_back(element);
    elements_[static_cast<std::size_t>(element)].kids.push_back({-1, page.page, content});
    return content;
}

std::string PdfStructure::body_of(const Element& element, int document) const
{
    const int parent =
        element.parent < 0 ? document : elements_[static_cast<std::size_t>(element.parent)].number;
    std::string body = fmt::format("<< /Type /StructElem /S /{} /P {} 0 R", element.type, parent);
    if (!element.alt.empty()) {
        body += " /Alt " + pdf_string(element.alt);
    }
    int page = 0;
    std::string kids;
    for (const Kid& kid : element.kids) {
        if (kid.element >= 0) {
            kids += fmt::format("{} 0 R ", elements_[static_cast<std::size_t>(kid.element)].number);
            continue;
        }
        if (page == 0) {
            page = kid.page;
            body += fmt::format(" /Pg {} 0 R", page);
        }
        kids += fmt::format("{} ", kid.content);
    }
    return body + " /K [" + kids + "] >>";
}

std::string PdfStructure::put()
{
    if (elements_.empty()) {
        return {};
    }
    // One element holds all others (ISO 32000-2, 14.8.4.3).
    const int root = file_.reserve(), document = file_.reserve();
    for (const Element& element : elements_) {
        file_.put(element.number, body_of(element, document));
    }
    std::string top, parents;
    for (const int element : top_) {
        top += fmt::format("{} 0 R ", elements_[static_cast<std::size_t>(element)].number);
    }
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        std::string owners = "[";
        for (const int element : pages_[i].elements) {
            owners += fmt::format("{} 0 R ", elements_[static_cast<std::size_t>(element)].number);
        }
        parents += fmt::format("{} {} 0 R ", i, file_.put(owners + "]"));
    }
    file_.put(document, fmt::format("<< /Type /StructElem /S /Document /P {} 0 R /K [{}] >>", root, top));
    const int parent_tree = file_.put("<< /Nums [" + parents + "] >>");
    file_.put(root,
              fmt::format("<< /Type /StructTreeRoot /K {} 0 R /ParentTree {} 0 R /ParentTreeNextKey {} >>",
                          document, parent_tree, pages_.size()));
    return fmt::format(" /StructTreeRoot {} 0 R /MarkInfo << /Marked true >>", root);
}

} // namespace presstime::canvas
