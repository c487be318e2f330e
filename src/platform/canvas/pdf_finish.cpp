// Reads cairo's own cross-reference table, keeps stream objects as they stand and writes the rest anew. Plain
// numbers stay outside too: they are the lengths of streams, which some readers want to find without
// unpacking.
#include "platform/canvas/pdf_finish.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <memory>
#include <optional>
#include <span>

namespace presstime::canvas {
namespace {

constexpr std::size_t kEntryBytes = 20; // of a cross-reference table
constexpr std::size_t kObjectsAStream = 200;
constexpr int kLevel = 6;

struct Object {
    int number = 0;
    std::size_t offset = 0;
    std::string_view whole; // with "7 0 obj" and "endobj"
    std::string_view body;
};

struct Document {
    std::vector<Object> objects; // in the order of the file
    int root = 0;
    int info = 0;
    int size = 0; // object numbers are below it
};

// Where an object is found: in the file, or in an object stream.
struct Place {
    int type = 0;       // 0 free, 1 at an offset, 2 in a stream
    std::size_t at = 0; // offset, or the stream's object number
    std::size_t index = 0;
};

std::optional<std::int64_t> number_after(std::string_view text, std::string_view key)
{
    const std::size_t at = text.rfind(key);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view rest = text.substr(at + key.size());
    rest = trim(rest.substr(0, 24));
    return parse_int(rest.substr(0, rest.find_first_not_of("0123456789")));
}

std::optional<Document> read_document(std::string_view pdf)
{
    const std::string_view tail = pdf.substr(pdf.size() - std::min<std::size_t>(pdf.size(), 1024));
    const auto table = number_after(tail, "startxref");
    const auto root = number_after(tail, "/Root");
    const auto info = number_after(tail, "/Info");
    const auto size = number_after(tail, "/Size");
    const std::string head = size ? fmt::format("xref\n0 {}\n", *size) : "";
    if (!table || !root || !info || !size || static_cast<std::size_t>(*table) >= pdf.size() ||
        !pdf.substr(static_cast<std::size_t>(*table)).starts_with(head)) {
        return std::nullopt;
    }
    Document document{{}, static_cast<int>(*root), static_cast<int>(*info), static_cast<int>(*size)};
    const std::string_view entries = pdf.substr(static_cast<std::size_t>(*table) + head.size());
    if (entries.size() / kEntryBytes < static_cast<std::size_t>(*size)) {
        return std::nullopt;
    }
    for (int number = 1; number < document.size; ++number) {
        const std::string_view entry =
            entries.substr(static_cast<std::size_t>(number) * kEntryBytes, kEntryBytes);
        const auto offset = parse_int(entry.substr(0, 10));
        if (entry[17] == 'n' && offset) {
            document.objects.push_back({number, static_cast<std::size_t>(*offset), {}, {}});
        }
    }
    std::ranges::sort(document.objects, {}, &Object::offset);
    for (std::size_t i = 0; i < document.objects.size(); ++i) {
        Object& object = document.objects[i];
        const std::size_t end = i + 1 < document.objects.size() ? document.objects[i + 1].offset
                                                                : static_cast<std::size_t>(*table);
        const std::string opening = fmt::format("{} 0 obj\n", object.number);
        constexpr std::string_view kClosing = "endobj\n";
        if (end > pdf.size() || object.offset >= end) {
            return std::nullopt;
        }
        object.whole = pdf.substr(object.offset, end - object.offset);
        if (!object.whole.starts_with(opening) || !object.whole.ends_with(kClosing)) {
            return std::nullopt;
        }
        object.body =
            object.whole.substr(opening.size(), object.whole.size() - opening.size() - kClosing.size());
    }
    return document;
}

bool stays_outside(std::string_view body)
{
    const std::string_view text = trim(body);
    return text.ends_with("endstream") ||
           std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

// As UTF-16 in hexadecimal: nothing needs an escape.
std::string pdf_string(std::string_view text)
{
    std::string out = "<FEFF";
    const std::string valid = repair_utf8(clip_utf8(text, 2000));
    for (std::size_t at = 0; at < valid.size();) {
        const auto lead = static_cast<unsigned char>(valid[at]);
        const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::uint32_t code = bytes == 1 ? lead : lead & (0x7FU >> bytes);
        for (std::size_t i = 1; i < bytes; ++i) {
            code = code << 6 | (static_cast<unsigned char>(valid[at + i]) & 0x3FU);
        }
        at += bytes;
        out += code < 0x10000 ? fmt::format("{:04X}", code)
                              : fmt::format("{:04X}{:04X}", 0xD800 + ((code - 0x10000) >> 10),
                                            0xDC00 + ((code - 0x10000) & 0x3FF));
    }
    return out + ">";
}

bool is_figure(std::string_view body)
{
    return body.find("/S /Figure\n") != std::string_view::npos;
}

std::string with_entry(std::string_view body, std::string_view entry)
{
    const std::size_t open = body.find("<<");
    if (open == std::string_view::npos) {
        return std::string(body);
    }
    return std::string(body.substr(0, open + 2)) + " " + std::string(entry) +
           std::string(body.substr(open + 2));
}

std::string deflated(std::string_view bytes)
{
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(kLevel), &libdeflate_free_compressor);
    std::string out(libdeflate_zlib_compress_bound(compressor.get(), bytes.size()), '\0');
    out.resize(
        libdeflate_zlib_compress(compressor.get(), bytes.data(), bytes.size(), out.data(), out.size()));
    return out;
}

std::string stream_object(int number, std::string_view entries, std::string_view bytes)
{
    const std::string packed = deflated(bytes);
    return fmt::format("{} 0 obj\n<< {} /Filter /FlateDecode /Length {} >>\nstream\n", number, entries,
                       packed.size()) +
           packed + "\nendstream\nendobj\n";
}

class Finisher {
public:
    Finisher(const Document& document, const PdfExtras& extras, const ByteWriter& writer)
        : document_(document),
          extras_(extras),
          writer_(writer),
          next_(document.size),
          places_(static_cast<std::size_t>(document.size))
    {
    }

