// The tree of structure elements beside the pages (PDF 1.7, 14.7): which pieces of which page are a heading,
// a table, a figure, for readers that do not see them.
#pragma once

#include "platform/canvas/pdf_file.hpp"

#include <string>
#include <vector>

namespace presstime::canvas {

class PdfStructure {
public:
    explicit PdfStructure(PdfFile& file) : file_(file) {}

    // Elements stand in the order they are begun; `parent` is -1 of one at the top.
    int add_element(const char* type, int parent, const std::string& alt);
    // A new page, of this object number; what is marked next is on it.
    void begin_page(int page);
    // The number that marks one more piece of the page as the element's.
    int add_content(int element);

    const char* type_of(int element) const { return elements_[static_cast<std::size_t>(element)].type; }
    bool empty() const { return elements_.empty(); }
    // Entries of the catalog.
    std::string put();

private:
    struct Kid {
        int element = -1; // or content:
        int page = 0, content = 0;
    };
    struct Element {
        const char* type;
        int number = 0;
        int parent = -1;
        std::string alt;
        std::vector<Kid> kids;
    };
    struct PageContents {
        int page = 0;
        std::vector<int> elements; // by number of the content
    };
    std::string body_of(const Element& element, int document) const;

    PdfFile& file_;
    std::vector<Element> elements_;
    std::vector<int> top_;
    std::vector<PageContents> pages_;
};

} // namespace presstime::canvas
