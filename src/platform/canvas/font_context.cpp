// Shaping by one reused PangoLayout, unpacked into cairo glyph runs that are cached. Tabular styles switch
// kerning and contextual forms off, which makes printable ASCII the sum of its glyphs: those are looked up
// one by one.
#include "platform/canvas/font_context.hpp"

#include "base/text.hpp"
#include "platform/canvas/canvas.hpp"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-font.h>

#include <algorithm>
#include <cmath>

namespace presstime::canvas {
namespace {

PangoWeight pango_weight(FontWeight weight)
{
    switch (weight) {
    case FontWeight::medium:
        return PANGO_WEIGHT_MEDIUM;
    case FontWeight::semibold:
        return PANGO_WEIGHT_SEMIBOLD;
    case FontWeight::regular:
        break;
    }
    return PANGO_WEIGHT_NORMAL;
}

// Sizes count in hundredths of a point: what differs by less is one style.
std::uint32_t style_key(const TextStyle& style)
{
    const double size = std::clamp(style.size, 0.5, 500.0);
    return static_cast<std::uint32_t>(std::lround(size * 100)) * 8 +
           static_cast<std::uint32_t>(style.weight) * 2 + (style.tabular ? 1 : 0);
}

bool is_printable_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

// Valid UTF-8 of one line and of bounded length; a line break or another control character becomes a space.
std::string one_line(std::string_view text)
{
    std::string line(clip_utf8(text, FontContext::kMaxTextBytes));
    if (!is_valid_utf8(line)) {
        line = repair_utf8(line);
    }
    replace_noncharacters(line); // cairo would give the whole page up
    std::ranges::replace_if(line, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return line;
}

double to_points(int pango_units)
{
    return static_cast<double>(pango_units) / PANGO_SCALE;
}

bool has_pictures(PangoFont* font)
{
    FcBool color = FcFalse;
    FcPatternGetBool(pango_fc_font_get_pattern(PANGO_FC_FONT(font)), FC_COLOR, 0, &color);
    return color == FcTrue;
}

// Byte lengths of the text that each glyph cluster stands for, in visual order.
std::vector<int> cluster_bytes(const PangoGlyphString& glyphs, int item_length, bool backward)
{
    std::vector<int> starts;
    for (int i = 0; i < glyphs.num_glyphs; ++i) {
        if (i == 0 || glyphs.log_clusters[i] != glyphs.log_clusters[i - 1]) {
            starts.push_back(glyphs.log_clusters[i]);
        }
    }
    std::vector<int> lengths(starts.size());
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const bool last = backward ? i == 0 : i + 1 == starts.size();
        const int end = last ? item_length : starts[backward ? i - 1 : i + 1];
        lengths[i] = std::max(0, end - starts[i]);
    }
    return lengths;
}

std::size_t weight_of(const ShapedText& shaped)
{
    std::size_t bytes = 200; // the entry itself
    for (const GlyphRun& run : shaped.runs) {
        bytes += sizeof run + run.text.size() + run.glyphs.size() * sizeof(cairo_glyph_t) +
                 run.clusters.size() * sizeof(cairo_text_cluster_t);
    }
    return bytes;
}

FontOptionsHandle unhinted()
{
    FontOptionsHandle options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    return options;
}

} // namespace

FontContext::FontContext(std::string_view family, Han han)
    : families_(family_list(family, han)),
      font_map_(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)),
      context_(pango_font_map_create_context(font_map_.get())),
      options_(unhinted()),
      masks_(options_.get())
{
    // One Pango unit is 1/1024 pt at this resolution.
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(font_map_.get()), 72.0);
    pango_cairo_context_set_font_options(context_.get(), options_.get());
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    pango_context_set_base_dir(context_.get(), PANGO_DIRECTION_LTR);
    pango_context_set_language(context_.get(), pango_language_from_string("en"));
    layout_.reset(pango_layout_new(context_.get()));
    pango_layout_set_single_paragraph_mode(layout_.get(), TRUE);
}

FontContext::~FontContext() = default;

FontContext& FontContext::of_this_thread(std::string_view family, std::string_view language)
{
    struct Kept {
        std::string family;
        Han han;
        std::unique_ptr<FontContext> context;
    };
    thread_local std::vector<Kept> kept; // most recently asked for first
    if (family != kDefaultFamily && !check_font_family(family)) {
        family = kDefaultFamily;
    }
    const Han han = han_of_language(language);
    auto found =
        std::ranges::find_if(kept, [&](const Kept& k) { return k.family == family && k.han == han; });
    if (found == kept.end()) {
        if (kept.size() == kMaxContexts) {
            kept.pop_back();
        }
        kept.push_back({std::string(family), han, std::make_unique<FontContext>(family, han)});
        found = std::prev(kept.end());
    }
    std::rotate(kept.begin(), found, std::next(found));
    return *kept.front().context;
}

