#include "stage/mail_picture.hpp"

#include "base/text.hpp"
#include "platform/canvas/canvas.hpp"
#include "stage/layout.hpp"

#include <algorithm>
#include <cmath>

namespace presstime::stage {
namespace {

constexpr double kMostHeight = 2'400; // pt: a mail is glanced at
// Of the page: the margins are then the 40 px of the words around the picture, and axis text is 8 px high.
constexpr double kWidth = 576;
constexpr double kScale = 2;
constexpr int kShownWidth_px = 640;
constexpr std::size_t kMostAltText = 2'000;
constexpr std::size_t kMostPictureBytes = 5 << 20; // beside the attachments

// The figures' own words, in drawing order.
std::string alt_text_of(const Page& page)
{
    std::string words;
    for (const DrawCommand& command : page.drawing) {
        const auto* begin = std::get_if<BeginTag>(&command);
        if (begin != nullptr && begin->tag == Tag::figure && !begin->alt.empty())
            words += (words.empty() ? "" : " ") + begin->alt;
    }
    return std::string(clip_utf8(words, kMostAltText));
}

RenderInput without_tables(RenderInput input)
{
    std::erase_if(input.dashboard.widgets,
                  [](const Widget& widget) { return widget.kind == WidgetKind::table; });
    return input;
}

} // namespace

Result<MailBody> make_mail_body(const RenderInput& input, MailParts parts, ObjectStore& objects,
                                const std::string& key, Deadline deadline)
{
    MailBody body;
    body.figures = TRY(mail_figures(input));
    if (parts == MailParts::text_alone)
        return body;
    const RenderInput drawn = without_tables(input);
    PageSetup setup = page_setup(drawn, RendererInput::tall_page, 1);
    setup.width = kWidth;
    setup.height = kMostHeight;
    setup.flow = Flow::bare_page;
    TextMeasure& measure = text_measure_of_this_thread(input.theme.font_family);
    const PageList words = TRY(lay_out(drawn, page_setup(drawn, RendererInput::widget_pictures, 1), measure));
    body.subtitle = words.subtitle;
    body.data_as_of = words.data_as_of;
    if (drawn.dashboard.widgets.empty())
        return body;
    const PageList pages = TRY(lay_out(drawn, setup, measure));
    const Page& page = pages.pages.front();
    std::string png;
    TRY(write_png(
        page, picture_style(pages, kScale),
        [&](std::string_view bytes) -> Result<> {
            png.append(bytes);
            return {};
        },
        std::move(deadline)));
    if (png.size() > kMostPictureBytes)
        return body;
    TRY(put_object(objects, key, png));
    body.picture_key = key;
    body.picture = {"dashboard", alt_text_of(page), kShownWidth_px,
                    static_cast<int>(std::lround(page.height * kShownWidth_px / page.width))};
    return body;
}

} // namespace presstime::stage
