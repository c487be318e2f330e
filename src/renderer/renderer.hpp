// Family: a dashboard's results -> bytes of one format. Stateless and pure: equal input gives equal bytes.
// Every implementation passes test/conformance/renderer_conformance.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "model/page_list.hpp"
#include "model/render_input.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime {

// Where bytes go; a write may fail (disk full).
class ByteSink {
public:
    virtual ~ByteSink() = default;
    virtual Result<> write(std::string_view bytes) = 0;
};

class StringSink final : public ByteSink {
public:
    Result<> write(std::string_view bytes) override
    {
        text.append(bytes);
        return {};
    }
    std::string text;
};

// What a renderer draws from: the results themselves, pages that layout made of them, or the picture of each
// chart, kpi and text widget on a page of its own (Page::widget_id) beside the results.
enum class RendererInput { tables, pages, tall_page, widget_pictures };

struct RendererPlugin {
    std::string name; // "csv"; what `format` says
    std::string summary;
    RendererInput needs = RendererInput::tables;
    std::string (*content_type)(const RenderInput& input);
    std::string (*extension)(const RenderInput& input); // without the dot
    // `pages` is empty when `needs` is tables. A failed query is drawn or written as such and counted, never
    // an error of render itself.
    Result<RenderSummary> (*render)(const RenderInput& input, const PageList& pages, ByteSink& sink,
                                    Deadline deadline);
};

const std::vector<RendererPlugin>& renderer_plugins();
Result<const RendererPlugin*> find_renderer_plugin(std::string_view name, std::string_view field);

} // namespace presstime