double FontContext::width(std::string_view text, const TextStyle& style)
{
    if (const FigureSet* set = figures_for(text, style)) {
        double sum = 0;
        for (const char c : text) {
            sum += set->figures[static_cast<std::size_t>(c - 0x20)].advance;
        }
        return sum;
    }
    return shape(text, style).width;
}

std::size_t FontContext::fit(std::string_view text, const TextStyle& style, double max_width)
{
    if (text.size() <= kMaxTextBytes && width(text, style) <= max_width) {
        return text.size();
    }
    const std::string line = one_line(text);
    if (line.size() > text.size()) { // repaired bytes: offsets would not be the caller's
        return 0;
    }
    lay_out_line(line, style);
    int count = 0;
    const PangoLogAttr* breaks = pango_layout_get_log_attrs_readonly(layout_.get(), &count);
    std::size_t best = 0;
    int character = 0;
    double reached = 0;
    PangoLayoutLine* shaped = pango_layout_get_line_readonly(layout_.get(), 0);
    std::vector<const PangoGlyphItem*> items; // in the order of the text, not of the eye
    for (GSList* node = shaped->runs; node != nullptr; node = node->next) {
        items.push_back(static_cast<const PangoGlyphItem*>(node->data));
    }
    std::ranges::sort(items, {}, [](const PangoGlyphItem* item) { return item->item->offset; });
    for (const PangoGlyphItem* item : items) {
        std::vector<int> widths(static_cast<std::size_t>(item->item->num_chars));
        // Pango's function is not const-correct; it only reads.
        pango_glyph_item_get_logical_widths(const_cast<PangoGlyphItem*>(item), line.c_str(), widths.data());
        const char* at = line.c_str() + item->item->offset;
        for (const int glyph_width : widths) {
            reached += to_points(glyph_width);
            at = g_utf8_next_char(at);
            ++character;
            if (reached > max_width) {
                return best;
            }
            if (character < count && breaks[character].is_cursor_position) {
                best = static_cast<std::size_t>(at - line.c_str());
            }
        }
    }
    return best;
}

const ShapedText& FontContext::shape(std::string_view text, const TextStyle& style)
{
    Key key{std::string(text.substr(0, kMaxTextBytes)), style_key(style)};
    if (ShapedText* cached = cache_.find(key)) {
        return *cached;
    }
    const FigureSet* figures = figures_for(key.text, style);
    ShapedText shaped =
        figures != nullptr ? set_figures(key.text, *figures) : shape_with_pango(one_line(key.text), style);
    const std::size_t weight = weight_of(shaped) + 2 * key.text.size();
    return cache_.insert(std::move(key), std::move(shaped), weight);
}