    Result<> write(std::string_view header)
    {
        const auto figures = std::ranges::count_if(document_.objects, is_figure, &Object::body);
        words_known_ = static_cast<std::size_t>(figures) == extras_.figures.size();
        TRY(put(header));
        std::vector<const Object*> packed;
        for (const Object& object : document_.objects) {
            if (!stays_outside(object.body)) {
                packed.push_back(&object);
                continue;
            }
            places_[static_cast<std::size_t>(object.number)] = {1, written_, 0};
            TRY(put(object.whole));
        }
        for (std::size_t from = 0; from < packed.size(); from += kObjectsAStream) {
            const std::size_t count = std::min(kObjectsAStream, packed.size() - from);
            TRY(put_object_stream({packed.data() + from, count}));
        }
        return put_cross_references();
    }

private:
    Result<> put(std::string_view bytes)
    {
        written_ += bytes.size();
        return writer_(bytes);
    }

    std::string body_of(const Object& object)
    {
        if (object.number == document_.root) {
            std::string entries = "/ViewerPreferences << /DisplayDocTitle true >>";
            if (object.body.find("/StructTreeRoot") != std::string_view::npos) {
                entries += " /MarkInfo << /Marked true >>";
            }
            if (!extras_.language.empty()) {
                entries += fmt::format(" /Lang ({})", extras_.language);
            }
            return with_entry(object.body, entries);
        }
        if (words_known_ && is_figure(object.body)) {
            const std::string& words = extras_.figures[figure_++];
            return words.empty() ? std::string(object.body)
                                 : with_entry(object.body, "/Alt " + pdf_string(words));
        }
        return std::string(object.body);
    }

    Result<> put_object_stream(std::span<const Object* const> objects)
    {
        const int number = next_++;
        std::string index, bodies;
        for (std::size_t i = 0; i < objects.size(); ++i) {
            index += fmt::format("{} {} ", objects[i]->number, bodies.size());
            bodies += body_of(*objects[i]);
            places_[static_cast<std::size_t>(objects[i]->number)] = {2, static_cast<std::size_t>(number), i};
        }
        places_.push_back({1, written_, 0});
        const std::string entries =
            fmt::format("/Type /ObjStm /N {} /First {}", objects.size(), index.size());
        return put(stream_object(number, entries, index + bodies));
    }

    Result<> put_cross_references()
    {
        const int number = next_++;
        const std::size_t start = written_;
        places_.push_back({1, start, 0});
        std::string table;
        for (const Place& place : places_) {
            table += static_cast<char>(place.type);
            for (int shift = 24; shift >= 0; shift -= 8) {
                table += static_cast<char>(place.at >> shift & 255);
            }
            table += static_cast<char>(place.index >> 8 & 255);
            table += static_cast<char>(place.index & 255);
        }
        const std::string entries = fmt::format("/Type /XRef /W [1 4 2] /Size {} /Root {} 0 R /Info {} 0 R",
                                                next_, document_.root, document_.info);
        TRY(put(stream_object(number, entries, table)));
        return put(fmt::format("startxref\n{}\n%%EOF\n", start));
    }

    const Document& document_;
    const PdfExtras& extras_;
    const ByteWriter& writer_;
    int next_; // object number
    std::vector<Place> places_;
    std::size_t written_ = 0;
    std::size_t figure_ = 0;
    bool words_known_ = false;
};

} // namespace

Result<> finish_pdf(std::string_view pdf, const PdfExtras& extras, const ByteWriter& writer)
{
    const std::optional<Document> document = read_document(pdf);
    if (!document || document->objects.empty()) {
        return writer(pdf);
    }
    return Finisher(*document, extras, writer).write(pdf.substr(0, document->objects.front().offset));
}

} // namespace presstime::canvas
