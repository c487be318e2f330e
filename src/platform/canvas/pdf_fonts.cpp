// HarfBuzz cuts the files down; what is embedded is a bare CFF table or a TrueType file without the tables
// that only shaping needs (PDF 1.7, 9.7 to 9.10).
#include "platform/canvas/pdf_fonts.hpp"

#include <fmt/format.h>
#include <hb-ot.h>
#include <hb-subset.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace presstime::canvas {
namespace {

template <auto release>
struct Drop {
    template <typename T>
    void operator()(T* object) const
    {
        release(object);
    }
};
using FaceHandle = std::unique_ptr<hb_face_t, Drop<hb_face_destroy>>;
using BlobHandle = std::unique_ptr<hb_blob_t, Drop<hb_blob_destroy>>;
using InputHandle = std::unique_ptr<hb_subset_input_t, Drop<hb_subset_input_destroy>>;

bool has_table(hb_face_t* face, hb_tag_t tag)
{
    const BlobHandle blob(hb_face_reference_table(face, tag));
    return hb_blob_get_length(blob.get()) > 0;
}

std::string_view bytes_of(hb_blob_t* blob)
{
    unsigned int size = 0;
    const char* data = hb_blob_get_data(blob, &size);
    return {data, size};
}

// Name 6 of the font, which readers list.
std::string postscript_name(hb_face_t* face)
{
    std::array<char, 128> name{};
    auto size = static_cast<unsigned int>(name.size());
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size, name.data());
    std::string out(name.data(), std::min<std::size_t>(size, name.size() - 1));
    std::erase_if(out, [](unsigned char c) { return std::isalnum(c) == 0 && c != '-'; });
    return out.empty() ? "Font" : out;
}

// Six letters that tell this subset from others of the same font.
std::string subset_tag(std::string_view bytes)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (const unsigned char byte : bytes) {
        hash = (hash ^ byte) * 1099511628211ULL;
    }
    std::string tag;
    for (int i = 0; i < 6; ++i, hash /= 26) {
        tag += static_cast<char>('A' + hash % 26);
    }
    return tag;
}

} // namespace

std::unique_ptr<PdfFont> PdfFont::open(const FontFile& file, int number)
{
    const BlobHandle blob(hb_blob_create_from_file_or_fail(file.path.c_str()));
    if (!blob) {
        return nullptr;
    }
    FaceHandle face(hb_face_create(blob.get(), static_cast<unsigned int>(file.index) & 0xFFFF));
    const bool outlines = has_table(face.get(), HB_TAG('C', 'F', 'F', ' ')) ||
                          has_table(face.get(), HB_TAG('g', 'l', 'y', 'f'));
    const bool one_design = (file.index >> 16) == 0 && !has_table(face.get(), HB_TAG('f', 'v', 'a', 'r'));
    const unsigned int glyphs = hb_face_get_glyph_count(face.get());
    if (!outlines || !one_design || glyphs == 0 || glyphs > 0xFFFF) {
        return nullptr;
    }
    return std::unique_ptr<PdfFont>(new PdfFont(face.release(), file, number));
}

PdfFont::PdfFont(hb_face_t* face, const FontFile&, int number)
    : face_(face),
      font_(hb_font_create(face)),
      name_(postscript_name(face)),
      number_(number),
      units_(hb_face_get_upem(face)),
      places_(hb_face_get_glyph_count(face))
{
}

PdfFont::~PdfFont()
{
    hb_font_destroy(font_);
    hb_face_destroy(face_);
}

PdfFont::Shown& PdfFont::shown(unsigned long glyph)
{
    std::uint16_t& place = places_[std::min<std::size_t>(glyph, places_.size() - 1)];
    if (place == 0) {
        const auto units = hb_font_get_glyph_h_advance(font_, static_cast<hb_codepoint_t>(glyph));
        shown_.push_back({glyph, static_cast<int>(std::lround(units * 1000 / units_)), std::nullopt});
        place = static_cast<std::uint16_t>(shown_.size());
    }
    return shown_[place - 1U];
}

int PdfFont::advance(unsigned long glyph)
{
    return shown(glyph).advance;
}

bool PdfFont::means(unsigned long glyph, std::string_view text)
{
    Shown& entry = shown(glyph);
    if (!entry.text) {
        entry.text = text;
    }
    return *entry.text == text;
}