PangoLayoutLine* FontContext::lay_out_line(const std::string& text, const TextStyle& style)
{
    PangoFontDescription* description = pango_font_description_new();
    pango_font_description_set_family_static(description, families_.c_str());
    pango_font_description_set_weight(description, pango_weight(style.weight));
    pango_font_description_set_size(
        description, static_cast<int>(std::lround(std::clamp(style.size, 0.5, 500.0) * PANGO_SCALE)));
    pango_layout_set_font_description(layout_.get(), description);
    pango_font_description_free(description);
    PangoAttrList* attributes = pango_attr_list_new();
    if (style.tabular) {
        pango_attr_list_insert(attributes,
                               pango_attr_font_features_new("tnum=1,kern=0,calt=0,liga=0,clig=0"));
    }
    pango_layout_set_attributes(layout_.get(), attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_text(layout_.get(), text.c_str(), static_cast<int>(text.size()));
    return pango_layout_get_line_readonly(layout_.get(), 0);
}

ShapedText FontContext::shape_with_pango(const std::string& text, const TextStyle& style)
{
    ShapedText shaped;
    PangoLayoutLine* line = lay_out_line(text, style);
    shaped.right_to_left = line->resolved_dir == PANGO_DIRECTION_RTL;
    for (GSList* node = line->runs; node != nullptr; node = node->next) {
        shaped.runs.push_back(extract_run(*static_cast<PangoGlyphItem*>(node->data), text, shaped));
    }
    return shaped;
}

GlyphRun FontContext::extract_run(const PangoGlyphItem& item, const std::string& text, ShapedText& shaped)
{
    double& x_pt = shaped.width;
    const bool backward = item.item->analysis.level % 2 == 1;
    const PangoGlyphString& source = *item.glyphs;
    GlyphRun run;
    run.face = keep_face(item.item->analysis.font, run.font_matrix);
    run.pictures = has_pictures(item.item->analysis.font);
    run.text =
        text.substr(static_cast<std::size_t>(item.item->offset), static_cast<std::size_t>(item.item->length));
    run.cluster_flags = backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : cairo_text_cluster_flags_t{};
    const std::vector<int> bytes = cluster_bytes(source, item.item->length, backward);
    for (int i = 0; i < source.num_glyphs; ++i) {
        const PangoGlyphInfo& glyph = source.glyphs[i];
        if (i == 0 || source.log_clusters[i] != source.log_clusters[i - 1]) {
            run.clusters.push_back({bytes[run.clusters.size()], 0});
        }
        const bool unknown =
            (glyph.glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0 && glyph.glyph != PANGO_GLYPH_EMPTY;
        if (unknown) {
            shaped.missing.push_back(glyph.glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
        }
        if (glyph.glyph != PANGO_GLYPH_EMPTY) {
            run.glyphs.push_back({unknown ? 0 : glyph.glyph, x_pt + to_points(glyph.geometry.x_offset),
                                  to_points(glyph.geometry.y_offset)});
            run.clusters.back().num_glyphs += 1;
        }
        x_pt += to_points(glyph.geometry.width);
    }
    if (backward) { // cairo wants the clusters in the order of the text
        std::ranges::reverse(run.clusters);
    }
    return run;
}

const FontContext::FigureSet* FontContext::figures_for(std::string_view text, const TextStyle& style)
{
    if (!style.tabular || text.size() > kMaxTextBytes || !is_printable_ascii(text)) {
        return nullptr;
    }
    const std::uint32_t key = style_key(style);
    auto found = figure_sets_.find(key);
    if (found == figure_sets_.end()) {
        if (figure_sets_.size() >= kMaxFigureSets) {
            figure_sets_.clear();
        }
        found = figure_sets_.emplace(key, make_figure_set(style)).first;
    }
    return found->second.face == nullptr ? nullptr : &found->second;
}

FontContext::FigureSet FontContext::make_figure_set(const TextStyle& style)
{
    FigureSet set;
    for (char c = 0x20; c < 0x7F; ++c) {
        const ShapedText shaped = shape_with_pango(std::string(1, c), style);
        const bool single = shaped.runs.size() == 1 && shaped.runs.front().glyphs.size() == 1;
        const bool same_face = set.face == nullptr || (single && shaped.runs.front().face == set.face);
        if (!single || !same_face) {
            return {};
        }
        const GlyphRun& run = shaped.runs.front();
        set.face = run.face;
        set.font_matrix = run.font_matrix;
        set.figures[static_cast<std::size_t>(c - 0x20)] = {run.glyphs.front().index, shaped.width};
    }
    return set;
}

ShapedText FontContext::set_figures(std::string_view text, const FigureSet& set) const
{
    ShapedText shaped;
    if (text.empty()) {
        return shaped;
    }
    GlyphRun run;
    run.face = set.face;
    run.font_matrix = set.font_matrix;
    run.text = text;
    for (const char c : text) {
        const Figure& figure = set.figures[static_cast<std::size_t>(c - 0x20)];
        run.glyphs.push_back({figure.glyph, shaped.width, 0});
        run.clusters.push_back({1, 1});
        shaped.width += figure.advance;
    }
    shaped.runs.push_back(std::move(run));
    return shaped;
}

cairo_font_face_t* FontContext::keep_face(PangoFont* font, cairo_matrix_t& matrix)
{
    cairo_scaled_font_t* scaled = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font));
    cairo_scaled_font_get_font_matrix(scaled, &matrix);
    const FcPattern* pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
    FcChar8* file = nullptr;
    int index = 0;
    FcPatternGetString(pattern, FC_FILE, 0, &file);
    FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
    const std::string key =
        (file == nullptr ? std::string() : reinterpret_cast<const char*>(file)) + "#" + std::to_string(index);
    FontFaceHandle& face = faces_[key];
    if (!face) {
        face.reset(cairo_font_face_reference(cairo_scaled_font_get_font_face(scaled)));
        FcBool thickened = FcFalse; // by the renderer, which a file embedded as it stands would not be
        FcPatternGetBool(pattern, FC_EMBOLDEN, 0, &thickened);
        if (file != nullptr && thickened == FcFalse) {
            files_[face.get()] = {reinterpret_cast<const char*>(file), index};
        }
    }
    return face.get();
}

const FontFile* FontContext::file_of(cairo_font_face_t* face) const
{
    const auto found = files_.find(face);
    return found == files_.end() ? nullptr : &found->second;
}

} // namespace presstime::canvas