std::string PdfFont::meanings() const
{
    std::string out = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    constexpr std::size_t kBlock = 100; // as many as a reader has to take at once
    std::vector<const Shown*> meant;
    for (const Shown& entry : shown_) {
        if (entry.text && !entry.text->empty()) {
            meant.push_back(&entry);
        }
    }
    std::ranges::sort(meant, {}, &Shown::glyph);
    for (std::size_t from = 0; from < meant.size(); from += kBlock) {
        const std::size_t end = std::min(meant.size(), from + kBlock);
        out += fmt::format("{} beginbfchar\n", end - from);
        for (std::size_t i = from; i < end; ++i) {
            out += fmt::format("<{:04X}> <", meant[i]->glyph);
            append_utf16(out, *meant[i]->text);
            out += ">\n";
        }
        out += "endbfchar\n";
    }
    return out + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

std::string PdfFont::advances() const
{
    std::vector<const Shown*> sorted;
    for (const Shown& entry : shown_) {
        sorted.push_back(&entry);
    }
    std::ranges::sort(sorted, {}, &Shown::glyph);
    std::string out = "[";
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const bool follows = i > 0 && sorted[i]->glyph == sorted[i - 1]->glyph + 1;
        out += follows ? fmt::format(" {}", sorted[i]->advance)
                       : fmt::format("{}{} [{}", i > 0 ? "] " : "", sorted[i]->glyph, sorted[i]->advance);
    }
    return out + (sorted.empty() ? "]" : "]]");
}

// The entry of the font descriptor, with the file put; empty when the font cannot be cut down.
std::string PdfFont::embedded(PdfFile& file, bool cubic) const
{
    const InputHandle input(hb_subset_input_create_or_fail());
    if (!input) {
        return {};
    }
    hb_set_t* glyphs = hb_subset_input_glyph_set(input.get());
    for (const Shown& entry : shown_) {
        hb_set_add(glyphs, static_cast<hb_codepoint_t>(entry.glyph));
    }
    hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING |
                                               HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (const char* table : {"GSUB", "GPOS", "GDEF", "cmap", "name", "post", "OS/2", "kern", "BASE", "vmtx",
                              "vhea", "VORG", "STAT", "meta", "DSIG", "MATH"}) {
        hb_set_add(dropped, hb_tag_from_string(table, -1));
    }
    const FaceHandle subset(hb_subset_or_fail(face_, input.get()));
    if (!subset) {
        return {};
    }
    const BlobHandle blob(cubic ? hb_face_reference_table(subset.get(), HB_TAG('C', 'F', 'F', ' '))
                                : hb_face_reference_blob(subset.get()));
    const std::string_view bytes = bytes_of(blob.get());
    const int number = file.reserve();
    file.put_stream(number, cubic ? "/Subtype /CIDFontType0C" : fmt::format("/Length1 {}", bytes.size()),
                    bytes);
    return fmt::format("{} {} 0 R", cubic ? "/FontFile3" : "/FontFile2", number);
}

bool PdfFont::put(PdfFile& file) const
{
    const bool cubic = has_table(face_, HB_TAG('C', 'F', 'F', ' '));
    const std::string font_file = embedded(file, cubic);
    if (font_file.empty()) {
        return false;
    }
    const std::string widths = advances();
    const std::string meaning = meanings();
    const std::string name = subset_tag(meaning) + "+" + name_;
    hb_font_extents_t extents{};
    hb_font_get_h_extents(font_, &extents);
    const auto thousandths = [&](double units) { return std::lround(units * 1000 / units_); };
    const int descriptor = file.put(
        fmt::format("<< /Type /FontDescriptor /FontName /{} /Flags 4 /FontBBox [{} {} {} {}] /ItalicAngle 0 "
                    "/Ascent {} /Descent {} /CapHeight {} /StemV 80 {} >>",
                    name, -1000, thousandths(extents.descender), 3000, thousandths(extents.ascender),
                    thousandths(extents.ascender), thousandths(extents.descender),
                    thousandths(extents.ascender * 0.75), font_file));
    const int descendant = file.put(fmt::format(
        "<< /Type /Font /Subtype /{} /BaseFont /{} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        "/Supplement 0 >> /FontDescriptor {} 0 R /DW 0 /W {}{} >>",
        cubic ? "CIDFontType0" : "CIDFontType2", name, descriptor, widths,
        cubic ? "" : " /CIDToGIDMap /Identity"));
    const int to_unicode = file.reserve();
    file.put_stream(to_unicode, "", meaning);
    file.put(number_, fmt::format("<< /Type /Font /Subtype /Type0 /BaseFont /{} /Encoding /Identity-H "
                                  "/DescendantFonts [{} 0 R] /ToUnicode {} 0 R >>",
                                  name, descendant, to_unicode));
    return true;
}

PdfFont* PdfFonts::find(cairo_font_face_t* face)
{
    const auto found = fonts_.find(face);
    if (found != fonts_.end()) {
        return found->second.get();
    }
    const FontFile* file = context_.file_of(face);
    std::unique_ptr<PdfFont> font = file == nullptr ? nullptr : PdfFont::open(*file, file_.reserve());
    if (font) {
        in_order_.push_back(font.get());
    }
    return fonts_.emplace(face, std::move(font)).first->second.get();
}

std::optional<std::string> PdfFonts::put()
{
    std::string entries;
    for (const PdfFont* font : in_order_) {
        if (!font->put(file_)) {
            return std::nullopt;
        }
        entries += fmt::format("/F{0} {0} 0 R ", font->number());
    }
    return entries;
}

} // namespace presstime::canvas
